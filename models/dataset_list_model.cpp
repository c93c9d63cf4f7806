#include "models/dataset_list_model.h"

#include "models/dataset_link.h"
#include "models/number_text.h"
#include "models/relative_time.h"
#include "services/data/mlflow_dataset.h"

#include <algorithm>

namespace binnacle {

namespace {
constexpr int reloadInterval = 150; // ms
}

DatasetListModel::DatasetListModel(std::shared_ptr<Workspace> workspace, WorkerPools& pools,
                                   QObject* parent)
    : QAbstractListModel(parent), workspace_(std::move(workspace)), pools_(pools)
{
    later_.setSingleShot(true);
    later_.setInterval(reloadInterval);
    connect(&later_, &QTimer::timeout, this, &DatasetListModel::reload);
    auto& events = workspace_->events();
    for (const auto signal : {&WorkspaceEvents::datasetsChanged, &WorkspaceEvents::runsChanged,
                              &WorkspaceEvents::sourcesChanged})
        connect(&events, signal, this, &DatasetListModel::reloadSoon);
}

DatasetListModel::Entry DatasetListModel::entryOf(const KnownDataset& known)
{
    Entry entry;
    entry.address.path = known.path;
    entry.address.table = known.table;
    entry.address.encoding = known.encoding;
    entry.name = datasetTitle(entry.address);
    entry.detail =
        tr("%1 rows · %2")
            .arg(countText(known.rows), known.versions > 1 ? tr("%1 versions").arg(known.versions)
                                                           : QString::fromStdString(known.format));
    entry.tip =
        tr("%1\nSeen %2").arg(QString::fromStdString(known.path), exactTime(known.lastSeen));
    entry.opened = true;
    if (known.passed) {
        entry.passed = *known.passed;
        entry.state = *known.passed ? tr("Passed") : tr("Failed");
    }
    return entry;
}

DatasetListModel::Entry DatasetListModel::entryOf(const RunInputRow& input)
{
    Entry entry;
    entry.name = QString::fromStdString(input.name.empty() ? input.digest : input.name);
    entry.detail =
        input.runs == 1
            ? tr("1 run · %1").arg(QString::fromStdString(input.tracking))
            : tr("%1 runs · %2").arg(countText(input.runs), QString::fromStdString(input.tracking));
    entry.run = input.newest;
    const auto file = fileOfMlflowSource(input.sourceType, input.source);
    if (file)
        entry.address.path = *file;
    else
        entry.reason = file.error().message;
    entry.tip = tr("Digest %1\n%2")
                    .arg(QString::fromStdString(input.digest),
                         file ? QString::fromStdString(*file) : entry.reason);
    return entry;
}

Result<DatasetListModel::Entries>
DatasetListModel::read(const std::shared_ptr<Workspace>& workspace)
{
    Entries entries;
    const auto known = DatasetStore(workspace).known();
    if (!known)
        return failure(known.error());
    for (const auto& dataset : *known)
        entries.opened.push_back(entryOf(dataset));
    const auto inputs = runInputs(*workspace);
    if (!inputs)
        return failure(inputs.error());
    for (const auto& input : *inputs)
        entries.inputs.push_back(entryOf(input));
    return entries;
}

void DatasetListModel::reloadSoon()
{
    if (!later_.isActive())
        later_.start();
}

void DatasetListModel::reload()
{
    asked_.run(
        &pools_.readers, this,
        [workspace = workspace_](const std::stop_token&) { return read(workspace); },
        [this](Result<Entries> entries) {
            state_ = entries ? State::Ready : State::Failed;
            if (entries)
                all_ = std::move(*entries);
            else
                error_ = entries.error();
            show();
            emit loaded();
        });
}

void DatasetListModel::setSearch(const QString& words)
{
    search_ = words;
    show();
}

void DatasetListModel::show()
{
    const auto words = search_.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    std::vector<Entry> rows;
    const auto add = [&](const QString& title, const std::vector<Entry>& entries) {
        const auto before = rows.size();
        for (const auto& entry : entries) {
            const bool fits = std::ranges::all_of(words, [&](const QString& word) {
                return entry.name.contains(word, Qt::CaseInsensitive) ||
                       entry.tip.contains(word, Qt::CaseInsensitive);
            });
            if (!fits)
                continue;
            if (rows.size() == before) {
                Entry head;
                head.head = true;
                head.name = title;
                rows.push_back(std::move(head));
            }
            rows.push_back(entry);
        }
    };
    add(tr("Opened here"), all_.opened);
    add(tr("Inputs of runs"), all_.inputs);
    if (rows == rows_)
        return;
    beginResetModel();
    rows_ = std::move(rows);
    endResetModel();
}

void DatasetListModel::forget(int row)
{
    if (row < 0 || row >= rowCount() || !at(row).opened)
        return;
    deliver(onPool(&pools_.jobs,
                   [workspace = workspace_, path = at(row).address.path] {
                       return DatasetStore(workspace).forget(path);
                   }),
            this, [this](const Result<void>&) { reload(); });
}

int DatasetListModel::datasets() const
{
    return static_cast<int>(all_.opened.size() + all_.inputs.size());
}

std::optional<DatasetAddress> DatasetListModel::address(int row) const
{
    if (row < 0 || row >= rowCount() || at(row).head || !at(row).reason.isEmpty())
        return std::nullopt;
    return at(row).address;
}

int DatasetListModel::rowOf(const DatasetAddress& address) const
{
    for (int row = 0; row < rowCount(); ++row)
        if (!at(row).head && at(row).address.path == address.path &&
            at(row).address.table == address.table)
            return row;
    return -1;
}

std::optional<RunRowId> DatasetListModel::run(int row) const
{
    return row < 0 || row >= rowCount() ? std::nullopt : at(row).run;
}

bool DatasetListModel::wasOpened(int row) const
{
    return row >= 0 && row < rowCount() && at(row).opened;
}

int DatasetListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant DatasetListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Entry& entry = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return entry.name;
    case Qt::ToolTipRole:
        return entry.tip;
    case Qt::AccessibleTextRole:
        return entry.head ? entry.name
                          : QStringLiteral("%1, %2 %3 %4")
                                .arg(entry.name, entry.detail, entry.state, entry.reason)
                                .trimmed();
    case HeadRole:
        return entry.head;
    case DetailRole:
        return entry.detail;
    case StateRole:
        return entry.state;
    case PassedRole:
        return entry.passed;
    case ReasonRole:
        return entry.reason;
    default:
        return {};
    }
}

Qt::ItemFlags DatasetListModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    if (at(index.row()).head)
        return Qt::NoItemFlags | Qt::ItemNeverHasChildren;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

} // namespace binnacle
