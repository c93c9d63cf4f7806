#include "services/reproduce/reproduction_parts.h"

#include <QCoreApplication>
#include <QStringList>

namespace binnacle {

namespace {

using State = ReproductionPart::State;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Reproduction)
};

QString shown(const std::string& text)
{
    return QString::fromStdString(text);
}

ReproductionPart repositoryPart(const Reproduction& run)
{
    ReproductionPart part{
        State::Present, "repository", Text::tr("Repository"), shown(run.repository), {}};
    if (run.repository.empty()) {
        part.state = State::Missing;
        part.advice = Text::tr("The run does not say where its code is kept. Name it when the "
                               "script is started: REPOSITORY=address ./reproduce.sh");
    }
    return part;
}

ReproductionPart commitPart(const Reproduction& run)
{
    ReproductionPart part{State::Present, "commit", Text::tr("Commit"), shown(run.commit), {}};
    if (run.commit.empty()) {
        part.state = State::Missing;
        part.advice = Text::tr("The run was not started in a git repository, or git was not "
                               "installed. Its code can not be restored.");
    } else if (!run.branch.empty()) {
        part.value += Text::tr(" on %1").arg(shown(run.branch));
    }
    return part;
}

ReproductionPart changesPart(const Reproduction& run)
{
    ReproductionPart part{State::Present, "changes", Text::tr("Uncommitted changes"), {}, {}};
    if (!run.changes.empty()) {
        part.value = Text::tr("Kept with the run, applied by the script");
    } else if (run.dirty) {
        part.state = State::Missing;
        part.advice = Text::tr("There were changes that no commit has, and they were not kept. "
                               "Commit before training.");
    } else {
        part.state = State::Partial;
        part.value = Text::tr("Unknown");
        part.advice = Text::tr("MLflow did not record whether the working tree was clean. Set the "
                               "tag mlflow.source.git.dirty when training.");
    }
    return part;
}

ReproductionPart entryPart(const Reproduction& run)
{
    ReproductionPart part{State::Present, "entry", Text::tr("Entry point"), {}, {}};
    switch (run.entry) {
    case Reproduction::Entry::Project:
        part.value = Text::tr("MLflow project, entry point %1").arg(shown(run.entryPoint));
        break;
    case Reproduction::Entry::Script:
        part.state = State::Partial;
        part.value = shown(run.script);
        part.advice = Text::tr("MLflow records the script, not the arguments it was started with. "
                               "Compare its defaults with the params, and pass what differs: "
                               "./reproduce.sh --run -- arguments");
        break;
    case Reproduction::Entry::Notebook:
        part.state = State::Partial;
        part.value = shown(run.script);
        part.advice = Text::tr("A notebook may have been run cell by cell, in any order.");
        break;
    case Reproduction::Entry::None:
        part.state = State::Missing;
        part.advice = Text::tr("The run does not say how it was started.");
        break;
    }
    return part;
}

ReproductionPart paramsPart(const Reproduction& run)
{
    ReproductionPart part{State::Present, "params", Text::tr("Params"), {}, {}};
    part.value = Text::tr("%1 params, in params.json").arg(run.params.size());
    if (run.params.empty()) {
        part.state = State::Missing;
        part.value.clear();
        part.advice = Text::tr("No params were logged.");
    }
    return part;
}

ReproductionPart environmentPart(const Reproduction& run)
{
    ReproductionPart part{State::Present, "environment", Text::tr("Environment"), {}, {}};
    QStringList names;
    for (const auto& file : run.environment)
        names << shown(file.path);
    part.value = names.join(QStringLiteral(", "));
    const auto* installed = run.requirements();
    if (installed && installed->name == "requirements.txt")
        return part;
    part.state = installed ? State::Partial : State::Missing;
    if (!run.environmentProblem.empty())
        part.advice =
            Text::tr("The artifacts could not be looked at: %1").arg(shown(run.environmentProblem));
    else if (installed)
        part.advice = Text::tr("Only a conda environment is known: it is kept, but not installed.");
    else
        part.advice = Text::tr("The run logged no model and no requirements.txt. Log one: "
                               "mlflow.log_artifact(\"requirements.txt\"). The script uses the "
                               "requirements of the repository, where it has some.");
    return part;
}

ReproductionPart pythonPart(const Reproduction& run)
{
    ReproductionPart part{
        State::Present, "python", Text::tr("Python"), shown(run.pythonVersion), {}};
    if (run.pythonVersion.empty()) {
        part.state = State::Missing;
        part.advice = Text::tr("The version of Python is not known.");
    }
    return part;
}

ReproductionPart datasetsPart(const Reproduction& run)
{
    ReproductionPart part{State::Present, "datasets", Text::tr("Datasets"), {}, {}};
    QStringList names;
    bool digests = true;
    for (const auto& dataset : run.datasets) {
        names << shown(dataset.name + "@" + dataset.digest);
        digests = digests && !dataset.digest.empty();
    }
    part.value = names.join(QStringLiteral(", "));
    if (run.datasets.empty()) {
        part.state = State::Missing;
        part.advice = Text::tr("No dataset was logged: what the run was trained on is not known. "
                               "Log it: mlflow.log_input(dataset, context=\"training\").");
    } else if (!digests) {
        part.state = State::Partial;
        part.advice = Text::tr("A dataset has no digest: that it is the same can not be checked.");
    }
    return part;
}

ReproductionPart seedsPart(const Reproduction& run)
{
    ReproductionPart part{State::Present, "seeds", Text::tr("Seeds"), {}, {}};
    QStringList seeds;
    for (const auto& seed : run.seeds)
        seeds << shown(seed.key + " = " + seed.value);
    part.value = seeds.join(QStringLiteral(", "));
    if (run.seeds.empty()) {
        part.state = State::Missing;
        part.advice = Text::tr("No param or tag looks like a seed: a repeat will differ by chance. "
                               "Fix the seeds and log them.");
    }
    return part;
}

} // namespace

void addParts(Reproduction& run)
{
    run.parts = {repositoryPart(run), commitPart(run),   changesPart(run),
                 entryPart(run),      paramsPart(run),   environmentPart(run),
                 pythonPart(run),     datasetsPart(run), seedsPart(run)};
}

} // namespace binnacle
