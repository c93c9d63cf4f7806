// What a promotion asks of a real server, counted in the server's own access log: no more than two
// requests over those of the change itself.
#include "services/backends/mlflow_rest/mlflow_rest_kind.h"
#include "services/credentials/memory_credential_store.h"
#include "services/promotion/promoter.h"
#include "services/workspace/registry_reader.h"
#include "services/workspace/registry_writer.h"
#include "services/workspace/source_store.h"
#include "tests/contract/common/contract_environment.h"
#include "tests/contract/common/mlflow_server.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace binnacle;

namespace {

template <class T>
QByteArray why(const Result<T>& result)
{
    return result ? QByteArray() : (result.error().message + u' ' + result.error().detail).toUtf8();
}

// The requests of one tag or alias that is set.
constexpr int ofTheChange = 3; // two tags and the alias

} // namespace

class TestPromotionRequests : public QObject
{
    Q_OBJECT

private slots:
    void twoMoreThanTheChange()
    {
        contract::MlflowServer::Options options;
        options.folder = folder_.path();
        auto server = contract::MlflowServer::start(options);
        QVERIFY2(server, why(server));
        const auto made = contract::runPython(
            options.environment, {QStringLiteral(BINNACLE_FAULT_FOLDER "/make_registry.py"),
                                  (*server)->url(), folder_.path()});
        QVERIFY2(made, why(made));
        BackendRegistry backends;
        backends.add(mlflowRestKind(std::make_shared<MemoryCredentialStore>()));
        auto source = backends.recognise((*server)->address());
        QVERIFY2(source, why(source));
        source->name = "lab";
        const auto workspace =
            Workspace::open(folder_.filePath(QStringLiteral("workspace.db")).toStdString()).value();
        source->id = SourceStore(workspace).add(*source).value();
        const auto registry = backends.openRegistry(*source);
        QVERIFY2(registry, why(registry));
        mirror(workspace, source->id, **registry);

        Promoter::Parts parts;
        parts.workspace = workspace;
        parts.registries = [&](SourceId) -> Result<std::shared_ptr<RegistryBackend>> {
            return *registry;
        };
        Promoter promoter(std::move(parts));
        PromotionOrder order;
        order.model = RegistryReader(workspace).find("wine", "lab").value().row;
        order.version = "2";
        order.alias = "champion";
        order.tags = {{"team", "speech"}, {"promoted", "yes"}};
        const auto plan = promoter.prepare(order, {});
        QVERIFY2(plan, why(plan));

        int before = 0, after = 0;
        requests(**registry, before);
        const auto done =
            promoter.execute(*plan, std::vector<GateReport>(1),
                             {QStringLiteral("kim"), QStringLiteral("better"), {}}, nullptr, {});
        QVERIFY2(done, why(done));
        QCOMPARE(done->state, ActState::Done);
        requests(**registry, after);
        const int asked = after - before - 1; // one is the mark of the first count
        qInfo("%d requests for a change of %d", asked, ofTheChange);
        QVERIFY2(asked <= ofTheChange + 2, qPrintable(QString::number(asked)));
        QVERIFY(asked >= ofTheChange);
    }

private:
    static void mirror(const std::shared_ptr<Workspace>& workspace, SourceId source,
                       RegistryBackend& registry)
    {
        const RegistryWriter writer(workspace, source);
        const auto scanned = registry.scanRegistry(
            {},
            [&](std::vector<RegistryBatch> batches) -> Result<void> {
                for (const auto& batch : batches) {
                    if (auto put = writer.putModels({batch.model}, 1'000); !put)
                        return put;
                    if (auto put = writer.putVersions(batch.versions, 1'000); !put)
                        return put;
                }
                return {};
            },
            {});
        QVERIFY2(scanned, why(scanned));
    }

    // Lines of the access log, up to a request that marks the place.
    void requests(RegistryBackend& registry, int& count)
    {
        const auto mark = QStringLiteral("mark%1").arg(++marks_);
        QVERIFY(!registry.registeredModel(mark.toStdString(), {}));
        const auto read = [&] {
            QFile log(folder_.filePath(QStringLiteral("server.log")));
            return log.open(QIODevice::ReadOnly) ? QString::fromUtf8(log.readAll()) : QString();
        };
        QTRY_VERIFY(read().contains(mark));
        count = static_cast<int>(read().count(QStringLiteral(" HTTP/1.1\"")));
    }

    QTemporaryDir folder_;
    int marks_ = 0;
};

QTEST_GUILESS_MAIN(TestPromotionRequests)
#include "test_promotion_requests.moc"
