#include "models/saved_view_model.h"

#include <algorithm>

namespace binnacle {

namespace {
constexpr int recountInterval = 1000; // ms: counts may lag behind a sync
const char* const pageMark = "\"page\":\"runs\"";
} // namespace

SavedViewModel::SavedViewModel(std::shared_ptr<Workspace> workspace,
                               std::shared_ptr<RunQueryEngine> engine, WorkerPools& pools,
                               QObject* parent)
    : QAbstractListModel(parent)
    , workspace_(std::move(workspace))
    , engine_(std::move(engine))
    , pools_(pools)
{
    recount_.setSingleShot(true);
    recount_.setInterval(recountInterval);
    connect(&recount_, &QTimer::timeout, this, &SavedViewModel::count);
    connect(&workspace_->events(), &WorkspaceEvents::viewsChanged, this, &SavedViewModel::reload);
    connect(&workspace_->events(), &WorkspaceEvents::runsChanged, this, [this] {
        if (!recount_.isActive())
            recount_.start();
    });
}

void SavedViewModel::reload()
{
    asked_.run(
        &pools_.readers, this,
        [workspace = workspace_](std::stop_token) { return ViewStore(workspace).views(); },
        [this](Result<std::vector<SavedView>> views) {
            if (!views) {
                emit failed(views.error());
                return;
            }
            std::vector<Item> items;
            for (const auto& view : *views) {
                if (view.body.find(pageMark) != std::string::npos)
                    items.push_back(
                        {QString::fromStdString(view.name), viewFromJson(view.body), -1});
            }
            take(std::move(items));
        });
}

void SavedViewModel::take(std::vector<Item> items)
{
    const auto same = [](const Item& a, const Item& b) {
        return a.name == b.name && a.view == b.view;
    };
    if (!std::equal(items.begin(), items.end(), items_.begin(), items_.end(), same)) {
        beginResetModel();
        items_ = std::move(items);
        endResetModel();
        count();
    }
    emit loaded();
}

void SavedViewModel::count()
{
    std::vector<RunQuery> queries;
    for (const auto& item : items_)
        queries.push_back(item.view.query);
    if (queries.empty())
        return;
    counting_.run(
        &pools_.readers, this,
        [engine = engine_, queries](std::stop_token stop) {
            std::vector<std::int64_t> counts;
            for (const auto& query : queries) {
                const auto rows = engine->run(query, stop);
                counts.push_back(rows ? static_cast<std::int64_t>(rows->rows.size()) : -1);
            }
            return counts;
        },
        [this, queries](std::vector<std::int64_t> counts) {
            if (counts.size() != items_.size())
                return;
            for (std::size_t i = 0; i < items_.size(); ++i)
                items_[i].runs = counts[i];
            emit dataChanged(index(0), index(rowCount() - 1), {RunsRole});
        });
}

QString SavedViewModel::nameAt(int row) const
{
    return items_[static_cast<std::size_t>(row)].name;
}

void SavedViewModel::write(std::function<Result<void>(const ViewStore&)> work)
{
    deliver(onPool(&pools_.jobs, [workspace = workspace_,
                                  work = std::move(work)] { return work(ViewStore(workspace)); }),
            this, [this](Result<void> done) {
                if (!done)
                    emit failed(done.error());
            });
}

void SavedViewModel::save(const QString& name, const RunsView& view)
{
    write([name = name.toStdString(), body = viewToJson(view)](const ViewStore& store) {
        return store.saveView({name, body});
    });
}

void SavedViewModel::remove(const QString& name)
{
    write([name = name.toStdString()](const ViewStore& store) { return store.removeView(name); });
}

int SavedViewModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(items_.size());
}

QVariant SavedViewModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Item& item = items_[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return item.name;
    case Qt::ToolTipRole:
        return item.view.query.filter.empty() ? item.name
                                              : QString::fromStdString(item.view.query.filter);
    case RunsRole:
        return item.runs < 0 ? QVariant() : QVariant(static_cast<qlonglong>(item.runs));
    default:
        return {};
    }
}

} // namespace binnacle
