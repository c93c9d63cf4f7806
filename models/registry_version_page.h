#pragma once

#include "models/registry_rows.h"
#include "models/run_models.h"
#include "services/async/deliver.h"
#include "services/async/worker_pools.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace binnacle {

// A step of the way from data to production. What it opens stands in `target`.
struct RegistryLineageNode
{
    enum class Kind { Dataset, Run, LoggedModel, Version, Alias, Deployment };
    Kind kind = Kind::Run;
    QString title, subtitle;
    bool there = true;           // false: drawn as what could be ("not yet")
    std::optional<RunRowId> run; // opens the page of this run
    std::string version;         // shows this version
    bool operator==(const RegistryLineageNode&) const = default;
};
struct RegistryLineage
{
    std::vector<RegistryLineageNode> nodes; // by kind, as a picture reads from the left
    std::vector<std::pair<std::size_t, std::size_t>> edges;
    bool operator==(const RegistryLineage&) const = default;
};

// All that the workspace knows about one version, and the version it would stand beside.
struct RegistryVersionPage
{
    VersionDetail detail;
    std::optional<RunDetail> run;
    std::optional<VersionDetail> champion; // nullopt: there is none, or it is this version
    std::optional<RunDetail> championRun;
    std::vector<ModelEvent> events; // of the model: aliases and stages, newest first
    RegistryLineage lineage;
    std::optional<ModelFacts> facts; // of its MLmodel, where that was read once
};

// Blocks; any worker.
Result<RegistryVersionPage> readRegistryVersionPage(const std::shared_ptr<Workspace>& workspace,
                                                    RegisteredModelRowId model,
                                                    const std::string& version);
RegistryLineage lineageOf(const VersionDetail& version, const std::optional<RunDetail>& run);

// One version in sight: reads itself again when the workspace changes.
class RegistryVersionPageModel : public QObject
{
    Q_OBJECT
public:
    RegistryVersionPageModel(std::shared_ptr<Workspace> workspace, WorkerPools& pools,
                             QObject* parent = nullptr);
    // Empty version: nothing is shown.
    void setVersion(RegisteredModelRowId model, const std::string& version);
    void clear();
    bool isFor(RegisteredModelRowId model, const std::string& version) const;
    const std::optional<RegistryVersionPage>& data() const { return data_; }

signals:
    void changed(bool sameVersion); // data(), also when it was cleared
    void failed(const binnacle::Error& error);

private:
    void reload();
    std::shared_ptr<Workspace> workspace_;
    WorkerPools& pools_;
    RegisteredModelRowId model_{};
    std::string version_;
    std::optional<RegistryVersionPage> data_;
    LatestOnly asked_;
    QTimer later_;
    bool fresh_ = true;
};

} // namespace binnacle
