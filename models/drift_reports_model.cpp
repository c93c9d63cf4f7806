#include "models/drift_reports_model.h"

#include "models/number_text.h"
#include "models/relative_time.h"

namespace binnacle {

QString driftDataText(const DriftSubject& subject)
{
    const auto last = [](const DriftSide& side) {
        const auto path = QString::fromStdString(side.path);
        const auto name = path.section(u'/', -1, -1, QString::SectionSkipEmpty);
        return name.isEmpty() ? path : name;
    };
    if (subject.reference.path.empty() && subject.current.path.empty())
        return subject.maker.empty() ? DriftReportsModel::tr("data not told")
                                     : QString::fromStdString(subject.maker);
    return QStringLiteral("%1 → %2").arg(last(subject.reference), last(subject.current));
}

DriftReportsModel::DriftReportsModel(std::shared_ptr<Workspace> workspace, WorkerPools& pools,
                                     QObject* parent)
    : QAbstractTableModel(parent), workspace_(std::move(workspace)), pools_(pools)
{
    connect(&workspace_->events(), &WorkspaceEvents::driftChanged, this,
            &DriftReportsModel::reload);
}

void DriftReportsModel::reload()
{
    asked_.run(
        &pools_.readers, this,
        [workspace = workspace_](std::stop_token) { return DriftReports(workspace).all(); },
        [this](Result<std::vector<DriftReportRow>> rows) {
            if (!rows) {
                emit failed(rows.error());
                return;
            }
            loaded_ = true;
            if (*rows != rows_) {
                beginResetModel();
                rows_ = std::move(*rows);
                endResetModel();
            }
            emit loaded();
        });
}

void DriftReportsModel::remove(int row)
{
    if (row < 0 || row >= rowCount())
        return;
    deliver(onPool(&pools_.jobs, [workspace = workspace_,
                                  id = at(row).id] { return DriftReports(workspace).remove(id); }),
            this, [this](Result<void> done) {
                if (!done)
                    emit failed(done.error());
            });
}

int DriftReportsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int DriftReportsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant DriftReportsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const auto& row = at(index.row());
    if (role == Qt::ToolTipRole && index.column() == When)
        return exactTime(row.subject.createdAt);
    if (role == Qt::ToolTipRole && index.column() == Data)
        return QStringLiteral("%1\n%2").arg(QString::fromStdString(row.subject.reference.path),
                                            QString::fromStdString(row.subject.current.path));
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (index.column()) {
    case When:
        return relativeTime(row.subject.createdAt);
    case Data:
        return driftDataText(row.subject);
    case Verdict:
        return row.datasetDrift ? tr("Dataset drift") : tr("No dataset drift");
    default:
        return tr("%1 of %2 columns").arg(row.drifted).arg(row.columns);
    }
}

QVariant DriftReportsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    static const char* const titles[] = {QT_TR_NOOP("Made"), QT_TR_NOOP("Reference → current"),
                                         QT_TR_NOOP("Verdict"), QT_TR_NOOP("Drifted")};
    return section >= 0 && section < ColumnCount ? QVariant(tr(titles[section])) : QVariant();
}

} // namespace binnacle
