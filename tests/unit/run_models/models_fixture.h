#pragma once

#include "services/async/worker_pools.h"
#include "services/query/run_query_engine.h"
#include "services/workspace/mirror_writer.h"
#include "services/workspace/source_store.h"

#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <memory>

namespace binnacle::test {

template <class T>
T need(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().message + u' ' + result.error().detail));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

// One source with runs "run-0", "run-1", …: metric acc = n / 1000, param depth = n % 5.
struct ModelsFixture
{
    ModelsFixture()
    {
        workspace = need(
            Workspace::open(std::filesystem::path(folder.path().toStdString()) / "workspace.db"));
        source = need(SourceStore(workspace).add({{}, "lab", "mlflow-db", "sqlite:///lab.db"}));
        engine = std::make_shared<RunQueryEngine>(workspace);
    }

    void put(int first, int count, const std::string& parent = {}) const
    {
        std::vector<Run> runs;
        for (int n = first; n < first + count; ++n) {
            Run run;
            run.id = idOf(n);
            run.name = "run-" + std::to_string(n);
            run.experimentId = "1";
            run.status = RunStatus::Finished;
            run.startTime = 1'760'000'000'000 + n * 60'000LL;
            run.endTime = *run.startTime + 5'000;
            run.metrics.push_back({"acc", {1, *run.startTime, n / 1000.0}});
            run.params = {{"depth", std::to_string(n % 5)}};
            if (!parent.empty())
                run.tags.push_back({std::string(tags::parentRunId), parent});
            runs.push_back(std::move(run));
        }
        need(MirrorWriter(workspace, source).putRuns(runs));
    }
    static std::string idOf(int n)
    {
        char text[33];
        std::snprintf(text, sizeof text, "%032x", static_cast<unsigned>(n + 1));
        return text;
    }

    QTemporaryDir folder;
    WorkerPools pools;
    std::shared_ptr<Workspace> workspace;
    SourceId source{};
    std::shared_ptr<RunQueryEngine> engine;
};

} // namespace binnacle::test
