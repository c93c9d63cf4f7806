// kill -9 between any two writes of a promotion, on a real mlflow.db and on real servers: the
// journal shows what was cut whenever the registry may have changed, and leads back to the old
// state or on to the new one.
#include "services/backends/backend_registry.h"
#include "services/backends/mlflow_db/mlflow_db_backend.h"
#include "services/backends/mlflow_rest/mlflow_rest_kind.h"
#include "services/credentials/memory_credential_store.h"
#include "services/promotion/promoter.h"
#include "services/workspace/registry_writer.h"
#include "services/workspace/source_store.h"
#include "tests/contract/common/contract_environment.h"
#include "tests/contract/common/mlflow_server.h"

#include <QDir>
#include <QDirIterator>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <map>

using namespace binnacle;

namespace {

// All of a registry that a promotion may touch.
struct Held
{
    std::optional<std::string> champion;
    std::vector<KeyValue> tags;
    bool operator==(const Held&) const = default;
};

template <class T>
QByteArray why(const Result<T>& result)
{
    return result ? QByteArray() : (result.error().message + u' ' + result.error().detail).toUtf8();
}

} // namespace

class TestPromotionKill : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data()
    {
        backends_.add(mlflowDbKind());
        backends_.add(mlflowRestKind(std::make_shared<MemoryCredentialStore>()));
        QTest::addColumn<bool>("overRest");
        QTest::addColumn<int>("killsWanted");
        QTest::newRow("mlflow.db") << false << 100;
        QTest::newRow("MLflow server") << true << 40;
    }

    void init()
    {
        QFETCH_GLOBAL(bool, overRest);
        now_ = &made_[overRest];
        if (now_->workspace)
            return;
        now_->workspace = Workspace::open(file("workspace.db").toStdString()).value();
        for (const char* name : {"lab", "prod"})
            makeStore(QString::fromLatin1(name), overRest);
        mirror();
    }

    void cleanupTestCase() { made_.clear(); }

    void theJournalLeadsOnOrBack()
    {
        QFETCH_GLOBAL(int, killsWanted);
        int kills = 0, unchanged = 0, shown = 0;
        for (int round = 0; kills < killsWanted || round < 2; ++round) {
            const bool resume = round % 2 == 0;
            for (int at = 1;; ++at) {
                const auto before = held();
                const auto killed = runChild(at, {});
                QVERIFY(killed.has_value());
                if (!*killed) {
                    QCOMPARE(held().champion, std::optional<std::string>("2"));
                    undoNewest();
                    QCOMPARE(held(), before);
                    break;
                }
                ++kills;
                const auto unfinished = promoter().unfinished();
                QVERIFY2(unfinished, why(unfinished));
                if (unfinished->empty()) { // either nothing was begun, or all was done and kept
                    const auto acts = newest();
                    const bool ended = acts && acts->state == ActState::Done;
                    QVERIFY(ended || held() == before);
                    if (ended)
                        undoNewest();
                    ++unchanged;
                } else {
                    ++shown;
                    QCOMPARE(unfinished->size(), std::size_t(1));
                    const auto& id = unfinished->front().id;
                    settle(id, resume);
                    if (resume) {
                        QCOMPARE(held().champion, std::optional<std::string>("2"));
                        undoNewest();
                    }
                }
                QCOMPARE(held(), before);
                QVERIFY(promoter().unfinished().value().empty());
                const auto chain = AuditLog(now_->workspace).verify();
                QVERIFY2(chain && chain->whole,
                         chain ? qPrintable(chain->sentence) : why(chain).constData());
            }
        }
        qInfo("%d kills: %d left an act to be settled, %d had changed nothing or ended", kills,
              shown, unchanged);
    }

    void aCopyLeavesNothingBehindThatIsNotShown()
    {
        int kills = 0;
        for (const bool resume : {true, false}) {
            for (int at = 1;; ++at) {
                const auto before = versionsAtProd();
                const auto killed = runChild(at, QStringLiteral("prod"));
                QVERIFY(killed.has_value());
                if (!*killed) {
                    undoNewest();
                    QCOMPARE(versionsAtProd(), before);
                    break;
                }
                ++kills;
                const auto unfinished = promoter().unfinished();
                QVERIFY2(unfinished, why(unfinished));
                for (const auto& act : *unfinished)
                    settle(act.id, resume);
                if (resume || unfinished->empty())
                    undoNewest();
                QCOMPARE(versionsAtProd(), before);
                QVERIFY(promoter().unfinished().value().empty());
            }
        }
        qInfo("%d kills of a copy", kills);
    }

