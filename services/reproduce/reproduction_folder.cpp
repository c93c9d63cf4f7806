#include "services/reproduce/reproduction_folder.h"

#include "services/reproduce/reproduce_script.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <map>

namespace binnacle {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Reproduction)
};

QString shown(const std::string& text)
{
    return QString::fromStdString(text);
}

Result<void> write(const QString& path, const QByteArray& bytes, bool executable = false)
{
    QFile file(path);
    const bool written =
        file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.flush();
    if (written && executable)
        file.setPermissions(file.permissions() | QFile::ExeOwner | QFile::ExeUser |
                            QFile::ExeGroup);
    if (written)
        return {};
    return failure(Error::Kind::Storage, Text::tr("“%1” can not be written.").arg(path),
                   file.errorString());
}

QJsonObject objectOf(const std::vector<KeyValue>& list)
{
    QJsonObject object;
    for (const auto& [key, value] : list)
        object[shown(key)] = shown(value);
    return object;
}

QByteArray datasetsJson(const Reproduction& run)
{
    QJsonArray list;
    for (const auto& dataset : run.datasets)
        list.append(QJsonObject{{QStringLiteral("name"), shown(dataset.name)},
                                {QStringLiteral("digest"), shown(dataset.digest)},
                                {QStringLiteral("context"), shown(dataset.context)},
                                {QStringLiteral("source_type"), shown(dataset.sourceType)},
                                {QStringLiteral("source"), shown(dataset.source)}});
    return QJsonDocument(list).toJson();
}

QByteArray runJson(const Reproduction& run)
{
    QJsonArray parts;
    for (const auto& part : run.parts) {
        const char* state = part.state == ReproductionPart::State::Present   ? "present"
                            : part.state == ReproductionPart::State::Partial ? "partial"
                                                                             : "missing";
        parts.append(QJsonObject{{QStringLiteral("part"), shown(part.key)},
                                 {QStringLiteral("state"), QLatin1String(state)},
                                 {QStringLiteral("value"), part.value},
                                 {QStringLiteral("advice"), part.advice}});
    }
    const QJsonObject object{{QStringLiteral("run_id"), shown(run.runId)},
                             {QStringLiteral("run_name"), shown(run.runName)},
                             {QStringLiteral("experiment_name"), shown(run.experiment)},
                             {QStringLiteral("repository"), shown(run.repository)},
                             {QStringLiteral("commit"), shown(run.commit)},
                             {QStringLiteral("python"), shown(run.pythonVersion)},
                             {QStringLiteral("seeds"), objectOf(run.seeds)},
                             {QStringLiteral("parts"), parts}};
    return QJsonDocument(object).toJson();
}

// The files of each model in a folder of its own; those that are installed at the top as well.
Result<void> writeEnvironment(const Reproduction& run, const QDir& folder)
{
    if (run.environment.empty())
        return {};
    const QDir top(folder.filePath(QStringLiteral("environment")));
    const auto put = [](const QDir& place, const EnvironmentFile& file) -> Result<void> {
        if (!QDir().mkpath(place.path()))
            return failure(Error::Kind::Storage,
                           Text::tr("“%1” can not be made.").arg(place.path()));
        return write(place.filePath(shown(file.name)), QByteArray::fromStdString(file.text));
    };
    if (const auto* installed = run.requirements())
        if (auto done = put(top, *installed); !done)
            return done;
    std::map<std::string, int> models; // numbered: their names may be no file names
    for (const auto& file : run.environment) {
        const auto slash = file.path.find_last_of('/');
        const auto model = slash == std::string::npos ? std::string() : file.path.substr(0, slash);
        const int number =
            models.try_emplace(model, static_cast<int>(models.size()) + 1).first->second;
        const QDir place(top.filePath(QStringLiteral("model-%1").arg(number)));
        if (auto done = put(place, file); !done)
            return done;
    }
    return {};
}

} // namespace

Result<Reproduction> readReproduction(const std::shared_ptr<Workspace>& workspace, RunRowId run,
                                      const BackendOpener& open, const std::string& repository,
                                      std::stop_token stop)
{
    const RunReader reader(workspace);
    const auto detail = reader.detail(run);
    if (!detail)
        return failure(detail.error());
    std::vector<std::string> models;
    if (const auto logged = reader.loggedModels(run))
        for (const auto& model : *logged)
            models.push_back(model.name);
    const auto backend = open();
    Result<std::vector<EnvironmentFile>> files =
        backend ? environmentFiles(**backend, detail->run.id, models, stop)
                : Result<std::vector<EnvironmentFile>>(failure(backend.error()));
    if (!files && files.error().kind == Error::Kind::Cancelled)
        return failure(files.error());
    const std::string problem = files ? std::string() : files.error().message.toStdString();
    return reproductionOf(*detail, files ? std::move(*files) : std::vector<EnvironmentFile>{},
                          repository, problem);
}

Result<void> writeReproduction(const Reproduction& run, const std::filesystem::path& folder)
{
    const QDir place(QString::fromStdString(folder.string()));
    if (place.exists() && !place.isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot))
        return failure(Error::Kind::Conflict,
                       Text::tr("“%1” is not empty: choose a new folder.").arg(place.path()));
    if (!QDir().mkpath(place.path()))
        return failure(Error::Kind::Storage, Text::tr("“%1” can not be made.").arg(place.path()));
    struct File
    {
        const char* name;
        QByteArray bytes;
        bool executable = false;
    };
    std::vector<File> files = {
        {"reproduce.sh", QByteArray::fromStdString(reproduceScript(run)), true},
        {"README.md", QByteArray::fromStdString(reproduceReadme(run))},
        {"run.json", runJson(run)},
        {"params.json", QJsonDocument(objectOf(run.params)).toJson()}};
    if (!run.datasets.empty()) {
        files.push_back({"datasets.json", datasetsJson(run)});
        files.push_back({"check_datasets.py", QByteArray::fromStdString(datasetCheck())});
    }
    if (!run.changes.empty())
        files.push_back({"changes.diff", QByteArray::fromStdString(run.changes)});
    for (const auto& file : files) {
        if (auto done =
                write(place.filePath(QLatin1String(file.name)), file.bytes, file.executable);
            !done)
            return done;
    }
    return writeEnvironment(run, place);
}

QString reproductionFolderName(const Reproduction& run)
{
    QString name;
    for (const QChar c : shown(run.runName).left(60))
        name += c.isLetterOrNumber() || c == u'-' || c == u'_' ? c : QChar(u'-');
    return QStringLiteral("reproduce-%1-%2").arg(name, shown(run.runId).left(8));
}

} // namespace binnacle
