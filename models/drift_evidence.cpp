#include "models/drift_evidence.h"

#include "services/artifacts/feature_importance.h"
#include "services/data/drift_record.h"
#include "services/registry/model_file_reader.h"
#include "services/workspace/evidence_store.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>

#include <algorithm>

namespace binnacle {

namespace {

constexpr qint64 largestExplanation = 256LL << 20; // bytes

QString tr(const char* text)
{
    return QCoreApplication::translate("DriftEvidence", text);
}

QString qtext(const std::string& text)
{
    return QString::fromStdString(text);
}

// The names of the model's inputs, where its MLmodel is kept here.
std::vector<std::string> featuresOf(const std::shared_ptr<Workspace>& workspace,
                                    const DriftTarget& target)
{
    std::vector<std::string> names;
    const auto version = RegistryReader(workspace).version(target.model, target.version);
    if (!version)
        return names;
    const auto file = keptModelFile(workspace, version->row);
    if (file && *file && (*file)->signature)
        for (const auto& input : (*file)->signature->inputs)
            names.push_back(input.name);
    return names;
}

Result<QByteArray> download(TrackingBackend& backend, const std::string& run,
                            const std::string& path, const std::stop_token& stop)
{
    const QTemporaryDir folder;
    const auto file = folder.filePath(QStringLiteral("explanation"));
    if (auto done = backend.downloadArtifact(run, path, file.toStdString(), {}, stop); !done)
        return failure(done.error());
    QFile read(file);
    if (!read.open(QIODevice::ReadOnly) || read.size() > largestExplanation)
        return failure(Error::Kind::Invalid, tr("%1 is too large.").arg(qtext(path)));
    return read.readAll();
}

} // namespace

Result<std::vector<DriftTarget>> driftTargets(const std::shared_ptr<Workspace>& workspace,
                                              std::size_t versionsEach)
{
    const RegistryReader reader(workspace);
    const auto models = reader.models();
    if (!models)
        return failure(models.error());
    std::vector<DriftTarget> targets;
    for (const auto& model : *models) {
        const auto versions = reader.versions(model.row, 0, versionsEach);
        if (!versions)
            return failure(versions.error());
        for (const auto& version : *versions) {
            DriftTarget target{
                model.row, model.model.name, model.sourceName, version.version.version,
                {},        version.run};
            for (const auto& alias : version.aliases)
                target.aliases.push_back(alias.alias.name);
            targets.push_back(std::move(target));
        }
    }
    return targets;
}

Result<std::int64_t> keepDrift(const std::shared_ptr<Workspace>& workspace,
                               const DriftDocument& document, const DriftRunOptions& options)
{
    return DriftReports(workspace).add(keptDriftReport(document, options));
}

Result<void> attachDrift(const std::shared_ptr<Workspace>& workspace, const DriftTarget& target,
                         const DriftDocument& document, std::int64_t kept)
{
    const auto version = RegistryReader(workspace).version(target.model, target.version);
    if (!version)
        return failure(version.error());
    auto body = driftDocumentJson(evidenceOf(document));
    body.insert(QStringLiteral("report"), static_cast<qint64>(kept));
    Evidence evidence;
    evidence.source = version->source;
    evidence.model = target.name;
    evidence.version = version->version.version;
    evidence.kind = "drift";
    evidence.passed = !document.report.datasetDrift;
    evidence.summary = tr("%1% of the columns drifted.")
                           .arg(100 * document.report.shareDrifted, 0, 'g', 4)
                           .toStdString();
    evidence.body = QJsonDocument(body).toJson(QJsonDocument::Compact).toStdString();
    evidence.datasetDigest = document.subject.current.digest;
    const auto added = EvidenceStore(workspace).add(evidence);
    if (!added)
        return failure(added.error());
    return {};
}

Result<DriftImportances> importancesOf(const std::shared_ptr<Workspace>& workspace,
                                       const BackendOf& open, const DriftTarget& target,
                                       const std::stop_token& stop)
{
    if (!target.run)
        return failure(Error::Kind::NotFound, tr("The run of %1 v%2 is not in the workspace.")
                                                  .arg(qtext(target.name), qtext(target.version)));
    const auto artifacts = listRunArtifacts(workspace, open, *target.run, stop);
    if (!artifacts.problem.isEmpty())
        return failure(Error::Kind::NotFound, artifacts.problem);
    std::vector<std::string> files;
    std::ranges::copy_if(artifacts.files, std::back_inserter(files), isImportanceFile);
    // Names stand in JSON and CSV; arrays of SHAP values need those of the signature.
    std::ranges::stable_partition(files,
                                  [](const std::string& file) { return !file.ends_with(".npy"); });
    if (files.empty())
        return failure(Error::Kind::NotFound,
                       tr("The run of %1 v%2 logged no feature importances or SHAP values.")
                           .arg(qtext(target.name), qtext(target.version)));
    const auto backend = open(artifacts.source);
    if (!backend)
        return failure(backend.error());
    const auto features = featuresOf(workspace, target);
    Error last;
    for (const auto& file : files) {
        const auto bytes = download(**backend, artifacts.runId, file, stop);
        if (!bytes) {
            last = bytes.error();
            continue;
        }
        auto found = readImportances(
            file, {bytes->constData(), static_cast<std::size_t>(bytes->size())}, features);
        if (found)
            return DriftImportances{
                std::move(*found),
                tr("%1 of %2 v%3").arg(qtext(file), qtext(target.name), qtext(target.version))};
        last = found.error();
    }
    return failure(last);
}

} // namespace binnacle
