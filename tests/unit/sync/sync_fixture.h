#pragma once

#include "services/sync/mirror_pass.h"
#include "services/workspace/history_store.h"
#include "services/workspace/mirror_writer.h"
#include "services/workspace/outbox_store.h"
#include "services/workspace/run_reader.h"
#include "services/workspace/source_store.h"
#include "services/workspace/workspace.h"
#include "tests/unit/sync/scripted_backend.h"

#include <QTemporaryDir>
#include <QTest>

namespace binnacle::testing {

// Fails the running test with the sentence of the error.
template <class T>
bool succeeded(const Result<T>& result)
{
    if (!result)
        qWarning().noquote() << result.error().message << result.error().detail;
    return result.has_value();
}

// An empty workspace with one source, mirrored from a scripted backend.
struct SyncFixture
{
    QTemporaryDir folder;
    std::shared_ptr<Workspace> workspace;
    std::shared_ptr<ScriptedBackend> backend = std::make_shared<ScriptedBackend>();
    Source source{{}, "lab", "scripted", "scripted://lab"};

    SyncFixture()
    {
        workspace = Workspace::open(folder.filePath(QStringLiteral("w.db")).toStdString()).value();
        source.id = SourceStore(workspace).add(source).value();
    }

    Result<SyncProgress> pass(bool full, HistoryMode histories = HistoryMode::All,
                              const MirrorPass::Report& report = {},
                              const MirrorPass::Urgent& urgent = {},
                              std::stop_token stop = {}) const
    {
        return MirrorPass(workspace, backend, source).run(full, histories, report, urgent, stop);
    }

    RunRowId row(const std::string& runId) const
    {
        return RunReader(workspace).find(runId).value_or(RunRowId{});
    }
    RunDetail detail(const std::string& runId) const
    {
        return RunReader(workspace).detail(row(runId)).value();
    }
    std::vector<double> values(const std::string& runId, const std::string& metric) const
    {
        std::vector<double> found;
        const auto points = HistoryStore(workspace).points(row(runId), metric);
        for (const auto& point : points.value_or(std::vector<MetricPoint>{}))
            found.push_back(point.value);
        return found;
    }
    SourceState state() const { return SourceStore(workspace).state(source.id).value(); }
    std::size_t runCount() const
    {
        std::size_t count = 0;
        (void)workspace->read([&](auto& db) -> Result<void> {
            count = static_cast<std::size_t>(db.execAndGet("SELECT count(*) FROM run").getInt64());
            return {};
        });
        return count;
    }
};

} // namespace binnacle::testing
