#include "models/run_page_model.h"

#include <algorithm>
#include <map>

namespace binnacle {

namespace {

constexpr int reloadInterval = 200;          // ms
constexpr std::size_t childrenSampled = 100; // to choose the columns of the table
constexpr std::size_t columnsOfAKind = 4;

// Params in which the children differ, and the metrics that most of them have.
std::vector<RunColumn> columnsOf(const std::vector<RunDetail>& children)
{
    std::map<std::string, std::map<std::string, std::size_t>> params;
    std::map<std::string, std::size_t> metrics;
    for (const auto& child : children) {
        for (const auto& param : child.run.params)
            ++params[param.key][param.value];
        for (const auto& metric : child.run.metrics)
            ++metrics[metric.key];
    }
    std::vector<RunColumn> columns = {{RunColumn::Kind::Attribute, "status"},
                                      {RunColumn::Kind::Attribute, "start_time"},
                                      {RunColumn::Kind::Attribute, "duration"}};
    std::size_t taken = 0;
    for (const auto& [key, values] : params) {
        const bool differs = values.size() > 1 || values.begin()->second < children.size();
        if (differs && taken++ < columnsOfAKind)
            columns.push_back({RunColumn::Kind::Param, key});
    }
    std::vector<std::pair<std::string, std::size_t>> byCount(metrics.begin(), metrics.end());
    std::ranges::stable_sort(byCount, std::ranges::greater{},
                             [](const auto& m) { return m.second; });
    for (std::size_t i = 0; i < std::min(byCount.size(), columnsOfAKind); ++i)
        columns.push_back({RunColumn::Kind::Metric, byCount[i].first});
    return columns;
}

Result<void> readChildren(const RunReader& reader, RunQueryEngine& engine, RunRowId run,
                          RunPageData& data, std::stop_token stop)
{
    if (data.details.detail.childRuns == 0)
        return {};
    auto rows = reader.children(run, RunPageData::mostChildren);
    if (!rows)
        return failure(rows.error());
    const auto sampled =
        reader.details(std::span(*rows).first(std::min(rows->size(), childrenSampled)));
    if (!sampled)
        return failure(sampled.error());
    data.childColumns = columnsOf(*sampled);
    auto cells = engine.cells(*rows, data.childColumns, std::move(stop));
    if (!cells)
        return failure(cells.error());
    data.children = std::move(*cells);
    return {};
}

} // namespace

Result<RunPageData> readRunPage(const std::shared_ptr<Workspace>& workspace, RunQueryEngine& engine,
                                RunRowId run, std::stop_token stop)
{
    RunPageData data;
    auto details = readRunDetails(workspace, engine, run, stop);
    if (!details)
        return failure(details.error());
    data.details = std::move(*details);
    const RunReader reader(workspace);
    if (const auto parent = reader.parent(run); parent && *parent) {
        data.parent = *parent;
        if (const auto above = reader.detail(**parent))
            data.parentName = above->run.name.empty() ? above->run.id : above->run.name;
    }
    if (auto read = readChildren(reader, engine, run, data, std::move(stop)); !read)
        return failure(read.error());
    return data;
}

RunPageModel::RunPageModel(std::shared_ptr<Workspace> workspace,
                           std::shared_ptr<RunQueryEngine> engine, WorkerPools& pools,
                           QObject* parent)
    : QObject(parent), workspace_(std::move(workspace)), engine_(std::move(engine)), pools_(pools)
{
    later_.setSingleShot(true);
    later_.setInterval(reloadInterval);
    connect(&later_, &QTimer::timeout, this, &RunPageModel::reload);
    const auto soon = [this] {
        if (run_ && !later_.isActive())
            later_.start();
    };
    connect(&workspace_->events(), &WorkspaceEvents::runsChanged, this, soon);
    connect(&workspace_->events(), &WorkspaceEvents::outboxChanged, this, soon);
    connect(&workspace_->events(), &WorkspaceEvents::historiesChanged, this, soon);
    connect(&workspace_->events(), &WorkspaceEvents::registryChanged, this, soon);
}

void RunPageModel::setRun(std::optional<RunRowId> run)
{
    if (run == run_ && data_)
        return;
    run_ = run;
    data_.reset();
    asked_.cancel();
    due_ = run_.has_value();
    if (watched_ && due_)
        reload();
}

void RunPageModel::setWatched(bool watched)
{
    watched_ = watched;
    if (watched_ && due_)
        reload();
}

void RunPageModel::reload()
{
    due_ = !watched_;
    if (!run_ || !watched_)
        return;
    asked_.run(
        &pools_.readers, this,
        [workspace = workspace_, engine = engine_, run = *run_](std::stop_token stop) {
            return readRunPage(workspace, *engine, run, stop);
        },
        [this](Result<RunPageData> read) {
            if (!read) {
                data_.reset();
                emit failed(read.error());
                return;
            }
            data_ = std::move(*read);
            const bool same = shown_ == run_;
            shown_ = run_;
            emit changed(same);
        });
}

} // namespace binnacle
