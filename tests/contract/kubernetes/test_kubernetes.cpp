// KServe's and Seldon's resources on a real Kubernetes API. What their controllers would write, the
// status, is written here: no controller runs.
#include "services/kubernetes/kubernetes_client.h"
#include "services/serving/kserve/kserve_backend.h"
#include "services/serving/seldon/seldon_backend.h"
#include "tests/contract/kubernetes/api_server.h"
#include "tests/contract/kubernetes/service_status.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <memory>
#include <thread>

using namespace binnacle;

namespace {

const ModelToServe one{"wine", "1", "s3://models/wine/1"};
const ModelToServe two{"wine", "2", "s3://models/wine/2"};
const std::string services = "/apis/serving.kserve.io/v1beta1/namespaces/team/inferenceservices";
const std::string seldon = "/apis/mlops.seldon.io/v1alpha1/namespaces/team/";

QJsonObject at(QJsonObject object, std::initializer_list<const char*> path)
{
    for (const char* key : path)
        object = object.value(QLatin1String(key)).toObject();
    return object;
}

QJsonObject json(const char* text)
{
    return QJsonDocument::fromJson(text).object();
}

template <class T>
QByteArray why(const Result<T>& result)
{
    return result ? QByteArray() : (result.error().message + u' ' + result.error().detail).toUtf8();
}

} // namespace

