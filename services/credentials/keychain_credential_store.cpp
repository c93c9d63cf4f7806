#include "services/credentials/keychain_credential_store.h"

#include <qt6keychain/keychain.h>

#include <QJsonDocument>
#include <QJsonObject>

#include <chrono>
#include <functional>
#include <future>
#include <memory>

using namespace std::chrono_literals;

namespace binnacle {

namespace {

QString service()
{
    return QStringLiteral("Binnacle");
}

QByteArray toJson(const Credentials& credentials)
{
    static const char* const kinds[] = {"none", "basic", "bearer"};
    const QJsonObject object{
        {QStringLiteral("kind"), QLatin1String(kinds[static_cast<int>(credentials.kind)])},
        {QStringLiteral("user"), QString::fromStdString(credentials.user)},
        {QStringLiteral("secret"), QString::fromStdString(credentials.secret)},
        {QStringLiteral("ca_file"), QString::fromStdString(credentials.caFile)},
        {QStringLiteral("client_cert_file"), QString::fromStdString(credentials.clientCertFile)},
        {QStringLiteral("insecure_tls"), credentials.insecureTls}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

Credentials fromJson(const QByteArray& text)
{
    const auto object = QJsonDocument::fromJson(text).object();
    Credentials result;
    const auto kind = object[u"kind"].toString();
    if (kind == u"basic")
        result.kind = Credentials::Kind::Basic;
    else if (kind == u"bearer")
        result.kind = Credentials::Kind::Bearer;
    result.user = object[u"user"].toString().toStdString();
    result.secret = object[u"secret"].toString().toStdString();
    result.caFile = object[u"ca_file"].toString().toStdString();
    result.clientCertFile = object[u"client_cert_file"].toString().toStdString();
    result.insecureTls = object[u"insecure_tls"].toBool();
    return result;
}

Error keychainError(QKeychain::Error code, const QString& text)
{
    using QCA = QCoreApplication;
    switch (code) {
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return {Error::Kind::Auth,
                QCA::translate("binnacle", "The keychain was not unlocked, so the credentials of "
                                           "this source can not be read or kept."),
                text};
    default:
        return {Error::Kind::Unsupported,
                QCA::translate("binnacle",
                               "This session has no keychain (Secret Service) that answers. Start "
                               "one, such as GNOME Keyring or KWallet, or set MLFLOW_TRACKING_URI "
                               "with MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD or "
                               "MLFLOW_TRACKING_TOKEN in the environment."),
                text};
    }
}

struct Outcome
{
    QKeychain::Error code = QKeychain::OtherError;
    QString text;
    QByteArray data;
};

// `make` builds the job on the worker's thread.
Outcome runJob(QObject* worker, std::function<QKeychain::Job*()> make, std::stop_token stop = {})
{
    if (!QCoreApplication::instance())
        return {QKeychain::OtherError, QStringLiteral("no application object"), {}};
    const auto promise = std::make_shared<std::promise<Outcome>>();
    auto answer = promise->get_future();
    QMetaObject::invokeMethod(worker, [make = std::move(make), promise] {
        auto* job = make();
        job->setInsecureFallback(false);
        QObject::connect(job, &QKeychain::Job::finished, job, [promise](QKeychain::Job* done) {
            Outcome outcome{done->error(), done->errorString(), {}};
            if (const auto* read = qobject_cast<QKeychain::ReadPasswordJob*>(done))
                outcome.data = read->textData().toUtf8();
            promise->set_value(std::move(outcome));
        });
        job->start();
    });
    const auto end = std::chrono::steady_clock::now() + 2min;
    while (answer.wait_for(50ms) != std::future_status::ready) {
        if (stop.stop_requested() || std::chrono::steady_clock::now() > end)
            return {QKeychain::AccessDeniedByUser, QStringLiteral("no answer in time"), {}};
    }
    return answer.get();
}

} // namespace

KeychainCredentialStore::KeychainCredentialStore() : worker_(std::make_unique<QObject>())
{
    worker_->moveToThread(&thread_);
    thread_.start();
}

KeychainCredentialStore::~KeychainCredentialStore()
{
    thread_.quit();
    thread_.wait();
}

Result<Credentials> KeychainCredentialStore::read(const std::string& address, std::stop_token stop)
{
    const auto outcome = runJob(
        worker_.get(),
        [=]() -> QKeychain::Job* {
            auto* job = new QKeychain::ReadPasswordJob(service());
            job->setKey(QString::fromStdString(address));
            return job;
        },
        stop);
    if (stop.stop_requested())
        return failure(cancelledError());
    if (outcome.code == QKeychain::EntryNotFound)
        return Credentials{};
    if (outcome.code != QKeychain::NoError)
        return failure(keychainError(outcome.code, outcome.text));
    return fromJson(outcome.data);
}

Result<void> KeychainCredentialStore::write(const std::string& address,
                                            const Credentials& credentials)
{
    const auto outcome = runJob(worker_.get(), [=]() -> QKeychain::Job* {
        auto* job = new QKeychain::WritePasswordJob(service());
        job->setKey(QString::fromStdString(address));
        // As text: the Secret Service backends show and keep text entries alike.
        job->setTextData(QString::fromUtf8(toJson(credentials)));
        return job;
    });
    if (outcome.code != QKeychain::NoError)
        return failure(keychainError(outcome.code, outcome.text));
    return {};
}

Result<void> KeychainCredentialStore::remove(const std::string& address)
{
    const auto outcome = runJob(worker_.get(), [=]() -> QKeychain::Job* {
        auto* job = new QKeychain::DeletePasswordJob(service());
        job->setKey(QString::fromStdString(address));
        return job;
    });
    if (outcome.code != QKeychain::NoError && outcome.code != QKeychain::EntryNotFound)
        return failure(keychainError(outcome.code, outcome.text));
    return {};
}

} // namespace binnacle
