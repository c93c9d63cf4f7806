#pragma once

#include "services/query/run_query_engine.h"
#include "services/workspace/history_store.h"
#include "services/workspace/mirror_writer.h"
#include "services/workspace/run_reader.h"
#include "services/workspace/source_store.h"

#include <QTemporaryDir>
#include <QTest>

namespace binnacle::test {

template <class T>
QString sentence(const Result<T>& result)
{
    return result ? QString() : result.error().message + u' ' + result.error().detail;
}

// The value, or the end of the test program with the error's sentence.
template <class T>
T need(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(sentence(result)));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

struct QueryFixture
{
    QueryFixture()
    {
        workspace = need(
            Workspace::open(std::filesystem::path(folder.path().toStdString()) / "workspace.db"));
        source = need(SourceStore(workspace).add({{}, "lab", "mlflow-db", "sqlite:///lab.db"}));
        engine = std::make_unique<RunQueryEngine>(workspace);
    }

    void put(const std::vector<Run>& runs) const
    {
        need(MirrorWriter(workspace, source).putRuns(runs));
    }
    RunRowId row(const std::string& runId) const { return need(RunReader(workspace).find(runId)); }

    // Ids of the runs that answer, in order.
    QString ids(const RunQuery& query) const
    {
        QStringList list;
        const auto rows = need(engine->run(query, {})).rows;
        for (const auto& cells : need(engine->cells(rows, {}, {})))
            list << QString::fromStdString(cells.head.runId);
        return list.join(u' ');
    }
    QString filtered(const char* filter) const
    {
        RunQuery query;
        query.filter = filter;
        return ids(query);
    }
    QString searched(const char* text) const
    {
        RunQuery query;
        query.freeText = text;
        return ids(query);
    }
    QString ordered(std::vector<std::pair<const char*, bool>> terms) const
    {
        RunQuery query;
        for (const auto& [text, descending] : terms)
            query.order.push_back({need(columnFromText(text)), descending});
        return ids(query);
    }

    QTemporaryDir folder;
    std::shared_ptr<Workspace> workspace;
    SourceId source{};
    std::unique_ptr<RunQueryEngine> engine;
};

// Runs "a", "b", … start one second after the other: without an order the last one comes first.
inline Run namedRun(const std::string& id)
{
    Run run;
    run.id = id;
    run.name = "run " + id;
    run.experimentId = "1";
    run.status = RunStatus::Finished;
    run.startTime = 1'767'225'600'000 + (id[0] - 'a') * 1000; // 2026-01-01 UTC
    run.endTime = *run.startTime + 500;
    return run;
}

inline Run with(Run run, std::vector<KeyValue> params,
                std::vector<std::pair<std::string, double>> metrics = {},
                std::vector<KeyValue> tags = {})
{
    run.params = std::move(params);
    run.tags = std::move(tags);
    for (const auto& [key, value] : metrics)
        run.metrics.push_back({key, {7, *run.endTime, value}});
    return run;
}

} // namespace binnacle::test
