#include "models/audit_log_model.h"

#include "models/number_text.h"
#include "models/relative_time.h"

namespace binnacle {

namespace {

constexpr int reloadInterval = 150; // ms

QString orDash(const QString& text)
{
    return text.isEmpty() ? missingText() : text;
}

} // namespace

AuditLogModel::AuditLogModel(std::shared_ptr<AuditSource> source, WorkerPools& pools,
                             QObject* parent)
    : QAbstractTableModel(parent), source_(std::move(source)), pools_(pools)
{
    later_.setSingleShot(true);
    later_.setInterval(reloadInterval);
    connect(&later_, &QTimer::timeout, this, [this] {
        reload();
        verify();
    });
}

void AuditLogModel::setFilter(const AuditFilter& filter)
{
    if (filter == filter_)
        return;
    filter_ = filter;
    reload();
}

void AuditLogModel::reloadSoon()
{
    if (!later_.isActive())
        later_.start();
}

void AuditLogModel::reload()
{
    asked_.run(
        &pools_.readers, this,
        [source = source_, filter = filter_](std::stop_token stop) {
            return source->lines(filter, mostLines, stop);
        },
        [this](Result<std::vector<AuditLine>> lines) {
            if (!lines) {
                state_ = State::Failed;
                error_ = lines.error();
            } else {
                state_ = State::Ready;
                if (*lines != lines_) {
                    beginResetModel();
                    lines_ = std::move(*lines);
                    endResetModel();
                }
            }
            emit loaded();
        });
}

void AuditLogModel::verify()
{
    verifying_.run(
        &pools_.readers, this,
        [source = source_](std::stop_token stop) { return source->verify(stop); },
        [this](Result<AuditChain> chain) {
            if (chain)
                chain_ = std::move(*chain);
            else
                chain_ = AuditChain{false, chain.error().message};
            emit verified();
        });
}

void AuditLogModel::exportTo(const QString& file, AuditSource::Form form)
{
    deliver(onPool(&pools_.jobs,
                   [source = source_, file, form, filter = filter_] {
                       return source->exportTo(file, form, filter, {});
                   }),
            this, [this, file](Result<void> done) {
                emit told(done ? tr("Written to %1").arg(file) : done.error().message);
            });
}

void AuditLogModel::undo(int row)
{
    if (row < 0 || row >= rowCount() || at(row).act.empty())
        return;
    deliver(onPool(&pools_.jobs,
                   [source = source_, act = at(row).act] { return source->undo(act, {}); }),
            this, [this](Result<QString> done) {
                emit told(done ? *done : done.error().message);
                reload();
            });
}

int AuditLogModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(lines_.size());
}

int AuditLogModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString AuditLogModel::text(const AuditLine& line, int column) const
{
    switch (column) {
    case When:
        return relativeTime(line.at);
    case Who:
        return line.serverUser.isEmpty() || line.serverUser == line.systemUser
                   ? orDash(line.systemUser)
                   : tr("%1 as %2").arg(line.systemUser, line.serverUser);
    case Action:
        return line.action;
    case Subject:
        return line.source.isEmpty() ? line.subject
                                     : QStringLiteral("%1 · %2").arg(line.subject, line.source);
    default:
        return QStringLiteral("%1 → %2").arg(orDash(line.before), orDash(line.after));
    }
}

QVariant AuditLogModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const AuditLine& line = at(index.row());
    if (role == Qt::ToolTipRole && index.column() == When)
        return exactTime(line.at);
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return text(line, index.column());
    return {};
}

QVariant AuditLogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    static const char* const titles[] = {QT_TR_NOOP("When"), QT_TR_NOOP("Who"), QT_TR_NOOP("What"),
                                         QT_TR_NOOP("Of"), QT_TR_NOOP("Before → after")};
    return section >= 0 && section < ColumnCount ? QVariant(tr(titles[section])) : QVariant();
}

} // namespace binnacle
