#pragma once

#include "models/artifact_listing.h"
#include "models/run_id_stream.h"
#include "models/run_models.h"
#include "services/async/worker_pools.h"
#include "services/workspace/registry_reader.h"

#include <QScrollArea>

#include <map>
#include <memory>
#include <stop_token>

namespace binnacle {

class FactGrid;

// The models that a run logged: what the workspace knows at once, flavors and signature once their
// MLmodel was read from the source.
class ModelsSection : public QScrollArea
{
    Q_OBJECT
public:
    ModelsSection(WorkerPools& pools, BackendOf open, QWidget* parent = nullptr);
    ~ModelsSection() override;
    void setModels(SourceId source, const std::string& runId, std::vector<RunModel> models);
    int count() const { return static_cast<int>(models_.size()); }
    void setVersions(std::vector<VersionDetail> versions); // registered of the run
    void showModel(const QString& name);                   // scrolls to its card and marks it

signals:
    void versionRequested(binnacle::RegisteredModelRowId model, const QString& version);
    void registerRequested(const QString& path); // of the model's folder; empty: of any

protected:
    void showEvent(QShowEvent* event) override; // read when it is looked at

private:
    void build();
    QWidget* makeCard(std::size_t index);
    QWidget* makeVersions();
    void markWanted();
    void addFacts(FactGrid* grid, const ModelFacts& facts);
    void readFacts();

    WorkerPools& pools_;
    BackendOf open_;
    SourceId source_{};
    std::string runId_;
    std::vector<RunModel> models_;
    std::vector<VersionDetail> versions_;
    QString wanted_; // name of the model to be shown as soon as it is there
    std::map<std::string, Result<ModelFacts>> facts_; // by path
    bool due_ = false;
    std::shared_ptr<std::stop_source> reading_;
};

} // namespace binnacle
