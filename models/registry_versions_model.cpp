#include "models/registry_versions_model.h"

#include "models/number_text.h"
#include "models/relative_time.h"

#include <QMimeData>

#include <algorithm>

namespace binnacle {

namespace {

QString text8(const std::string& text)
{
    return QString::fromStdString(text);
}

bool hasStage(const ModelVersion& version)
{
    return !version.stage.empty() && version.stage != "None";
}

QStringList aliasNames(const VersionDetail& detail)
{
    QStringList names;
    for (const auto& state : detail.aliases)
        names << text8(state.alias.name);
    return names;
}

} // namespace

Result<std::vector<RegistryVersionRow>>
readRegistryVersions(const std::shared_ptr<Workspace>& workspace, RegisteredModelRowId model,
                     std::size_t offset, std::size_t limit)
{
    auto versions = RegistryReader(workspace).versions(model, offset, limit);
    if (!versions)
        return failure(versions.error());
    std::vector<RunRowId> runs;
    for (const auto& version : *versions)
        if (version.run)
            runs.push_back(*version.run);
    const auto details = RunReader(workspace).details(runs);
    if (!details)
        return failure(details.error());
    std::map<RunRowId, const Run*> byRow;
    for (const auto& detail : *details)
        byRow[detail.row] = &detail.run;
    std::vector<RegistryVersionRow> rows;
    rows.reserve(versions->size());
    for (auto& version : *versions) {
        RegistryVersionRow row{std::move(version), {}, {}};
        const auto run = row.detail.run ? byRow.find(*row.detail.run) : byRow.end();
        if (run != byRow.end()) {
            row.runName = run->second->name.empty() ? run->second->id : run->second->name;
            if (const auto* metric = mainMetric(run->second->metrics))
                row.metric = *metric;
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

RegistryVersionsModel::RegistryVersionsModel(std::shared_ptr<Workspace> workspace,
                                             WorkerPools& pools, QObject* parent)
    : QAbstractTableModel(parent), workspace_(std::move(workspace)), pools_(pools)
{
    soon_.setSingleShot(true);
    soon_.setInterval(0); // what one painting asks for is asked in one go
    connect(&soon_, &QTimer::timeout, this, &RegistryVersionsModel::readWanted);
}

void RegistryVersionsModel::setModel(std::optional<RegisteredModelRowId> model,
                                     std::int64_t versions)
{
    if (model == model_) {
        refresh(versions);
        return;
    }
    beginResetModel();
    model_ = model;
    count_ = model ? static_cast<int>(versions) : 0;
    ++turn_;
    pages_.clear();
    reading_.clear();
    wanted_.clear();
    endResetModel();
    if (count_ > 0)
        want(0);
}

void RegistryVersionsModel::refresh(std::int64_t versions)
{
    const int count = model_ ? static_cast<int>(versions) : 0;
    ++turn_;
    reading_.clear();
    if (count != count_) {
        beginResetModel();
        count_ = count;
        pages_.clear();
        endResetModel();
        if (count_ > 0)
            want(0);
        return;
    }
    for (const auto& [page, rows] : pages_)
        want(page); // the old rows stay in sight until the new ones are here
}

const RegistryVersionRow* RegistryVersionsModel::at(int row) const
{
    if (row < 0 || row >= count_)
        return nullptr;
    const auto page = static_cast<std::size_t>(row) / pageSize;
    const auto found = pages_.find(page);
    const auto place = static_cast<std::size_t>(row) % pageSize;
    return found == pages_.end() || place >= found->second.size() ? nullptr : &found->second[place];
}

int RegistryVersionsModel::rowOf(const std::string& version) const
{
    for (const auto& [page, rows] : pages_) {
        const auto found = std::ranges::find(rows, version, [](const RegistryVersionRow& row) {
            return row.detail.version.version;
        });
        if (found != rows.end())
            return static_cast<int>(page * pageSize +
                                    static_cast<std::size_t>(found - rows.begin()));
    }
    return -1;
}

void RegistryVersionsModel::want(std::size_t page) const
{
    if (reading_.contains(page))
        return;
    wanted_.insert(page);
    if (!soon_.isActive())
        soon_.start();
}

void RegistryVersionsModel::readWanted()
{
    if (!model_)
        return;
    for (const std::size_t page : std::exchange(wanted_, {})) {
        reading_.insert(page);
        deliver(onPool(&pools_.readers,
                       [workspace = workspace_, model = *model_, page] {
                           return readRegistryVersions(workspace, model, page * pageSize, pageSize);
                       }),
                this, [this, page, turn = turn_](Result<Page> rows) {
                    take(page, turn, std::move(rows));
                });
    }
}

void RegistryVersionsModel::take(std::size_t page, std::uint64_t turn, Result<Page> rows)
{
    if (turn != turn_)
        return;
    reading_.erase(page);
    if (!rows) {
        emit failed(rows.error());
        return;
    }
    while (pages_.size() >= pagesKept && !pages_.contains(page)) {
        const auto first = pages_.begin()->first, last = pages_.rbegin()->first;
        const bool farAbove = page > first && page - first > (last > page ? last - page : 0);
        pages_.erase(farAbove ? first : last);
    }
    pages_[page] = std::move(*rows);
    const int first = static_cast<int>(page * pageSize);
    const int last = std::min(count_, first + static_cast<int>(pageSize)) - 1;
    if (first > last)
        return;
    emit dataChanged(index(first, 0), index(last, ColumnCount - 1));
    emit pageRead(first, last);
}

int RegistryVersionsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : count_;
}

int RegistryVersionsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RegistryVersionsModel::text(const RegistryVersionRow& row, int column) const
{
    const ModelVersion& version = row.detail.version;
    switch (column) {
    case Version:
        return versionText(version.version);
    case Aliases:
        return row.detail.aliases.empty() ? missingText()
                                          : aliasNames(row.detail).join(QStringLiteral(", "));
    case Run:
        if (!row.runName.empty())
            return text8(row.runName);
        return version.runId.empty() ? missingText() : text8(version.runId);
    case Metric:
        return row.metric ? numberText(row.metric->point.value) : missingText();
    case Stage:
        return hasStage(version) ? text8(version.stage) : missingText();
    case Created:
        return version.creationTime ? relativeTime(*version.creationTime) : missingText();
    case Status:
        return version.status == "READY" || version.status.empty() ? tr("Ready")
               : version.status == "FAILED_REGISTRATION"           ? tr("Failed")
                                                                   : tr("Pending");
    default:
        return {};
    }
}

QVariant RegistryVersionsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(
            Qt::AlignVCenter | (index.column() == Metric ? Qt::AlignRight : Qt::AlignLeft)));
    const RegistryVersionRow* row = at(index.row());
    if (!row) {
        if (role == Qt::DisplayRole)
            want(static_cast<std::size_t>(index.row()) / pageSize);
        return role == LoadedRole ? QVariant(false) : QVariant();
    }
    const ModelVersion& version = row->detail.version;
    switch (role) {
    case Qt::DisplayRole:
        return text(*row, index.column());
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1: %2").arg(
            headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString(),
            text(*row, index.column()).toString());
    case Qt::ToolTipRole:
        if (index.column() == Created && version.creationTime)
            return exactTime(*version.creationTime);
        if (index.column() == Metric && row->metric)
            return QStringLiteral("%1 = %2").arg(text8(row->metric->key),
                                                 exactNumber(row->metric->point.value));
        if (index.column() == Status && !version.statusMessage.empty())
            return text8(version.statusMessage);
        return version.description.empty() ? QVariant() : text8(version.description);
    case VersionRole:
        return text8(version.version);
    case LoadedRole:
        return true;
    case PillsRole:
        return index.column() == Aliases ? QVariant(aliasNames(row->detail)) : QVariant();
    case SecondRole:
        return index.column() == Metric && row->metric ? QVariant(text8(row->metric->key))
                                                       : QVariant();
    case ReadyRole:
        return version.status.empty() || version.status == "READY";
    default:
        return {};
    }
}

