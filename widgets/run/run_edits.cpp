#include "widgets/run/run_edits.h"

#include "services/async/deliver.h"
#include "services/domain/run.h"
#include "services/sync/run_purge.h"
#include "services/sync/sync_service.h"

namespace binnacle {

namespace {

std::vector<Edit> editsOf(const std::vector<RunRowId>& runs, Edit::Kind kind)
{
    std::vector<Edit> edits;
    for (const RunRowId run : runs) {
        Edit edit;
        edit.run = run;
        edit.kind = kind;
        edits.push_back(std::move(edit));
    }
    return edits;
}

} // namespace

RunEdits::RunEdits(std::shared_ptr<Workspace> workspace, WorkerPools& pools, SyncService* sync,
                   QObject* parent)
    : QObject(parent), workspace_(std::move(workspace)), pools_(pools), sync_(sync)
{
}

void RunEdits::add(std::vector<Edit> edits, std::function<void()> done)
{
    deliver(onPool(&pools_.jobs,
                   [workspace = workspace_, edits = std::move(edits)]() -> Result<void> {
                       const OutboxStore outbox(workspace);
                       for (const auto& edit : edits) {
                           if (auto added = outbox.add(edit); !added)
                               return failure(added.error());
                       }
                       return {};
                   }),
            this, [this, done = std::move(done)](Result<void> result) {
                if (!result)
                    emit failed(result.error());
                else if (done)
                    done();
            });
}

void RunEdits::add(RunRowId run, Edit::Kind kind, const std::string& key, const std::string& value)
{
    Edit edit;
    edit.run = run;
    edit.kind = kind;
    edit.key = key;
    edit.value = value;
    add({edit}, {});
}

void RunEdits::rename(RunRowId run, const QString& name)
{
    if (!name.trimmed().isEmpty())
        add(run, Edit::Kind::Rename, {}, name.trimmed().toStdString());
}

void RunEdits::setTag(RunRowId run, const QString& key, const QString& value)
{
    if (!key.trimmed().isEmpty())
        add(run, Edit::Kind::SetTag, key.trimmed().toStdString(), value.toStdString());
}

void RunEdits::removeTag(RunRowId run, const QString& key)
{
    add(run, Edit::Kind::DeleteTag, key.toStdString(), {});
}

void RunEdits::setNote(RunRowId run, const QString& text)
{
    add(run, Edit::Kind::SetTag, std::string(tags::note), text.toStdString());
}

void RunEdits::remove(const std::vector<RunRowId>& runs)
{
    if (!runs.empty())
        add(editsOf(runs, Edit::Kind::Delete), [this, runs] { emit removed(runs); });
}

void RunEdits::restore(const std::vector<RunRowId>& runs)
{
    if (!runs.empty())
        add(editsOf(runs, Edit::Kind::Restore),
            [this, count = runs.size()] { emit restored(static_cast<std::int64_t>(count)); });
}

void RunEdits::purge(const std::vector<RunRowId>& runs)
{
    if (!sync_ || runs.empty())
        return;
    deliver(onPool(&pools_.jobs,
                   [workspace = workspace_, sync = sync_, runs] {
                       return purgeRuns(workspace,
                                        [sync](SourceId source) { return sync->backend(source); },
                                        runs, {});
                   }),
            this, [this](Result<std::int64_t> done) {
                if (done)
                    emit purged(*done);
                else
                    emit failed(done.error());
            });
}

void RunEdits::resolve(EditId edit, bool keepMine)
{
    deliver(
        onPool(&pools_.jobs, [workspace = workspace_, edit,
                              keepMine] { return OutboxStore(workspace).resolve(edit, keepMine); }),
        this, [this](Result<void> done) {
            if (!done)
                emit failed(done.error());
        });
}

TrackingCapabilities RunEdits::capabilities(SourceId source)
{
    if (const auto found = known_.find(source); found != known_.end())
        return found->second;
    TrackingCapabilities usual;
    usual.rename = usual.editTags = usual.deleteRuns = true;
    known_.emplace(source, usual);
    if (!sync_)
        return usual;
    deliver(onPool(&pools_.jobs,
                   [sync = sync_, source]() -> Result<TrackingCapabilities> {
                       const auto backend = sync->backend(source);
                       if (!backend)
                           return failure(backend.error());
                       return (*backend)->capabilities();
                   }),
            this, [this, source](Result<TrackingCapabilities> told) {
                if (!told)
                    return;
                known_[source] = *told;
                emit capabilitiesChanged();
            });
    return usual;
}

} // namespace binnacle
