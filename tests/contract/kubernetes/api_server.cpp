#include "tests/contract/kubernetes/api_server.h"

#include "services/kubernetes/kubernetes_client.h"
#include "tests/contract/common/contract_environment.h"
#include "tests/contract/common/mlflow_server.h"
#include "tests/contract/common/test_certificates.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>

namespace binnacle::contract {

namespace {

void end(QProcess& process)
{
    if (process.state() == QProcess::NotRunning)
        return;
    process.kill();
    process.waitForFinished();
}

} // namespace

ApiServer::~ApiServer()
{
    end(api_);
    end(etcd_);
}

void ApiServer::stopApi()
{
    end(api_);
}

QString ApiServer::kubeconfig(const QString& user) const
{
    static int number = 0;
    const auto name = folder_.filePath(QStringLiteral("kubeconfig%1").arg(++number));
    QFile written(name);
    if (written.open(QIODevice::WriteOnly))
        written.write(QStringLiteral("apiVersion: v1\nkind: Config\n"
                                     "clusters: [{name: c, cluster: {server: \"%1\", "
                                     "certificate-authority: ca.pem}}]\n"
                                     "users: [{name: u, user: %2}]\n"
                                     "contexts: [{name: lab, context: {cluster: c, user: u, "
                                     "namespace: team}}]\ncurrent-context: lab\n")
                          .arg(url(), user)
                          .toUtf8());
    return name;
}

QString ApiServer::startApi()
{
    api_.setProcessChannelMode(QProcess::MergedChannels);
    api_.setStandardOutputFile(file("api.log"));
    api_.start(
        contractFolder() + QStringLiteral("/kubernetes/apiserver"),
        {QStringLiteral("--etcd-servers"), QStringLiteral("http://127.0.0.1:%1").arg(etcdPort_),
         QStringLiteral("--secure-port"), QString::number(port_), QStringLiteral("--bind-address"),
         QStringLiteral("127.0.0.1"), QStringLiteral("--tls-cert-file"), file("server.pem"),
         QStringLiteral("--tls-private-key-file"), file("server.key"),
         QStringLiteral("--kubeconfig"), file("core"), QStringLiteral("--tokens"),
         QStringLiteral("secret-of-kim=kim"), QStringLiteral("--client-authority"),
         file("ca.pem")});
    if (!api_.waitForStarted())
        return QStringLiteral("There is no API server: run the set-up (scripts/setup.sh check).");
    return {};
}

QString ApiServer::start()
{
    if (const auto made = makeCertificates(folder_.path(), QStringLiteral("IP:127.0.0.1")); !made)
        return made.error().message;
    port_ = freePort();
    etcdPort_ = freePort();
    QFile core(file("core")); // of core resources, which nobody has
    if (core.open(QIODevice::WriteOnly))
        core.write("apiVersion: v1\nkind: Config\n"
                   "clusters: [{name: c, cluster: {server: \"http://127.0.0.1:9\"}}]\n"
                   "users: [{name: u, user: {}}]\n"
                   "contexts: [{name: x, context: {cluster: c, user: u}}]\ncurrent-context: x\n");
    core.close();
    const auto client = QStringLiteral("http://127.0.0.1:%1").arg(etcdPort_);
    etcd_.setProcessChannelMode(QProcess::MergedChannels);
    etcd_.setStandardOutputFile(file("etcd.log"));
    etcd_.start(QStringLiteral("/usr/bin/etcd"),
                {QStringLiteral("--data-dir"), file("etcd"), QStringLiteral("--listen-client-urls"),
                 client, QStringLiteral("--advertise-client-urls"), client,
                 QStringLiteral("--listen-peer-urls"),
                 QStringLiteral("http://127.0.0.1:%1").arg(freePort())});
    if (!etcd_.waitForStarted())
        return QStringLiteral("etcd does not start");
    if (auto fault = startApi(); !fault.isEmpty())
        return fault;
    return defineResources();
}

QString ApiServer::defineResources()
{
    const auto lines =
        runPython(QStringLiteral("mlflow3"),
                  {QStringLiteral(BINNACLE_TEST_FOLDER "/make_resources.py"),
                   contractFolder() + QStringLiteral("/kubernetes/inferenceservices.yaml")});
    auto access =
        readKubeconfig(kubeconfig(QStringLiteral("{token: secret-of-kim}")).toStdString(), {});
    if (!lines || !access)
        return lines ? access.error().message : lines.error().message;
    KubernetesClient client(std::move(*access));
    const std::string definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    QElapsedTimer timer;
    timer.start();
    const auto inTime = [&] {
        api_.waitForFinished(100);
        return timer.elapsed() < 120'000 && api_.state() == QProcess::Running;
    };
    for (const auto& line : lines->split('\n')) {
        const auto definition = QJsonDocument::fromJson(line).object();
        if (definition.isEmpty())
            continue;
        auto made = client.create(definitions, definition, {});
        while (!made && made.error().kind != Error::Kind::Conflict && inTime())
            made = client.create(definitions, definition, {});
    }
    for (const char* path :
         {"/apis/serving.kserve.io/v1beta1/inferenceservices",
          "/apis/mlops.seldon.io/v1alpha1/models", "/apis/mlops.seldon.io/v1alpha1/experiments"}) {
        while (!client.get(path, {})) {
            if (!inTime()) {
                QFile log(file("api.log"));
                return log.open(QIODevice::ReadOnly)
                           ? QString::fromUtf8(log.readAll().right(3'000))
                           : QStringLiteral("The API server does not answer.");
            }
        }
    }
    return {};
}

} // namespace binnacle::contract
