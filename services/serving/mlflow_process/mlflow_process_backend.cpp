#include "services/serving/mlflow_process/mlflow_process_backend.h"

#include "services/http/free_port.h"
#include "services/http/http_client.h"
#include "services/http/url.h"

#include <QDateTime>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>

#include <algorithm>

#include <unistd.h>

namespace binnacle {

namespace {

constexpr int graceMs = 5'000;
constexpr std::int64_t restartWindowMs = 600'000;

QString text(const char* source)
{
    return QCoreApplication::translate("MlflowProcessBackend", source);
}

QString q(const std::filesystem::path& path)
{
    return QString::fromStdString(path.string());
}

std::string addressOf(int port)
{
    return "http://127.0.0.1:" + std::to_string(port);
}

HttpOptions optionsFor(const std::string& address)
{
    HttpOptions options;
    options.server = address;
    options.retries = 0;
    options.connectTimeout = std::chrono::milliseconds(1'000);
    options.totalTimeout = std::chrono::milliseconds(30'000);
    options.maxResponseBytes = std::size_t(64) << 20;
    return options;
}

QString lastLineOf(const std::string& log)
{
    const auto lines = QString::fromUtf8(log.c_str()).split(u'\n', Qt::SkipEmptyParts);
    return lines.isEmpty() ? QString() : lines.last().simplified().left(300);
}

} // namespace

struct MlflowProcessBackend::Server
{
    ModelToServe model;
    int port = 0;
    std::vector<std::int64_t> restarts; // times of the last ones
    std::filesystem::path folder;

    static std::optional<Server> read(const std::filesystem::path& folder)
    {
        QFile file(q(folder / "server.json"));
        if (!file.open(QIODevice::ReadOnly))
            return std::nullopt;
        const auto json = QJsonDocument::fromJson(file.readAll()).object();
        const auto word = [&](const char* key) {
            return json.value(QLatin1String(key)).toString().toStdString();
        };
        Server server{{word("model"), word("version"), word("source")},
                      json.value(QLatin1String("port")).toInt(),
                      {},
                      folder};
        for (const auto& at : json.value(QLatin1String("restarts")).toArray())
            server.restarts.push_back(at.toInteger());
        if (server.model.model.empty() || server.port <= 0 || server.port > 65'535)
            return std::nullopt;
        return server;
    }

    // Whole or not at all, before the process is started.
    Result<void> write() const
    {
        std::error_code fault;
        std::filesystem::create_directories(folder, fault);
        QJsonArray times;
        for (const auto at : restarts)
            times.append(static_cast<qint64>(at));
        const QJsonObject json{{QStringLiteral("model"), QString::fromStdString(model.model)},
                               {QStringLiteral("version"), QString::fromStdString(model.version)},
                               {QStringLiteral("source"), QString::fromStdString(model.source)},
                               {QStringLiteral("port"), port},
                               {QStringLiteral("restarts"), times}};
        QSaveFile file(q(folder / "server.json"));
        const auto bytes = QJsonDocument(json).toJson();
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
            return failure(
                Error::Kind::Storage,
                text("“%1” can not be written: %2.").arg(file.fileName(), file.errorString()));
        return {};
    }
};

ServingCapabilities MlflowProcessBackend::capabilities() const
{
    return {true, false, false, false, true, false, true};
}

std::filesystem::path MlflowProcessBackend::folderOf(const std::string& model,
                                                     const std::string& version) const
{
    return settings_.folder / (percentEncoded(model) + "@" + percentEncoded(version));
}

std::vector<MlflowProcessBackend::Server> MlflowProcessBackend::servers() const
{
    std::vector<Server> found;
    std::error_code fault;
    for (const auto& entry : std::filesystem::directory_iterator(settings_.folder, fault)) {
        if (auto server = Server::read(entry.path()))
            found.push_back(std::move(*server));
    }
    std::ranges::sort(found, {}, &Server::folder);
    return found;
}

ServedVersion MlflowProcessBackend::sightOf(const Server& server, const std::stop_token& stop) const
{
    ServedVersion seen;
    seen.version = server.model.version;
    seen.source = server.model.source;
    seen.address = addressOf(server.port);
    seen.slot = server.folder.filename().string();
    const LocalProcess process(server.folder);
    if (!process.running()) {
        seen.state = ServedState::Failed;
        seen.message = text("The process ended: %1").arg(lastLineOf(process.log(4'096)));
        seen.replicas = 0;
        return seen;
    }
    HttpClient client(optionsFor(seen.address));
    auto ping = HttpRequest::get(seen.address + "/ping");
    ping.timeout = std::chrono::milliseconds(2'000);
    const auto answer = client.send(std::move(ping), stop);
    const bool ready = answer && answer->ok();
    seen.state = ready ? ServedState::Ready : ServedState::Loading;
    seen.replicas = ready ? 1 : 0;
    if (!ready)
        seen.message = text("It does not answer yet.");
    if (settings_.port > 0)
        seen.percent = ready ? 100 : 0;
    return seen;
}

Result<TargetSight> MlflowProcessBackend::look(const std::string& model, std::stop_token stop)
{
    TargetSight sight;
    for (const auto& server : servers()) {
        if (server.model.model == model)
            sight.versions.push_back(sightOf(server, stop));
    }
    if (stop.stop_requested())
        return failure(cancelledError());
    sight.readAt = QDateTime::currentMSecsSinceEpoch();
    return sight;
}

Result<std::vector<std::string>> MlflowProcessBackend::program(const Server& server) const
{
    auto python = settings_.environment;
    std::error_code fault;
    if (std::filesystem::is_directory(python, fault))
        python = python / "bin" / "python";
    if (!std::filesystem::exists(python, fault))
        return failure(Error::Kind::Invalid,
                       text("“%1” is no Python environment: it has no bin/python.")
                           .arg(q(settings_.environment)));
    return std::vector<std::string>{python.string(),
                                    "-m",
                                    "mlflow",
                                    "models",
                                    "serve",
                                    "--model-uri",
                                    server.model.source,
                                    "--host",
                                    "127.0.0.1",
                                    "--port",
                                    std::to_string(server.port),
                                    "--env-manager",
                                    "local"};
}

Result<void> MlflowProcessBackend::launch(const Server& server) const
{
    const auto words = program(server);
    if (!words)
        return failure(words.error());
    const auto bin = std::filesystem::path(words->front()).parent_path().string();
    const char* path = std::getenv("PATH");
    std::vector<std::string> variables{"MLFLOW_DISABLE_TELEMETRY=true", "DO_NOT_TRACK=true",
                                       "PATH=" + bin + ":" + (path ? path : "/usr/bin:/bin")};
    variables.insert(variables.end(), settings_.variables.begin(), settings_.variables.end());
    return LocalProcess(server.folder).start(*words, variables);
}

Result<void> MlflowProcessBackend::standUp(const ModelToServe& model, std::stop_token stop)
{
    const auto folder = folderOf(model.model, model.version);
    auto server = Server::read(folder);
    if (server && server->model == model && LocalProcess(folder).running())
        return {};
    for (const auto& other : servers()) { // on the one port a version takes the place of another
        if (settings_.port > 0 && other.folder != folder) {
            if (auto gone = remove(other.model, stop); !gone)
                return gone;
        }
    }
    if (stop.stop_requested())
        return failure(cancelledError());
    if (LocalProcess(folder).running()) { // of other files, or of an order that was cut short
        if (auto stopped = LocalProcess(folder).stop(graceMs); !stopped)
            return stopped;
    }
    Server fresh{model, settings_.port > 0 ? settings_.port : freeLocalPort(), {}, folder};
    if (auto written = fresh.write(); !written)
        return written;
    return launch(fresh);
}

Result<void> MlflowProcessBackend::setPercent(const TrafficSplit& split, std::stop_token stop)
{
    if (settings_.port <= 0)
        return ServingBackend::setPercent(split, std::move(stop));
    if (split.percent == 100)
        return standUp(split.fresh, std::move(stop));
    if (split.percent == 0 && split.old)
        return standUp(*split.old, std::move(stop));
    return failure(Error::Kind::Unsupported,
                   text("One port serves one version at a time: a share of the traffic needs a "
                        "gateway."));
}

Result<void> MlflowProcessBackend::remove(const ModelToServe& model, std::stop_token)
{
    const auto folder = folderOf(model.model, model.version);
    std::error_code fault;
    if (!std::filesystem::exists(folder, fault))
        return {};
    if (auto stopped = LocalProcess(folder).stop(graceMs); !stopped)
        return stopped;
    std::filesystem::remove_all(folder, fault);
    return {};
}

Result<std::string> MlflowProcessBackend::logs(const std::string& model, const std::string& version,
                                               std::size_t mostBytes, std::stop_token)
{
    return LocalProcess(folderOf(model, version)).log(mostBytes);
}

Result<ScoringPlace> MlflowProcessBackend::scoringPlace(const std::string& model,
                                                        const std::string& version, std::stop_token)
{
    for (const auto& server : servers()) {
        if (server.model.model != model ||
            (server.model.version != version && !(version.empty() && settings_.port > 0)))
            continue;
        const auto address = addressOf(server.port);
        return ScoringPlace{ScoringForm::Mlflow, address + "/invocations", {}, optionsFor(address)};
    }
    return failure(Error::Kind::NotFound,
                   text("Version %1 of %2 is not served here.")
                       .arg(QString::fromStdString(version), QString::fromStdString(model)));
}

Result<void> MlflowProcessBackend::tend(std::stop_token stop)
{
    const auto now = QDateTime::currentMSecsSinceEpoch();
    for (auto& server : servers()) {
        if (stop.stop_requested())
            return failure(cancelledError());
        if (LocalProcess(server.folder).running())
            continue;
        std::erase_if(server.restarts, [&](auto at) { return at < now - restartWindowMs; });
        if (static_cast<int>(server.restarts.size()) >= settings_.mostRestarts)
            continue;
        server.restarts.push_back(now);
        if (auto written = server.write(); !written)
            return written;
        if (auto started = launch(server);
            !started && started.error().kind != Error::Kind::Conflict)
            return started;
    }
    return {};
}

QStringList MlflowProcessBackend::requestsOf(const ServingChange& change) const
{
    const auto& fresh = change.split.fresh;
    switch (change.kind) {
    case ServingChange::Kind::StandUp: {
        Server server{fresh, settings_.port, {}, {}};
        const auto words = program(server);
        QStringList line;
        for (const auto& word : words ? *words : std::vector<std::string>{"mlflow models serve"})
            line.append(QString::fromStdString(word));
        return {line.join(u' ').replace(QStringLiteral("--port 0"),
                                        QStringLiteral("--port FREE_PORT"))};
    }
    case ServingChange::Kind::Remove:
        return {text("End the process of version %1 by its id")
                    .arg(QString::fromStdString(fresh.version))};
    case ServingChange::Kind::SetPercent:
    case ServingChange::Kind::SetMirror:
        break;
    }
    return {};
}

} // namespace binnacle
