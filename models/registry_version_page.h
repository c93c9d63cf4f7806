#pragma once

#include "models/registry_lineage.h"
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

// All that the workspace knows about one version, and the version it would stand beside.
struct RegistryVersionPage
{
    VersionDetail detail;
    RegisteredModel model; // that it is a version of
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
