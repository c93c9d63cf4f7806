#include "services/backends/local_registry/local_registry_kind.h"
#include "services/workspace/audit_log.h"
#include "services/workspace/registry_reader.h"
#include "services/workspace/source_store.h"
#include "tests/gui/registry/models_fixture.h"
#include "tests/unit/run_page_models/folder_backend.h"
#include "widgets/common/notice_bar.h"
#include "widgets/registry/register_dialog.h"

#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace binnacle;
using namespace binnacle::test;

namespace {

// Runs with their artifacts in folders, and a registry that is the workspace's own, kept on this
// machine.
struct RegisterFixture
{
    RegisterFixture()
    {
        applyTheme(*qApp, ThemeChoice::Light);
        workspace = *Workspace::open(folder.filePath(QStringLiteral("w.db")).toStdString());
        store = std::make_unique<RegistryStore>(workspace);
        store->fill();
        run = *RunReader(workspace).find("wine-gbm-005");
        runId = RunReader(workspace).detail(run)->run.id;
        backend = std::make_shared<FolderBackend>(
            folder.filePath(QStringLiteral("artifacts")).toStdString());
        kind = localRegistryKind();
        Registrar::Parts parts;
        parts.workspace = workspace;
        parts.registries = [this](SourceId id) -> Result<std::shared_ptr<RegistryBackend>> {
            const auto source = SourceStore(workspace).find(id);
            if (!source)
                return failure(source.error());
            if (source->kind != kind.kind)
                return failure(Error::Kind::Unsupported, QStringLiteral("It has no registry."));
            return kind.openRegistry(*source);
        };
        parts.tracking = [this](SourceId) -> Result<std::shared_ptr<TrackingBackend>> {
            return backend;
        };
        parts.ownRegistry = [this](bool make) { return ownRegistry(make); };
        registrar = std::make_shared<Registrar>(std::move(parts));
        dialog = new RegisterDialog(workspace, registrar, pools, prompts);
    }
    ~RegisterFixture() { delete dialog; }

    Result<Source> ownRegistry(bool make)
    {
        const std::string address =
            "registry:" + folder.filePath(QStringLiteral("models")).toStdString();
        Source source;
        source.name = "my models";
        source.kind = kind.kind;
        source.uri = address;
        const auto sources = SourceStore(workspace).list();
        for (const auto& known : *sources)
            if (known.uri == address)
                return known;
        if (!make)
            return source;
        if (auto made = kind.prepare(source); !made)
            return failure(made.error());
        source.id = *SourceStore(workspace).add(source);
        return source;
    }
    void putModel()
    {
        putArtifact(folder.filePath(QStringLiteral("artifacts")), runId, "model/MLmodel",
                    "flavors: {}\n");
        putArtifact(folder.filePath(QStringLiteral("artifacts")), runId, "model/model.pkl",
                    QByteArray(4096, 'x'));
    }
    void open(std::optional<RunRowId> of, const QString& path = {})
    {
        dialog->open(of, path);
        QTRY_COMPARE(dialog->model()->phase(), VersionRegistration::Phase::Choosing);
    }
    template <class T>
    T* find(const char* name) const
    {
        auto* found = dialog->findChild<T*>(QLatin1String(name));
        if (!found)
            qFatal("no widget named %s", name);
        return found;
    }
    void type(const char* field, const QString& text) const
    {
        auto* line = find<QComboBox>(field)->lineEdit();
        line->selectAll();
        QTest::keyClicks(line, text);
    }
    QString text(const char* name) const { return find<QLabel>(name)->text(); }
    QPushButton* accept() const { return find<QPushButton>("registerAccept"); }

    QTemporaryDir folder;
    WorkerPools pools;
    std::shared_ptr<Workspace> workspace;
    std::unique_ptr<RegistryStore> store;
    std::shared_ptr<FolderBackend> backend;
    TrackingBackendKind kind;
    RunRowId run{};
    std::string runId;
    std::shared_ptr<Registrar> registrar;
    ModelsPrompts prompts;
    QPointer<RegisterDialog> dialog;
};

} // namespace

