#include "tests/contract/common/contract_environment.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>

namespace binnacle::contract {

QString contractFolder()
{
    const QString named = qEnvironmentVariable("BINNACLE_CONTRACT_DIR");
    if (!named.isEmpty())
        return named;
    const QString source = qEnvironmentVariable("BINNACLE_SOURCE_DIR");
    const QString root =
        source.isEmpty() ? QStringLiteral(BINNACLE_CONTRACT_SCRIPTS "/../../..") : source;
    return QFileInfo(root + QStringLiteral("/.cache/contract")).absoluteFilePath();
}

QString python(const QString& environment)
{
    const QString path = contractFolder() + u'/' + environment + QStringLiteral("/bin/python");
    return QFileInfo(path).isExecutable() ? path : QString();
}

QString script(const QString& name)
{
    return QStringLiteral(BINNACLE_CONTRACT_SCRIPTS "/") + name;
}

QProcessEnvironment pythonEnvironment()
{
    auto environment = QProcessEnvironment::systemEnvironment();
    for (const auto& key : environment.keys()) {
        if (key.startsWith(u"MLFLOW_") || key.startsWith(u"PYTHON"))
            environment.remove(key);
    }
    environment.insert(QStringLiteral("MLFLOW_DISABLE_TELEMETRY"), QStringLiteral("true"));
    environment.insert(QStringLiteral("MLFLOW_ALLOW_FILE_STORE"), QStringLiteral("true"));
    environment.insert(QStringLiteral("PYTHONDONTWRITEBYTECODE"), QStringLiteral("1"));
    return environment;
}

Result<QByteArray> runPython(const QString& environment, const QStringList& arguments,
                             int timeoutSeconds)
{
    const QString interpreter = python(environment);
    if (interpreter.isEmpty())
        return failure(Error::Kind::NotFound,
                       QStringLiteral("There is no Python environment %1/%2: run the set-up.")
                           .arg(contractFolder(), environment));
    QProcess process;
    process.setProcessEnvironment(pythonEnvironment());
    process.start(interpreter, arguments);
    if (!process.waitForFinished(timeoutSeconds * 1000)) {
        process.kill();
        process.waitForFinished();
        return failure(
            Error::Kind::Invalid,
            QStringLiteral("%1 took more than %2 s.").arg(arguments.value(0)).arg(timeoutSeconds));
    }
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0) {
        const auto said = QString::fromUtf8(process.readAllStandardError().right(4000));
        return failure(Error::Kind::Invalid,
                       QStringLiteral("%1 failed: %2").arg(arguments.value(0), said), said);
    }
    return process.readAllStandardOutput();
}

namespace {
Result<QJsonObject> parsed(const QByteArray& text, const QString& what)
{
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(text, &error);
    if (!document.isObject())
        return failure(Error::Kind::Invalid,
                       QStringLiteral("%1: %2").arg(what, error.errorString()));
    return document.object();
}
} // namespace

Result<QJsonObject> fillStore(const QString& environment, const QString& trackingUri, bool small)
{
    QStringList arguments{script(QStringLiteral("fill_store.py")), trackingUri};
    if (small)
        arguments << QStringLiteral("--small");
    const auto output = runPython(environment, arguments);
    if (!output)
        return failure(output.error());
    // A client of MLflow may print lines of its own before ours.
    return parsed(output->trimmed().split('\n').last(), arguments.first());
}

Result<QJsonObject> dumpStore(const QString& environment, const QString& trackingUri,
                              const QStringList& runIds)
{
    const QTemporaryDir folder;
    const QString out = folder.filePath(QStringLiteral("store.json"));
    QStringList arguments{script(QStringLiteral("dump_store.py")), trackingUri, out};
    if (!runIds.isEmpty())
        arguments << QStringLiteral("--runs") << runIds.join(u',');
    const auto output = runPython(environment, arguments);
    if (!output)
        return failure(output.error());
    QFile file(out);
    if (!file.open(QIODevice::ReadOnly))
        return failure(Error::Kind::Storage, file.errorString());
    return parsed(file.readAll(), arguments.first());
}

} // namespace binnacle::contract
