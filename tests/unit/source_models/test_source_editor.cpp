#include "models/source_editor.h"
#include "services/credentials/address_credentials.h"
#include "services/credentials/memory_credential_store.h"
#include "services/workspace/source_store.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace binnacle;

namespace {

// A server that wants the token "open sesame".
class GuardedBackend : public TrackingBackend
{
public:
    GuardedBackend(std::string address, std::shared_ptr<CredentialStore> credentials)
        : address_(std::move(address)), credentials_(std::move(credentials))
    {
    }
    TrackingCapabilities capabilities() const override { return {}; }
    Result<TrackingProbe> probe(std::stop_token stop) override
    {
        const auto entered = credentials_->read(address_, std::move(stop));
        if (!entered || entered->secret != "open sesame")
            return failure(Error::Kind::Auth, QStringLiteral("The token was refused."));
        return TrackingProbe{"MLflow 3.17.2", {}};
    }
    Result<std::vector<Experiment>> experiments(std::stop_token) override
    {
        return std::vector<Experiment>{};
    }
    Result<RunScanResult> scanRuns(RunScan, const RunSink&, std::stop_token) override
    {
        return RunScanResult{};
    }
    Result<void> fetchHistories(std::span<const SeriesRequest>, const SeriesSink&,
                                std::stop_token) override
    {
        return {};
    }
    Result<Run> run(const std::string&, std::stop_token) override { return Run{}; }

private:
    std::string address_;
    std::shared_ptr<CredentialStore> credentials_;
};

// A session without a keychain.
class NoKeychain : public MemoryCredentialStore
{
public:
    Result<void> write(const std::string&, const Credentials&) override
    {
        return failure(Error::Kind::Unsupported, QStringLiteral("No keychain."));
    }
};

} // namespace

