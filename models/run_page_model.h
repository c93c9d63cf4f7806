#pragma once

#include "models/run_details.h"
#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/query/run_query_engine.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

namespace binnacle {

// All that the page of a run shows besides its histories and artifacts.
struct RunPageData
{
    RunDetails details;
    std::optional<RunRowId> parent;
    std::string parentName;
    std::vector<RunColumn> childColumns; // of the table of child runs, behind their names
    std::vector<RunRowCells> children;   // the first mostChildren
    static constexpr std::size_t mostChildren = 2'000;
};

// Blocks: for worker threads. Errors: NotFound where the run is gone.
Result<RunPageData> readRunPage(const std::shared_ptr<Workspace>& workspace, RunQueryEngine& engine,
                                RunRowId run, std::stop_token stop);

// One run for its page, read on a worker and again when the workspace changes. GUI thread.
class RunPageModel : public QObject
{
    Q_OBJECT
public:
    RunPageModel(std::shared_ptr<Workspace> workspace, std::shared_ptr<RunQueryEngine> engine,
                 WorkerPools& pools, QObject* parent = nullptr);

    void setRun(std::optional<RunRowId> run);
    std::optional<RunRowId> run() const { return run_; }
    // While nobody looks, changes of the workspace are not read.
    void setWatched(bool watched);
    const std::optional<RunPageData>& data() const { return data_; }

signals:
    void changed(bool sameRun); // data() is new
    void failed(const binnacle::Error& error);

private:
    void reload();
    std::shared_ptr<Workspace> workspace_;
    std::shared_ptr<RunQueryEngine> engine_;
    WorkerPools& pools_;
    std::optional<RunRowId> run_, shown_;
    std::optional<RunPageData> data_;
    bool watched_ = false;
    bool due_ = false;
    LatestOnly asked_;
    QTimer later_;
};

} // namespace binnacle
