#include "models/experiment_tree_model.h"

#include "models/relative_time.h"
#include "services/workspace/source_store.h"

#include <QCoreApplication>

#include <algorithm>
#include <unordered_map>

namespace binnacle {

namespace {
constexpr int reloadInterval = 200; // ms
constexpr quintptr top = 0;         // internal id of sources; experiments carry row + 1

QString words(const char* text)
{
    return QCoreApplication::translate("ExperimentTree", text);
}

QString stateSentence(const Source& source, const SourceState& state)
{
    QString text = QString::fromStdString(source.uri);
    if (!state.product.empty())
        text += QStringLiteral("\n") + QString::fromStdString(state.product);
    if (state.lastSync)
        text += QStringLiteral("\n") + words(QT_TRANSLATE_NOOP("ExperimentTree", "Mirrored %1"))
                                           .arg(relativeTime(*state.lastSync));
    if (state.offlineSince)
        text +=
            QStringLiteral("\n") + words(QT_TRANSLATE_NOOP("ExperimentTree", "Offline since %1"))
                                       .arg(sinceTime(*state.offlineSince));
    if (!state.message.empty())
        text += QStringLiteral("\n") + QString::fromStdString(state.message);
    return text;
}
} // namespace

ExperimentTreeModel::ExperimentTreeModel(std::shared_ptr<Workspace> workspace, WorkerPools& pools,
                                         QObject* parent)
    : QAbstractItemModel(parent), workspace_(std::move(workspace)), pools_(pools)
{
    later_.setSingleShot(true);
    later_.setInterval(reloadInterval);
    connect(&later_, &QTimer::timeout, this, &ExperimentTreeModel::reload);
    const auto reloadSoon = [this] {
        if (!later_.isActive())
            later_.start();
    };
    connect(&workspace_->events(), &WorkspaceEvents::runsChanged, this, reloadSoon);
    connect(&workspace_->events(), &WorkspaceEvents::sourcesChanged, this, reloadSoon);
    connect(&workspace_->events(), &WorkspaceEvents::outboxChanged, this, reloadSoon);
}

Result<std::vector<ExperimentTreeModel::SourceItem>>
ExperimentTreeModel::read(const std::shared_ptr<Workspace>& workspace)
{
    auto states = SourceStore(workspace).listWithState();
    if (!states)
        return failure(states.error());
    auto experiments = RunReader(workspace).experiments();
    if (!experiments)
        return failure(experiments.error());
    std::vector<SourceItem> items;
    std::unordered_map<std::int64_t, std::size_t> places;
    for (auto& [source, state] : *states) {
        places.emplace(raw(source.id), items.size());
        items.push_back({source, state, {}});
    }
    for (auto& summary : *experiments) {
        const auto place = places.find(raw(summary.source));
        if (place == places.end() ||
            (summary.experiment.lifecycle == Lifecycle::Deleted && summary.runs == 0))
            continue;
        items[place->second].experiments.push_back(std::move(summary));
    }
    return items;
}

void ExperimentTreeModel::reload()
{
    asked_.run(
        &pools_.readers, this,
        [workspace = workspace_](std::stop_token) { return read(workspace); },
        [this](Result<std::vector<SourceItem>> items) {
            if (!items)
                return;
            loaded_ = true;
            if (sameStructure(*items)) {
                sources_ = std::move(*items);
                for (int row = 0; row < rowCount(); ++row) {
                    const QModelIndex source = index(row, 0);
                    emit dataChanged(source, source);
                    if (const int count = rowCount(source); count > 0)
                        emit dataChanged(index(0, 0, source), index(count - 1, 0, source));
                }
            } else {
                emit structureAboutToChange();
                beginResetModel();
                sources_ = std::move(*items);
                endResetModel();
                emit structureChanged();
            }
            emit loaded();
        });
}

bool ExperimentTreeModel::sameStructure(const std::vector<SourceItem>& other) const
{
    return std::equal(sources_.begin(), sources_.end(), other.begin(), other.end(),
                      [](const SourceItem& a, const SourceItem& b) {
                          return a.source.id == b.source.id &&
                                 std::equal(
                                     a.experiments.begin(), a.experiments.end(),
                                     b.experiments.begin(), b.experiments.end(),
                                     [](const auto& x, const auto& y) { return x.row == y.row; });
                      });
}

std::int64_t ExperimentTreeModel::runs() const
{
    std::int64_t sum = 0;
    for (const auto& item : sources_)
        sum += item.state.runs;
    return sum;
}

QModelIndex ExperimentTreeModel::indexOf(SourceId source) const
{
    for (std::size_t row = 0; row < sources_.size(); ++row) {
        if (sources_[row].source.id == source)
            return index(static_cast<int>(row), 0);
    }
    return {};
}

QModelIndex ExperimentTreeModel::indexOf(ExperimentRowId experiment) const
{
    for (std::size_t row = 0; row < sources_.size(); ++row) {
        const auto& list = sources_[row].experiments;
        const auto found = std::find_if(list.begin(), list.end(),
                                        [&](const auto& item) { return item.row == experiment; });
        if (found != list.end())
            return index(static_cast<int>(found - list.begin()), 0,
                         index(static_cast<int>(row), 0));
    }
    return {};
}

QModelIndex ExperimentTreeModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column,
                       parent.isValid() ? static_cast<quintptr>(parent.row() + 1) : top);
}

QModelIndex ExperimentTreeModel::parent(const QModelIndex& index) const
{
    if (!index.isValid() || index.internalId() == top)
        return {};
    return createIndex(static_cast<int>(index.internalId()) - 1, 0, top);
}

int ExperimentTreeModel::rowCount(const QModelIndex& parent) const
{
    if (!parent.isValid())
        return sources();
    if (parent.internalId() != top || parent.column() != 0)
        return 0;
    return static_cast<int>(sources_[static_cast<std::size_t>(parent.row())].experiments.size());
}

int ExperimentTreeModel::columnCount(const QModelIndex&) const
{
    return 1;
}

QVariant ExperimentTreeModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    if (index.internalId() == top) {
        const auto& item = sources_[static_cast<std::size_t>(index.row())];
        switch (role) {
        case Qt::DisplayRole:
            return QString::fromStdString(item.source.name);
        case Qt::ToolTipRole:
            return stateSentence(item.source, item.state);
        case RunsRole:
            return static_cast<qlonglong>(item.state.runs);
        case ReachRole:
            return static_cast<int>(item.state.reach);
        case SourceRole:
            return static_cast<qlonglong>(raw(item.source.id));
        default:
            return {};
        }
    }
    const auto& item =
        sources_[index.internalId() - 1].experiments[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return QString::fromStdString(item.experiment.name);
    case RunsRole:
        return static_cast<qlonglong>(item.runs);
    case SourceRole:
        return static_cast<qlonglong>(raw(item.source));
    case ExperimentRole:
        return static_cast<qlonglong>(raw(item.row));
    default:
        return {};
    }
}

} // namespace binnacle