QVariant RegistryVersionsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            Qt::Alignment(Qt::AlignVCenter | (section == Metric ? Qt::AlignRight : Qt::AlignLeft)));
    if (role != Qt::DisplayRole)
        return {};
    static const char* const titles[] = {QT_TR_NOOP("Version"), QT_TR_NOOP("Aliases"),
                                         QT_TR_NOOP("Run"),     QT_TR_NOOP("Main metric"),
                                         QT_TR_NOOP("Stage"),   QT_TR_NOOP("Created"),
                                         QT_TR_NOOP("Status")};
    return section >= 0 && section < ColumnCount ? QVariant(tr(titles[section])) : QVariant();
}

Qt::ItemFlags RegistryVersionsModel::flags(const QModelIndex& index) const
{
    const auto flags = QAbstractTableModel::flags(index);
    return index.isValid() && at(index.row()) ? flags | Qt::ItemIsDragEnabled : flags;
}

QStringList RegistryVersionsModel::mimeTypes() const
{
    return {DraggedVersion::mimeType};
}

QMimeData* RegistryVersionsModel::mimeData(const QModelIndexList& indexes) const
{
    const RegistryVersionRow* row = indexes.isEmpty() ? nullptr : at(indexes.front().row());
    if (!row)
        return nullptr;
    const ModelVersion& version = row->detail.version;
    return DraggedVersion{*model_, text8(version.version)}.mimeData(text8(version.model));
}

} // namespace binnacle