class TestKubernetes : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        const auto fault = server_.start();
        QVERIFY2(fault.isEmpty(), qPrintable(fault));
        client_ = clientWith(QStringLiteral("{token: secret-of-kim}"));
    }

    void itIsEnteredAsAKubeconfigSays_data()
    {
        QTest::addColumn<QString>("user");
        QTest::addColumn<bool>("enters");
        QFile program(server_.file("plugin.sh"));
        QVERIFY(program.open(QIODevice::WriteOnly));
        program.write("#!/bin/sh\n[ \"$WHO\" = kim ] || exit 3\n"
                      "echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":"
                      "\"ExecCredential\",\"status\":{\"token\":\"secret-of-kim\"}}'\n");
        program.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        program.close();
        QFile token(server_.file("token"));
        QVERIFY(token.open(QIODevice::WriteOnly));
        token.write("secret-of-kim\n");
        token.close();
        QTest::newRow("token") << QStringLiteral("{token: secret-of-kim}") << true;
        QTest::newRow("token in a file") << QStringLiteral("{tokenFile: token}") << true;
        QTest::newRow("client certificate")
            << QStringLiteral("{client-certificate: server.pem, client-key: server.key}") << true;
        const QString plugin =
            QStringLiteral("{exec: {apiVersion: client.authentication.k8s.io/v1, command: "
                           "./plugin.sh, env: [{name: WHO, value: %1}]}}");
        QTest::newRow("exec plug-in") << plugin.arg(QStringLiteral("kim")) << true;
        QTest::newRow("exec plug-in that fails") << plugin.arg(QStringLiteral("lee")) << false;
        QTest::newRow("wrong token") << QStringLiteral("{token: secret-of-lee}") << false;
        QTest::newRow("nobody") << QStringLiteral("{}") << false;
    }
    void itIsEnteredAsAKubeconfigSays()
    {
        QFETCH(QString, user);
        QFETCH(bool, enters);
        const auto client = clientWith(user);
        QVERIFY(client);
        const auto answer = client->get(services, {});
        QVERIFY2(answer.has_value() == enters, why(answer));
        if (!enters) {
            QCOMPARE(answer.error().kind, Error::Kind::Auth);
            QVERIFY(!why(answer).contains("secret-of"));
        }
    }

    void kserveGoesByCanaryAndIsPromoted()
    {
        KserveBackend backend(client_, {});
        QVERIFY(backend.look("wine", {}).value().versions.empty());
        QVERIFY2(backend.standUp(one, {}), why(backend.standUp(one, {})));
        QCOMPARE(backend.look("wine", {}).value().find("1")->state, ServedState::Loading);
        setStatus(status::firstReady);
        auto sight = backend.look("wine", {}).value();
        QCOMPARE(sight.find("1")->state, ServedState::Ready);
        QCOMPARE(sight.find("1")->percent, std::optional(100.0));

        // The new version has no traffic, and is not ready before the status is of its spec.
        QVERIFY2(backend.standUp(two, {}), why(backend.standUp(two, {})));
        QCOMPARE(predictor().value(QLatin1String("canaryTrafficPercent")).toInt(-1), 0);
        sight = backend.look("wine", {}).value();
        QCOMPARE(sight.find("2")->state, ServedState::Loading);
        QCOMPARE(sight.find("1")->state, ServedState::Ready);
        setStatus(status::secondReady);
        sight = backend.look("wine", {}).value();
        QCOMPARE(sight.find("2")->state, ServedState::Ready);
        QCOMPARE(sight.find("2")->percent, std::optional(0.0));

        // What was asked for is not yet so: the status decides.
        const TrafficSplit split{two, one, 30};
        QVERIFY2(backend.setPercent(split, {}), why(backend.setPercent(split, {})));
        QCOMPARE(predictor().value(QLatin1String("canaryTrafficPercent")).toInt(), 30);
        QCOMPARE(backend.look("wine", {}).value().find("2")->percent, std::optional(0.0));
        setStatus(status::thirtyPercent);
        QCOMPARE(backend.look("wine", {}).value().find("2")->percent, std::optional(30.0));

        QVERIFY(backend.setPercent({two, one, 100}, {}));
        QVERIFY2(backend.remove(one, {}), why(backend.remove(one, {})));
        QVERIFY(!predictor().contains(QLatin1String("canaryTrafficPercent")));
        QVERIFY(!backend.look("wine", {}).value().find("1"));
        QVERIFY(backend.remove(one, {})); // twice is as once
    }

    void kserveRollsBackToTheSpecBefore()
    {
        KserveBackend backend(client_, {});
        QVERIFY(backend.standUp(one, {})); // a new version over version 2, which serves
        QVERIFY(backend.setPercent({one, two, 20}, {}));
        QVERIFY(backend.setPercent({one, two, 0}, {}));
        QVERIFY(backend.remove(one, {}));
        QCOMPARE(at(predictor(), {"model"}).value(QLatin1String("storageUri")).toString(),
                 QStringLiteral("s3://models/wine/2"));
        QVERIFY(!predictor().contains(QLatin1String("canaryTrafficPercent")));
        QVERIFY(!backend.look("wine", {}).value().find("1"));
    }

    void aFailedLoadIsToldInTheServersWords()
    {
        KserveBackend backend(client_, {});
        setStatus(status::failedLoad);
        const auto sight = backend.look("wine", {}).value();
        QCOMPARE(sight.find("2")->state, ServedState::Failed);
        QCOMPARE(sight.find("2")->message, QStringLiteral("no such bucket"));
    }

    void aChangeInBetweenIsAConflict()
    {
        const auto path = services + "/wine";
        const auto before = client_->get(path, {}).value();
        const auto version = at(before, {"metadata"})
                                 .value(QLatin1String("resourceVersion"))
                                 .toString()
                                 .toStdString();
        QVERIFY(client_->mergePatch(path, json(R"({"metadata":{"labels":{"team":"a"}}})"), {}));
        const auto late = client_->mergePatch(path, trafficPatch(50, version), {});
        QVERIFY(!late);
        QCOMPARE(late.error().kind, Error::Kind::Conflict);
        const auto wrong = client_->mergePatch(
            path, json(R"({"spec":{"predictor":{"canaryTrafficPercent":"many"}}})"), {});
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().kind, Error::Kind::Invalid);
        QVERIFY2(why(wrong).contains("canaryTrafficPercent"), why(wrong));
        QCOMPARE(client_->get(services + "/beer", {}).error().kind, Error::Kind::NotFound);
    }

    void aWatchTellsOfEachChangeAndOfItsEnd()
    {
        KserveBackend backend(client_, {});
        std::vector<double> seen;
        std::jthread controller([this] {
            const auto other = clientWith(QStringLiteral("{token: secret-of-kim}"));
            for (const int percent : {10, 20, 30}) {
                const auto body = QString::fromLatin1(status::percentOf2).arg(percent);
                (void)other->mergePatch(services + "/wine/status", json(body.toUtf8()), {});
            }
        });
        const auto watched = backend.watch("wine", 30,
                                           [&](const TargetSight& sight) {
                                               if (const auto* served = sight.find("2"))
                                                   seen.push_back(served->percent.value_or(-1));
                                               return seen.empty() || seen.back() != 30;
                                           },
                                           {});
        controller.join();
        QVERIFY2(watched, why(watched));
        QVERIFY(!seen.empty());
        QCOMPARE(seen.back(), 30.0);
        QVERIFY(std::is_sorted(seen.begin(), seen.end()));
        // From a version that etcd no longer keeps, or never had: an error, not silence.
        const auto odd = client_->watch(
            services, "no-version", 2, [](const QString&, const QJsonObject&) { return true; }, {});
        QVERIFY(!odd);
    }

    void seldonSharesOutCopiesAndDrops()
    {
        SeldonBackend backend(client_, {});
        QVERIFY2(backend.standUp(one, {}), why(backend.standUp(one, {})));
        QVERIFY2(backend.standUp(two, {}), why(backend.standUp(two, {})));
        QVERIFY(backend.standUp(two, {}));
        QCOMPARE(backend.look("wine", {}).value().find("2")->state, ServedState::Loading);
        for (const char* name : {"wine-1", "wine-2"})
            QVERIFY2(ready(std::string("models/") + name, "ModelReady"), name);
        QVERIFY2(backend.setPercent({one, std::nullopt, 100}, {}), "the first version");
        QVERIFY(ready("experiments/wine", "ExperimentReady"));
        auto sight = backend.look("wine", {}).value();
        QCOMPARE(sight.find("1")->percent, std::optional(100.0));
        QCOMPARE(sight.find("2")->percent, std::optional(0.0));
        QCOMPARE(sight.find("2")->state, ServedState::Ready);

        const auto mirrored = backend.setMirror({two, one, 40}, {});
        QVERIFY2(mirrored, why(mirrored));
        sight = backend.look("wine", {}).value();
        QCOMPARE(sight.find("2")->mirrored, std::optional(40.0));
        QCOMPARE(sight.find("2")->percent, std::optional(0.0));
        QVERIFY(backend.setPercent({two, one, 25}, {}));
        sight = backend.look("wine", {}).value();
        QCOMPARE(sight.find("2")->percent, std::optional(25.0));
        QCOMPARE(sight.find("2")->mirrored, std::optional(0.0));
        const auto early = backend.remove(one, {});
        QVERIFY(!early);
        QCOMPARE(early.error().kind, Error::Kind::Conflict);
        QVERIFY(backend.setPercent({two, one, 100}, {}));
        QVERIFY2(backend.remove(one, {}), why(backend.remove(one, {})));
        sight = backend.look("wine", {}).value();
        QVERIFY(!sight.find("1"));
        QCOMPARE(sight.find("2")->percent, std::optional(100.0));
        QVERIFY(backend.remove(two, {}));
        QVERIFY(backend.look("wine", {}).value().versions.empty());
        QCOMPARE(client_->get(seldon + "experiments/wine", {}).error().kind, Error::Kind::NotFound);
    }

    void aServerThatGoesEndsAWatchAndComesBack()
    {
        KserveBackend backend(client_, {});
        int events = 0;
        std::jthread ending([&] {
            (void)client_->mergePatch(services + "/wine",
                                      json(R"({"metadata":{"labels":{"team":"b"}}})"), {});
        });
        const auto watched = backend.watch("wine", 30,
                                           [&](const TargetSight&) {
                                               if (++events == 1)
                                                   server_.stopApi();
                                               return true;
                                           },
                                           {});
        ending.join();
        QVERIFY(!watched || events == 0);
        server_.stopApi();
        const auto away = backend.look("wine", {});
        QVERIFY(!away);
        QCOMPARE(away.error().kind, Error::Kind::Network);
        QVERIFY(server_.startApi().isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(backend.look("wine", {}).has_value(), 60'000);
        // While it starts it does not know the kind yet: that is never taken for an absent version.
        QVERIFY(backend.look("wine", {}).value().find("2"));
    }

private:
    std::shared_ptr<KubernetesClient> clientWith(const QString& user) const
    {
        auto access = readKubeconfig(server_.kubeconfig(user).toStdString(), "lab");
        return access ? std::make_shared<KubernetesClient>(std::move(*access)) : nullptr;
    }
    QJsonObject predictor() const
    {
        return at(client_->get(services + "/wine", {}).value(), {"spec", "predictor"});
    }
    void setStatus(const char* body)
    {
        const auto set = client_->mergePatch(services + "/wine/status", json(body), {});
        QVERIFY2(set, why(set));
    }
    bool ready(const std::string& path, const char* type)
    {
        const auto body = QString::fromLatin1(status::conditionIsTrue).arg(QLatin1String(type));
        return client_->mergePatch(seldon + path + "/status", json(body.toUtf8()), {}).has_value();
    }

    contract::ApiServer server_;
    std::shared_ptr<KubernetesClient> client_;
};

QTEST_GUILESS_MAIN(TestKubernetes)
#include "test_kubernetes.moc"
