#pragma once

#include "services/workspace/history_store.h"
#include "services/workspace/mirror_writer.h"
#include "services/workspace/run_reader.h"
#include "services/workspace/source_store.h"
#include "services/workspace/workspace.h"

#include <QTemporaryDir>

#include <memory>
#include <string>
#include <vector>

namespace binnacle::fixture {

inline Run makeRun(std::string id, std::string name)
{
    Run run;
    run.id = std::move(id);
    run.name = std::move(name);
    run.experimentId = "1";
    run.userId = "trainer";
    run.status = RunStatus::Finished;
    run.startTime = 1'700'000'000'000;
    run.endTime = 1'700'000'060'000;
    return run;
}

// A workspace of one source in a folder of its own.
class CompareWorkspace
{
public:
    CompareWorkspace()
    {
        auto opened = Workspace::open(std::filesystem::path(folder_.path().toStdString()) / "w.db");
        Q_ASSERT(opened);
        workspace = *opened;
        source = *SourceStore(workspace).add({{}, "lab", "mlflow-files", "/data/mlruns"});
        Experiment experiment;
        experiment.id = "1";
        experiment.name = "wine-quality";
        (void)MirrorWriter(workspace, source).putExperiments({experiment}, true);
    }

    RunRowId add(const Run& run)
    {
        (void)MirrorWriter(workspace, source).putRuns({run});
        return *RunReader(workspace).find(run.id);
    }

    void writeHistory(RunRowId run, const std::string& metric, std::vector<MetricPoint> points)
    {
        SeriesToFetch series;
        series.run = run;
        series.request.metricKey = metric;
        series.runEnded = true;
        std::vector<SeriesData> data(1);
        data[0].points = std::move(points);
        (void)HistoryStore(workspace).write(std::span(&series, 1), data);
    }

    QString path(const char* name) const { return folder_.filePath(QString::fromLatin1(name)); }

    std::shared_ptr<Workspace> workspace;
    SourceId source{};

private:
    QTemporaryDir folder_;
};

} // namespace binnacle::fixture
