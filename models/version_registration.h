#pragma once

#include "models/run_models.h"
#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/registry/registrar.h"

#include <QObject>
#include <QStringList>

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace binnacle {

// A registry where a version can be made, and the models that it is known to have.
struct RegistrationChoice
{
    std::optional<SourceId> source; // nullopt: the one beside the workspace, yet to be made
    QString name, address;
    QStringList models; // by name
};

// What a registration begins with.
struct RegistrationStart
{
    std::optional<RunRowId> run;
    std::optional<SourceId> runSource;
    QString runName, sourceName;
    std::vector<RunModel> models; // that the run logged
    std::vector<RegistrationChoice> registries;
    QString suggested; // a model that versions of this run or experiment already belong to
};

// One registration from its choices to the version. GUI thread.
class VersionRegistration : public QObject
{
    Q_OBJECT
public:
    enum class Phase {
        Reading,  // what there is to choose from
        Choosing, // error() may say what is wrong with the choice
        Planning,
        Ready, // plan() is made; it may say why it can not be done now
        Running,
        Done,
    };
    VersionRegistration(std::shared_ptr<Workspace> workspace, std::shared_ptr<Registrar> registrar,
                        WorkerPools& pools, QObject* parent = nullptr);
    ~VersionRegistration() override; // stops what is under way

    void begin(std::optional<RunRowId> run);
    void makePlan(const RegistrationOrder& order); // the newest order counts
    void carryOut();                               // the plan
    void cancel(); // what is under way; of files that are copied the phase tells when they stopped

    Phase phase() const { return phase_; }
    const RegistrationStart& start() const { return start_; }
    const RegistrationPlan& plan() const { return plan_; }
    const RegisteredVersion& made() const { return made_; }
    const QString& problem() const { return problem_; } // empty: none
    const QString& progress() const { return progress_; }

signals:
    void phaseChanged();
    void progressed();

private:
    void enter(Phase phase, const QString& problem = {});

    std::shared_ptr<Workspace> workspace_;
    std::shared_ptr<Registrar> registrar_;
    WorkerPools& pools_;
    RegistrationStart start_;
    RegistrationPlan plan_;
    RegisteredVersion made_;
    Phase phase_ = Phase::Reading;
    QString problem_, progress_;
    std::stop_source stop_; // of what is carried out
    LatestOnly asked_;
};

// Blocks; any worker.
Result<RegistrationStart> readRegistrationStart(const std::shared_ptr<Workspace>& workspace,
                                                const Registrar& registrar,
                                                std::optional<RunRowId> run);

} // namespace binnacle
