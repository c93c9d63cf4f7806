#include "models/version_registration.h"

#include "models/number_text.h"
#include "services/workspace/registry_reader.h"

#include <QCoreApplication>
#include <QMetaObject>
#include <QPointer>

#include <algorithm>

namespace binnacle {

namespace {

QString text8(const std::string& text)
{
    return QString::fromStdString(text);
}

} // namespace

Result<RegistrationStart> readRegistrationStart(const std::shared_ptr<Workspace>& workspace,
                                                const Registrar& registrar,
                                                std::optional<RunRowId> run)
{
    RegistrationStart start;
    start.run = run;
    const auto sources = registrar.registries();
    const auto models = RegistryReader(workspace).models();
    if (!sources || !models)
        return failure(sources ? models.error() : sources.error());
    for (const Source& source : *sources) {
        RegistrationChoice choice{source.id, text8(source.name), text8(source.uri), {}};
        if (raw(source.id) == 0)
            choice.source.reset();
        for (const auto& model : *models)
            if (model.source == source.id)
                choice.models << text8(model.model.name);
        start.registries.push_back(std::move(choice));
    }
    if (!run)
        return start;
    const RunReader reader(workspace);
    const auto detail = reader.detail(*run);
    if (!detail)
        return failure(detail.error());
    const auto logged = reader.loggedModels(*run);
    start.runSource = detail->source;
    start.runName = text8(detail->run.name.empty() ? detail->run.id : detail->run.name);
    start.sourceName = text8(detail->sourceName);
    start.models = modelsOf(detail->run, logged ? *logged : std::vector<LoggedModel>());
    if (const auto versions = RegistryReader(workspace).versionsOfRun(*run);
        versions && !versions->empty())
        start.suggested = text8(versions->front().version.model);
    return start;
}

VersionRegistration::~VersionRegistration()
{
    stop_.request_stop();
}

VersionRegistration::VersionRegistration(std::shared_ptr<Workspace> workspace,
                                         std::shared_ptr<Registrar> registrar, WorkerPools& pools,
                                         QObject* parent)
    : QObject(parent)
    , workspace_(std::move(workspace))
    , registrar_(std::move(registrar))
    , pools_(pools)
{
}

void VersionRegistration::enter(Phase phase, const QString& problem)
{
    phase_ = phase;
    problem_ = problem;
    emit phaseChanged();
}

void VersionRegistration::begin(std::optional<RunRowId> run)
{
    enter(Phase::Reading);
    asked_.run(
        &pools_.readers, this,
        [workspace = workspace_, registrar = registrar_, run](std::stop_token) {
            return readRegistrationStart(workspace, *registrar, run);
        },
        [this](Result<RegistrationStart> start) {
            if (start)
                start_ = std::move(*start);
            enter(Phase::Choosing, start ? QString() : start.error().message);
        });
}

void VersionRegistration::makePlan(const RegistrationOrder& order)
{
    enter(Phase::Planning);
    asked_.run(
        &pools_.jobs, this,
        [registrar = registrar_, order](std::stop_token stop) {
            return registrar->plan(order, stop);
        },
        [this](Result<RegistrationPlan> plan) {
            if (!plan) {
                enter(Phase::Choosing, plan.error().message);
                return;
            }
            plan_ = std::move(*plan);
            enter(Phase::Ready, plan_.whyNot);
        });
}

void VersionRegistration::carryOut()
{
    if (phase_ != Phase::Ready)
        return;
    progress_.clear();
    enter(Phase::Running);
    // Files are told from the worker: each is carried over as it is begun.
    const QPointer<VersionRegistration> self(this);
    const RegisterSink sink = [self, files = plan_.files](const RegisterProgress& now) {
        const QString text =
            tr("%1 of %2 files, %3 · %4")
                .arg(countText(now.files), countText(files), bytesText(now.bytes), text8(now.path));
        QMetaObject::invokeMethod(
            qApp,
            [self, text] {
                if (!self)
                    return;
                self->progress_ = text;
                emit self->progressed();
            },
            Qt::QueuedConnection);
    };
    // Not a LatestOnly: what came of it is told, also where it was to be stopped.
    stop_ = std::stop_source();
    deliver(onPool(&pools_.jobs,
                   [registrar = registrar_, plan = plan_, sink, stop = stop_.get_token()] {
                       return registrar->carryOut(plan, sink, stop);
                   }),
            this, [this](Result<RegisteredVersion> made) {
                if (!made) {
                    enter(Phase::Choosing, made.error().message);
                    return;
                }
                made_ = std::move(*made);
                enter(Phase::Done);
            });
}

void VersionRegistration::cancel()
{
    if (phase_ == Phase::Running)
        stop_.request_stop();
    else
        asked_.cancel();
}

} // namespace binnacle
