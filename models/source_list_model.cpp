#include "models/source_list_model.h"

#include "models/source_text.h"
#include "services/workspace/source_store.h"

#include <algorithm>

namespace binnacle {

namespace {
constexpr int gatherMilliseconds = 60;
constexpr int agingMilliseconds = 20'000;
} // namespace

SourceListModel::SourceListModel(QObject* parent) : QAbstractListModel(parent)
{
    soon_.setSingleShot(true);
    connect(&soon_, &QTimer::timeout, this, &SourceListModel::reload);
    aging_.setInterval(agingMilliseconds);
    connect(&aging_, &QTimer::timeout, this, [this] {
        if (!rows_.empty())
            emit dataChanged(index(0), index(rowCount() - 1), {StatusLineRole, StateTextRole});
    });
    aging_.start();
}

void SourceListModel::follow(std::shared_ptr<Workspace> workspace, WorkerPools& pools)
{
    workspace_ = std::move(workspace);
    pools_ = &pools;
    const auto later = [this](int milliseconds) {
        return [this, milliseconds] {
            if (!soon_.isActive())
                soon_.start(milliseconds);
        };
    };
    WorkspaceEvents& events = workspace_->events();
    connect(&events, &WorkspaceEvents::sourcesChanged, this, later(gatherMilliseconds));
    connect(&events, &WorkspaceEvents::outboxChanged, this, later(gatherMilliseconds));
    connect(&events, &WorkspaceEvents::runsChanged, this, later(1000));
    reload();
}

void SourceListModel::reload()
{
    loading_.run(
        &pools_->readers, this,
        [workspace = workspace_](std::stop_token) {
            return SourceStore(workspace).listWithState();
        },
        [this](auto rows) {
            if (!rows) {
                emit loadFailed(rows.error().message);
                return;
            }
            setSources(std::move(*rows));
        });
}

void SourceListModel::setSources(std::vector<Row> rows)
{
    const auto has = [&rows](SourceId id) {
        return std::any_of(rows.begin(), rows.end(),
                           [id](const Row& row) { return row.first.id == id; });
    };
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (has(at(row).first.id))
            continue;
        beginRemoveRows({}, row, row);
        rows_.erase(rows_.begin() + row);
        endRemoveRows();
    }
    for (int row = 0; row < static_cast<int>(rows.size()); ++row)
        replaceAt(row, std::move(rows[static_cast<std::size_t>(row)]));
    loaded_ = true;
    emit loaded();
}

void SourceListModel::replaceAt(int position, Row row)
{
    const bool same = position < rowCount() && at(position).first.id == row.first.id;
    if (!same) {
        beginInsertRows({}, position, position);
        rows_.insert(rows_.begin() + position, std::move(row));
        endInsertRows();
        return;
    }
    rows_[static_cast<std::size_t>(position)] = std::move(row);
    emit dataChanged(index(position), index(position));
}

std::optional<SourceListModel::Row> SourceListModel::find(SourceId source) const
{
    const auto found = std::find_if(rows_.begin(), rows_.end(),
                                    [source](const Row& row) { return row.first.id == source; });
    return found == rows_.end() ? std::nullopt : std::optional(*found);
}

std::int64_t SourceListModel::runs() const
{
    std::int64_t sum = 0;
    for (const Row& row : rows_)
        sum += row.second.runs;
    return sum;
}

std::int64_t SourceListModel::pendingEdits() const
{
    std::int64_t sum = 0;
    for (const Row& row : rows_)
        sum += row.second.pendingEdits;
    return sum;
}

int SourceListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant SourceListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const auto& [source, state] = at(index.row());
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    switch (role) {
    case NameRole:
        return QString::fromStdString(source.name);
    case Qt::ToolTipRole:
        return sourceToolTip(source, state);
    case Qt::AccessibleTextRole:
    case StatusLineRole:
        return sourceStatusLine(source, state, now);
    case StateTextRole:
        return sourceStateText(state, now);
    case ReachRole:
        return static_cast<int>(state.reach);
    case UriRole:
        return QString::fromStdString(source.uri);
    case KindTitleRole:
        return sourceKindTitle(source.kind);
    case ProductRole:
        return QString::fromStdString(state.product);
    case MessageRole:
        return QString::fromStdString(state.message);
    case RunsRole:
        return QVariant::fromValue<qlonglong>(state.runs);
    case PendingEditsRole:
        return QVariant::fromValue<qlonglong>(state.pendingEdits);
    case IdRole:
        return QVariant::fromValue<qlonglong>(raw(source.id));
    default:
        return {};
    }
}

} // namespace binnacle
