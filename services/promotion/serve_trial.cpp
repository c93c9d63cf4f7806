#include "services/promotion/serve_trial.h"

#include "services/http/free_port.h"
#include "services/http/http_client.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QProcessEnvironment>

#include <csignal>
#include <optional>

#include <unistd.h>

namespace binnacle {

namespace {

constexpr int mostOutput = 20'000;

QString text(const char* source)
{
    return QCoreApplication::translate("ServeTrial", source);
}

Result<QString> interpreterOf(const std::filesystem::path& environment)
{
    std::error_code ignored;
    if (std::filesystem::is_directory(environment, ignored)) {
        for (const char* name : {"bin/python", "bin/python3"}) {
            if (std::filesystem::exists(environment / name, ignored))
                return QString::fromStdString((environment / name).string());
        }
    } else if (std::filesystem::exists(environment, ignored)) {
        return QString::fromStdString(environment.string());
    }
    return failure(Error::Kind::Invalid,
                   text("“%1” is no Python environment: it has no bin/python.")
                       .arg(QString::fromStdString(environment.string())));
}

// The process and all that it started, ended with the object.
class Server
{
public:
    bool start(const QString& python, const std::filesystem::path& model, int port)
    {
        process_.setProcessChannelMode(QProcess::MergedChannels);
        process_.setChildProcessModifier([] { ::setsid(); });
        auto variables = QProcessEnvironment::systemEnvironment();
        variables.insert(QStringLiteral("MLFLOW_DISABLE_TELEMETRY"), QStringLiteral("true"));
        variables.insert(QStringLiteral("DO_NOT_TRACK"), QStringLiteral("true"));
        const auto bin = python.section(QLatin1Char('/'), 0, -2);
        variables.insert(QStringLiteral("PATH"),
                         bin + QLatin1Char(':') + variables.value(QStringLiteral("PATH")));
        process_.setProcessEnvironment(variables);
        process_.start(
            python, {QStringLiteral("-m"), QStringLiteral("mlflow"), QStringLiteral("models"),
                     QStringLiteral("serve"), QStringLiteral("--model-uri"),
                     QString::fromStdString(model.string()), QStringLiteral("--host"),
                     QStringLiteral("127.0.0.1"), QStringLiteral("--port"), QString::number(port),
                     QStringLiteral("--env-manager"), QStringLiteral("local")});
        if (!process_.waitForStarted(10'000))
            return false;
        session_ = process_.processId();
        return true;
    }
    ~Server()
    {
        if (session_ <= 0)
            return;
        ::kill(static_cast<pid_t>(-session_), SIGTERM);
        if (!process_.waitForFinished(3'000)) {
            ::kill(static_cast<pid_t>(-session_), SIGKILL);
            process_.waitForFinished(3'000);
        }
        ::kill(static_cast<pid_t>(-session_), SIGKILL); // workers that outlived the first
    }
    bool running()
    {
        process_.waitForReadyRead(100);
        take();
        return process_.state() == QProcess::Running;
    }
    QString output()
    {
        take();
        return QString::fromUtf8(output_);
    }
    QString error() const { return process_.errorString(); }

private:
    void take()
    {
        output_ += process_.readAll();
        if (output_.size() > mostOutput)
            output_ = output_.right(mostOutput);
    }
    QProcess process_;
    QByteArray output_;
    qint64 session_ = 0;
};

HttpOptions localOptions(const std::string& address)
{
    HttpOptions options;
    options.server = address;
    options.retries = 0;
    options.connectTimeout = std::chrono::milliseconds(1'000);
    options.totalTimeout = std::chrono::milliseconds(60'000);
    options.maxResponseBytes = std::size_t(16) << 20;
    return options;
}

bool ready(HttpClient& client, const std::string& address, const std::stop_token& stop)
{
    auto request = HttpRequest::get(address + "/ping");
    request.timeout = std::chrono::milliseconds(2'000);
    const auto answer = client.send(std::move(request), stop);
    return answer && answer->ok();
}

} // namespace

Result<ServeTrial> tryServing(const std::filesystem::path& environment,
                              const std::filesystem::path& model, const std::string& request,
                              int seconds, std::stop_token stop)
{
    const auto python = interpreterOf(environment);
    if (!python)
        return failure(python.error());
    const int port = freeLocalPort();
    const auto address = "http://127.0.0.1:" + std::to_string(port);
    ServeTrial trial;
    Server server;
    if (!server.start(*python, model, port)) {
        trial.sentence = text("mlflow models serve does not start: %1.").arg(server.error());
        return trial;
    }
    const QDeadlineTimer deadline(std::chrono::seconds{seconds});
    HttpClient client(localOptions(address));
    while (!ready(client, address, stop)) {
        if (stop.stop_requested())
            return failure(cancelledError());
        if (!server.running()) {
            trial.output = server.output();
            trial.sentence = text("mlflow models serve ended before it answered.");
            return trial;
        }
        if (deadline.hasExpired()) {
            trial.output = server.output();
            trial.sentence = text("The model was not ready within %1 seconds.").arg(seconds);
            return trial;
        }
    }
    const auto answer =
        client.send(HttpRequest::postJson(address + "/invocations", request, false), stop);
    trial.output = server.output();
    if (!answer) {
        if (answer.error().kind == Error::Kind::Cancelled)
            return failure(answer.error());
        trial.sentence = text("The model did not answer: %1").arg(answer.error().message);
        return trial;
    }
    trial.status = answer->status;
    trial.answer = answer->body.substr(0, 4'096);
    trial.answered = answer->ok() && !answer->body.empty();
    trial.sentence = trial.answered
                         ? text("The model was started and answered its input example.")
                         : text("The model answered its input example with status %1: %2")
                               .arg(trial.status)
                               .arg(QString::fromStdString(trial.answer).left(300));
    return trial;
}

Result<std::string> scoringRequest(const std::filesystem::path& model,
                                   const std::string& inputExample)
{
    const auto read = [](const std::filesystem::path& path) -> std::optional<QByteArray> {
        QFile file(QString::fromStdString(path.string()));
        if (file.size() > (qint64(16) << 20) || !file.open(QIODevice::ReadOnly))
            return std::nullopt;
        return file.readAll();
    };
    // MLflow writes the very body beside the example.
    if (auto body = read(model / "serving_input_example.json"))
        return body->toStdString();
    const std::filesystem::path name(inputExample);
    if (inputExample.empty() || name.is_absolute() || inputExample.find("..") != std::string::npos)
        return failure(Error::Kind::NotFound, text("The model has no input example."));
    const auto example = read(model / name);
    if (!example)
        return failure(Error::Kind::NotFound, text("The input example can not be read."));
    const auto document = QJsonDocument::fromJson(*example);
    const bool split = document.isObject() &&
                       document.object().contains(QStringLiteral("columns")) &&
                       document.object().contains(QStringLiteral("data"));
    const char* key = split ? "{\"dataframe_split\":" : "{\"inputs\":";
    if (document.isObject() && document.object().contains(QStringLiteral("inputs")))
        return example->toStdString();
    return key + example->toStdString() + "}";
}

} // namespace binnacle
