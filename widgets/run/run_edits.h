#pragma once

#include "models/run_id_stream.h"
#include "services/async/worker_pools.h"
#include "services/backends/tracking_backend.h"
#include "services/workspace/outbox_store.h"

#include <QObject>

#include <map>
#include <memory>
#include <vector>

namespace binnacle {

class SyncService;

// The changes of runs that the page offers. Each goes to the outbox on a worker and is shown at
// once as pending; its source hears of it when it can. Purging alone talks to the source directly.
class RunEdits : public QObject
{
    Q_OBJECT
public:
    RunEdits(std::shared_ptr<Workspace> workspace, WorkerPools& pools, SyncService* sync,
             QObject* parent = nullptr);

    void rename(RunRowId run, const QString& name);
    void setTag(RunRowId run, const QString& key, const QString& value);
    void removeTag(RunRowId run, const QString& key);
    void setNote(RunRowId run, const QString& text);
    void remove(const std::vector<RunRowId>& runs); // to the trash
    void restore(const std::vector<RunRowId>& runs);
    void purge(const std::vector<RunRowId>& runs); // for good, at the source
    void resolve(EditId edit, bool keepMine);

    // What a source can do; everything but purging and artifacts where it is not known (yet).
    TrackingCapabilities capabilities(SourceId source);

signals:
    void capabilitiesChanged();
    void removed(const std::vector<binnacle::RunRowId>& runs);
    void restored(std::int64_t runs);
    void purged(std::int64_t runs);
    void failed(const binnacle::Error& error);

private:
    void add(std::vector<Edit> edits, std::function<void()> done);
    void add(RunRowId run, Edit::Kind kind, const std::string& key, const std::string& value);

    std::shared_ptr<Workspace> workspace_;
    WorkerPools& pools_;
    SyncService* sync_;
    std::map<SourceId, TrackingCapabilities> known_;
};

} // namespace binnacle
