#pragma once

#include "services/workspace/mirror_writer.h"
#include "services/workspace/run_reader.h"
#include "services/workspace/source_store.h"
#include "services/workspace/workspace.h"

#include <QTemporaryDir>
#include <QTest>

// Fails the test with the error's sentence where `result` holds none. Evaluates it once.
#define VERIFY_RESULT(result)                                                                      \
    do {                                                                                           \
        const auto& verified = (result);                                                           \
        QVERIFY2(verified.has_value(), qPrintable(binnacle::test::sentence(verified)));            \
    } while (false)

namespace binnacle::test {

template <class T>
QString sentence(const Result<T>& result)
{
    return result ? QString() : result.error().message + u' ' + result.error().detail;
}

// A workspace in a folder of its own, with one source.
struct WorkspaceFixture
{
    WorkspaceFixture()
    {
        workspace = Workspace::open(file()).value();
        source = SourceStore(workspace).add({{}, "lab", "mlflow-db", "sqlite:///lab.db"}).value();
    }

    std::filesystem::path file() const
    {
        return std::filesystem::path(dir.path().toStdString()) / "workspace.db";
    }
    MirrorWriter mirror() const { return {workspace, source}; }
    RunRowId row(const std::string& runId) const
    {
        return RunReader(workspace).find(runId).value();
    }

    QTemporaryDir dir;
    std::shared_ptr<Workspace> workspace;
    SourceId source{};
};

inline Run wineRun(const std::string& id)
{
    Run run;
    run.id = id;
    run.name = "wine-" + id;
    run.experimentId = "1";
    run.status = RunStatus::Finished;
    run.startTime = 1'700'000'000'000;
    run.endTime = 1'700'000'060'000;
    run.params = {{"lr", "0.05"}, {"model", "gbm"}};
    run.tags = {{"team", "vision"}};
    run.metrics = {{"val_loss", {200, 1'700'000'050'000, 0.07}}};
    run.datasets = {{"wine", "9f31c", "local", "{}", "{}", "{}", "training"}};
    return run;
}

} // namespace binnacle::test