private:
    struct Stores
    {
        QTemporaryDir place;
        std::shared_ptr<Workspace> workspace;
        std::vector<Source> sources;
        std::vector<std::unique_ptr<contract::MlflowServer>> servers;
    };

    QString file(const char* name) const { return now_->place.filePath(QString::fromUtf8(name)); }
    QString file(const QString& name) const { return now_->place.filePath(name); }

    void makeStore(const QString& name, bool overRest)
    {
        QDir().mkpath(file(name));
        auto uri = QStringLiteral("sqlite:///%1/mlflow.db").arg(file(name));
        if (overRest) {
            contract::MlflowServer::Options options;
            options.folder = file(name);
            auto server = contract::MlflowServer::start(options);
            QVERIFY2(server, why(server));
            uri = (*server)->url();
            now_->servers.push_back(std::move(*server));
        }
        const auto made = contract::runPython(
            QStringLiteral("mlflow3"),
            {QStringLiteral(BINNACLE_TEST_FOLDER "/make_registry.py"), uri, file(name)});
        QVERIFY2(made, why(made));
        auto source = backends_.recognise(uri.toStdString());
        QVERIFY2(source, why(source));
        source->name = name.toStdString();
        const auto id = SourceStore(now_->workspace).add(*source);
        QVERIFY2(id, why(id));
        source->id = *id;
        now_->sources.push_back(*source);
    }

    void mirror()
    {
        for (const auto& source : now_->sources) {
            const auto registry = backends_.openRegistry(source);
            QVERIFY2(registry, why(registry));
            const RegistryWriter writer(now_->workspace, source.id);
            const auto scanned = (*registry)->scanRegistry(
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
    }

    Promoter promoter()
    {
        Promoter::Parts parts;
        parts.workspace = now_->workspace;
        parts.registries = [this](SourceId id) -> Result<std::shared_ptr<RegistryBackend>> {
            for (const auto& source : now_->sources) {
                if (source.id == id)
                    return backends_.openRegistry(source);
            }
            return failure(Error::Kind::NotFound, QStringLiteral("no source"));
        };
        return Promoter(std::move(parts));
    }

    Held held()
    {
        const auto registry = backends_.openRegistry(now_->sources[0]).value();
        auto tags = registry->modelVersion("wine", "2", {}).value().tags;
        std::ranges::sort(tags, {}, &KeyValue::key);
        return {registry->aliasHolder("wine", "champion", {}).value(), tags};
    }

    // What prod holds: versions, their aliases, and files of models.
    QStringList versionsAtProd()
    {
        const auto registry = backends_.openRegistry(now_->sources[1]).value();
        QStringList found;
        (void)registry->scanRegistry(
            {},
            [&](std::vector<RegistryBatch> batches) -> Result<void> {
                for (const auto& batch : batches) {
                    for (const auto& alias : batch.model.aliases)
                        found.append(QString::fromStdString(alias.name + "@" + alias.version));
                    for (const auto& version : batch.versions)
                        found.append(QString::fromStdString(version.version));
                }
                return {};
            },
            {});
        for (QDirIterator files(file("prod"), {QStringLiteral("model.pkl")}, QDir::Files,
                                QDirIterator::Subdirectories);
             files.hasNext();)
            found.append(files.next());
        found.sort();
        return found;
    }

    // Whether it was killed; nullopt: it failed.
    std::optional<bool> runChild(int killAt, const QString& to)
    {
        QProcess child;
        QStringList arguments{file("workspace.db"),       QStringLiteral("lab"),
                              QStringLiteral("wine"),     QStringLiteral("2"),
                              QStringLiteral("champion"), QString::number(killAt)};
        if (!to.isEmpty())
            arguments.append(to);
        child.start(QStringLiteral(BINNACLE_PROMOTION_CHILD), arguments);
        if (!child.waitForFinished(60'000))
            return std::nullopt;
        if (child.exitStatus() == QProcess::CrashExit)
            return true;
        if (child.exitCode() == 0)
            return false;
        qWarning("%s", child.readAllStandardError().constData());
        return std::nullopt;
    }

    void settle(const std::string& id, bool resume)
    {
        auto promoter = this->promoter();
        const auto done =
            resume ? promoter.resume(id, nullptr, {}) : promoter.undo(id, nullptr, {});
        QVERIFY2(done, why(done));
        QCOMPARE(done->state, ActState::Done);
    }

    std::optional<ActRecord> newest()
    {
        for (const auto& source : now_->sources) {
            const auto acts = ActJournal(now_->workspace).ofModel(source.id, "wine");
            for (const auto& act : acts.value()) {
                if (act.plan.kind == "promote" && act.state == ActState::Done)
                    return act;
            }
        }
        return std::nullopt;
    }

    void undoNewest()
    {
        const auto act = newest();
        if (!act)
            return;
        const auto undone = promoter().undo(act->id, nullptr, {});
        QVERIFY2(undone, why(undone));
    }

    BackendRegistry backends_;
    std::map<bool, Stores> made_; // by whether a server stands before them
    Stores* now_ = nullptr;
};

QTEST_GUILESS_MAIN(TestPromotionKill)
#include "test_promotion_kill.moc"