// Adding a source: tested without being kept, kept only when it is added.
class TestSourceEditor : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        auto opened = Workspace::open(folder_->filePath(QStringLiteral("w.db")).toStdString());
        QVERIFY(opened);
        workspace_ = *opened;
        pools_ = std::make_unique<WorkerPools>();
        secrets_ = {std::make_shared<MemoryCredentialStore>(),
                    std::make_shared<MemoryCredentialStore>()};
        makeEditor();
    }
    void cleanup()
    {
        editor_.reset();
        pools_.reset();
        workspace_.reset();
    }

    void recognisesAnAddress()
    {
        QSignalSpy recognised(editor_.get(), &SourceEditor::recognised);
        editor_->recognise(QStringLiteral("https://mlflow.example.org"));
        QTRY_COMPARE(recognised.count(), 1);
        QCOMPARE(recognised[0][1].toString(), QStringLiteral("MLflow server"));
        editor_->recognise(QStringLiteral("what"));
        QTRY_COMPARE(recognised.count(), 2);
        QCOMPARE(recognised[1][1].toString(), QString());
    }

    void testKeepsNothingForGood()
    {
        QSignalSpy tested(editor_.get(), &SourceEditor::tested);
        editor_->test(draft("wrong"));
        QTRY_COMPARE(tested.count(), 1);
        QVERIFY(!tested[0][0].toBool());
        QCOMPARE(tested[0][1].toString(), QStringLiteral("The token was refused."));
        editor_->test(draft("open sesame"));
        QTRY_COMPARE(tested.count(), 2);
        QVERIFY(tested[1][0].toBool());
        QVERIFY(tested[1][1].toString().contains(QStringLiteral("MLflow 3.17.2")));
        QCOMPARE(secrets_.kept->read("https://mlflow.example.org", {})->kind,
                 Credentials::Kind::None);
        QVERIFY(SourceStore(workspace_).list()->empty());
    }

    void addedSourceKeepsItsToken()
    {
        QSignalSpy added(editor_.get(), &SourceEditor::added);
        editor_->add(draft("open sesame"));
        QTRY_COMPARE(added.count(), 1);
        QCOMPARE(added[0][1].toString(), QStringLiteral("mlflow"));
        QCOMPARE(secrets_.kept->read("https://mlflow.example.org", {})->secret,
                 std::string("open sesame"));
        const auto sources = SourceStore(workspace_).list();
        QCOMPARE(sources->size(), 1U);
        QCOMPARE(sources->front().uri, std::string("https://mlflow.example.org"));

        // The same place again is refused by its name; removing forgets the token.
        QSignalSpy failed(editor_.get(), &SourceEditor::addFailed);
        editor_->add(draft("open sesame"));
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(failed[0][1].toString().contains(QStringLiteral("mlflow")));
        QSignalSpy removed(editor_.get(), &SourceEditor::removed);
        editor_->remove(sources->front());
        QTRY_COMPARE(removed.count(), 1);
        QCOMPARE(secrets_.kept->read("https://mlflow.example.org", {})->kind,
                 Credentials::Kind::None);
    }

    void takenNameGetsANumber()
    {
        QVERIFY(SourceStore(workspace_).add({{}, "mlflow", "mlflow-files", "/elsewhere"}));
        QSignalSpy added(editor_.get(), &SourceEditor::added);
        editor_->add(draft("open sesame"));
        QTRY_COMPARE(added.count(), 1);
        QCOMPARE(added[0][1].toString(), QStringLiteral("mlflow 2"));
    }

    void withoutAKeychainTheTokenLastsForTheSession()
    {
        secrets_.kept = std::make_shared<NoKeychain>();
        makeEditor();
        QSignalSpy added(editor_.get(), &SourceEditor::added);
        editor_->add(draft("open sesame"));
        QTRY_COMPARE(added.count(), 1);
        QVERIFY(added[0][2].toString().contains(QStringLiteral("keychain")));
        QCOMPARE(secrets_.trial->read("https://mlflow.example.org", {})->secret,
                 std::string("open sesame"));
    }

    // An address is shown and stored: what it holds of a secret goes where the others are.
    void passwordInsideAnAddressGoesToTheKeychain()
    {
        QSignalSpy added(editor_.get(), &SourceEditor::added);
        SourceDraft made;
        made.address = QStringLiteral("https://ann:open%20sesame@mlflow.example.org/lab");
        editor_->add(made);
        QTRY_COMPARE(added.count(), 1);
        QVERIFY(added[0][2].toString().contains(QStringLiteral("moved to the keychain")));
        const auto uri = SourceStore(workspace_).list()->front().uri;
        const auto kept = secrets_.kept->read(uri, {});
        QCOMPARE(kept->kind, Credentials::Kind::Basic);
        QCOMPARE(kept->user, std::string("ann"));
        QCOMPARE(kept->secret, std::string("open sesame"));

        const auto apart = withPasswordApart(made.address);
        QVERIFY(apart);
        QCOMPARE(apart->address, QStringLiteral("https://mlflow.example.org/lab"));
        QCOMPARE(apart->secret, QStringLiteral("open sesame"));
        QVERIFY(!withPasswordApart(apart->address));
    }

    void emptyNameIsRefused()
    {
        QSignalSpy failed(editor_.get(), &SourceEditor::failed);
        editor_->rename(SourceId(1), QStringLiteral("  "));
        QCOMPARE(failed.count(), 1);
    }

private:
    SourceDraft draft(const char* secret) const
    {
        SourceDraft made;
        made.address = QStringLiteral("https://mlflow.example.org");
        made.access = SourceDraft::Access::Token;
        made.secret = QString::fromLatin1(secret);
        return made;
    }
    void makeEditor()
    {
        backends_ = {};
        TrackingBackendKind kind;
        kind.kind = "mlflow-rest";
        kind.recognise = [](const std::string& address) -> std::optional<std::string> {
            if (!address.starts_with("https://"))
                return std::nullopt;
            return withoutCredentials(address);
        };
        kind.open = [trial = secrets_.trial](
                        const Source& source) -> Result<std::shared_ptr<TrackingBackend>> {
            return std::make_shared<GuardedBackend>(source.uri, trial);
        };
        backends_.add(kind);
        editor_ = std::make_unique<SourceEditor>(workspace_, backends_, *pools_, secrets_);
    }

    std::unique_ptr<QTemporaryDir> folder_;
    std::shared_ptr<Workspace> workspace_;
    std::unique_ptr<WorkerPools> pools_;
    SourceSecrets secrets_;
    BackendRegistry backends_;
    std::unique_ptr<SourceEditor> editor_;
};

QTEST_GUILESS_MAIN(TestSourceEditor)
#include "test_source_editor.moc"