// A version is made of what a run logged or of a folder, and what is wrong is said in place.
class TestRegisterDialog : public QObject
{
    Q_OBJECT
private slots:
    void aModelOfARunBecomesAVersion()
    {
        RegisterFixture fixture;
        fixture.putModel();
        fixture.open(fixture.run, QStringLiteral("model"));
        QVERIFY(fixture.text("registerSubtitle").contains(QStringLiteral("wine-gbm-005")));
        QCOMPARE(fixture.text("registerHint"), QStringLiteral("Name the registered model"));
        QVERIFY(!fixture.accept()->isEnabled());
        // Nothing is there before it is wanted.
        QVERIFY(!QDir(fixture.folder.filePath(QStringLiteral("models"))).exists());
        fixture.type("registerName", QStringLiteral("wine 2026"));
        QTRY_VERIFY(fixture.accept()->isEnabled());
        const QString steps = fixture.text("registerSteps");
        QVERIFY2(steps.contains(QStringLiteral("Register the model wine 2026 at my models")),
                 qPrintable(steps));
        QVERIFY2(steps.contains(QStringLiteral("Copy 2 files")), qPrintable(steps));
        QTest::mouseClick(fixture.find<QPushButton>("registerShowRequests"), Qt::LeftButton);
        QVERIFY(!fixture.find<QPlainTextEdit>("registerRequests")->toPlainText().isEmpty());
        QVERIFY(!QDir(fixture.folder.filePath(QStringLiteral("models"))).exists());
        QVERIFY(!fixture.accept()->isDefault());

        QSignalSpy registered(fixture.dialog, &RegisterDialog::registered);
        QTest::mouseClick(fixture.accept(), Qt::LeftButton);
        QTRY_COMPARE(registered.count(), 1);
        QCOMPARE(registered.first().at(1).toString(), QStringLiteral("1"));
        const auto model =
            RegistryReader(fixture.workspace).find("wine 2026", std::string("my models"));
        QVERIFY(model);
        const auto version = RegistryReader(fixture.workspace).version(model->row, "1");
        QVERIFY(version);
        QCOMPARE(version->version.runId, fixture.runId);
        const auto entries = AuditLog(fixture.workspace).find({});
        QVERIFY(entries);
        QCOMPARE(entries->front().action, std::string("register-version"));
        QCOMPARE(entries->front().subject, std::string("wine 2026 version 1"));
        QVERIFY(AuditLog(fixture.workspace).verify()->whole);
    }

    void aSecondVersionGoesToTheSameModel()
    {
        RegisterFixture fixture;
        fixture.putModel();
        QVERIFY(fixture.ownRegistry(true));
        RegistrationOrder order;
        order.run = fixture.run;
        order.model = "wine";
        const auto plan = fixture.registrar->plan(order, {});
        QVERIFY(plan);
        QVERIFY(fixture.registrar->carryOut(*plan, {}, {}));
        fixture.open(fixture.run, QStringLiteral("model"));
        // Versions of this run belong to it already: it is proposed, and known to the completion.
        auto* name = fixture.find<QComboBox>("registerName");
        QCOMPARE(name->currentText(), QStringLiteral("wine"));
        QVERIFY(name->findText(QStringLiteral("wine")) >= 0);
        QTRY_VERIFY(fixture.accept()->isEnabled());
        QVERIFY(!fixture.text("registerSteps").contains(QStringLiteral("Register the model")));
        QSignalSpy registered(fixture.dialog, &RegisterDialog::registered);
        QTest::mouseClick(fixture.accept(), Qt::LeftButton);
        QTRY_COMPARE(registered.count(), 1);
        QCOMPARE(registered.first().at(1).toString(), QStringLiteral("2"));
    }

    void aFolderWithoutAModelIsRefusedInPlace()
    {
        RegisterFixture fixture;
        fixture.open(std::nullopt);
        QCOMPARE(fixture.text("registerHint"), QStringLiteral("Choose a folder"));
        QDir(fixture.folder.path()).mkpath(QStringLiteral("empty"));
        fixture.prompts.folder = fixture.folder.filePath(QStringLiteral("empty"));
        QTest::mouseClick(fixture.find<QPushButton>("registerFolder"), Qt::LeftButton);
        fixture.type("registerName", QStringLiteral("mine"));
        auto* notice = fixture.find<NoticeBar>("registerNotice");
        QTRY_VERIFY(notice->sentence().contains(QStringLiteral("MLmodel")));
        QVERIFY(!fixture.accept()->isEnabled());
        // Another folder mends it.
        putArtifact(fixture.folder.path(), "empty", "MLmodel", "flavors: {}\n");
        fixture.type("registerName", QStringLiteral("mine too"));
        QTRY_VERIFY(fixture.accept()->isEnabled());
        QVERIFY(!notice->isVisible());
        QSignalSpy registered(fixture.dialog, &RegisterDialog::registered);
        QTest::mouseClick(fixture.accept(), Qt::LeftButton);
        QTRY_COMPARE(registered.count(), 1);
    }

    void outOfReachItIsRefusedWithTheReason()
    {
        RegisterFixture fixture;
        fixture.putModel();
        fixture.backend->away = true;
        fixture.open(fixture.run, QStringLiteral("model"));
        fixture.type("registerName", QStringLiteral("wine"));
        QTRY_COMPARE(fixture.dialog->model()->phase(), VersionRegistration::Phase::Ready);
        QVERIFY(!fixture.accept()->isEnabled());
        QVERIFY(fixture.find<NoticeBar>("registerNotice")
                    ->sentence()
                    .contains(QStringLiteral("The source does not answer.")));
        QVERIFY(!QDir(fixture.folder.filePath(QStringLiteral("models"))).exists());
    }

    void escapeLeavesEverythingAsItWas()
    {
        RegisterFixture fixture;
        fixture.putModel();
        fixture.open(fixture.run, QStringLiteral("model"));
        fixture.type("registerName", QStringLiteral("wine"));
        QTRY_VERIFY(fixture.accept()->isEnabled());
        QTest::keyClick(fixture.dialog, Qt::Key_Escape);
        QTRY_VERIFY(fixture.dialog.isNull());
        QVERIFY(!QDir(fixture.folder.filePath(QStringLiteral("models"))).exists());
    }
};

QTEST_MAIN(TestRegisterDialog)
#include "test_register_dialog.moc"
