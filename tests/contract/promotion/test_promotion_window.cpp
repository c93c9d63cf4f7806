// Promotion and registering by hand in the real window, over an mlflow.db that MLflow itself wrote;
// what came of it is read by MLflow's own client.
#include "app/binnacle/application.h"
#include "app/binnacle/main_window.h"
#include "app/common/registered_backends.h"
#include "models/promotion_model.h"
#include "services/credentials/memory_credential_store.h"
#include "services/workspace/run_reader.h"
#include "services/workspace/source_store.h"
#include "tests/contract/common/contract_environment.h"
#include "tests/contract/common/mlflow_server.h"
#include "tests/gui/frame/window_fixture.h"
#include "widgets/common/notice_bar.h"
#include "widgets/registry/models_page.h"
#include "widgets/registry/promotion_dialog.h"
#include "widgets/registry/register_dialog.h"

#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QTabBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <utility>

using namespace binnacle;

namespace {

constexpr const char* environment = "mlflow3";
constexpr int slow = 120'000; // ms: a model that is started, a first pass of a source

QJsonObject readModel(const QString& uri, const QString& model)
{
    const auto read =
        contract::runPython(QLatin1String(environment),
                            {QStringLiteral(BINNACLE_TEST_FOLDER "/read_registry.py"), uri, model});
    return read ? QJsonDocument::fromJson(*read).object() : QJsonObject();
}

QString holder(const QString& uri, const QString& model, const char* alias)
{
    return readModel(uri, model)[u"aliases"].toObject()[QLatin1String(alias)].toString();
}

} // namespace

class TestPromotionWindow : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void refusedOverriddenDoneAndUndone();
    void servesInTheEnvironmentThatWasChosen();
    void aCopyGoesToAnotherRegistry();
    void aVersionWithAnAliasIsNotDeleted();
    void otherAliasesAreSetAndTakenAway();
    void aRunIsRegisteredFromItsPage();
    void outOfReachItIsPreparedButNotDone();

private:
    QString uri(const char* folder = "lab") const
    {
        return QStringLiteral("sqlite:///%1/%2/mlflow.db")
            .arg(folder_.path(), QLatin1String(folder));
    }
    template <class T>
    T* find(const char* name) const
    {
        return window_->findChild<T*>(QLatin1String(name));
    }
    ModelsPage* page() const { return window_->findChild<ModelsPage*>(); }
    void addSource(const QString& address) const;
    void choose(const QString& model, const QString& version) const;
    static QModelIndex row(const QTableView* table, const QString& text);
    PromotionDialog* promote(const QString& version, const QString& alias) const;
    static void consent(PromotionDialog* dialog);
    static void click(QWidget* inside, const char* name);
    static QString gateText(PromotionDialog* dialog, const char* gate, int role);

    QTemporaryDir folder_;
    AnsweringPrompts prompts_;
    std::unique_ptr<Application> application_;
    std::unique_ptr<MainWindow> window_;
};

void TestPromotionWindow::initTestCase()
{
    for (const char* name : {"lab", "prod"})
        QVERIFY(QDir(folder_.path()).mkpath(QLatin1String(name)));
    const auto trained =
        contract::runPython(QLatin1String(environment),
                            {QStringLiteral(BINNACLE_TEST_FOLDER "/train_versions.py"), uri()});
    QVERIFY2(trained, trained ? "" : qPrintable(trained.error().message));
    const auto empty =
        contract::runPython(QLatin1String(environment),
                            {QStringLiteral("-c"),
                             QStringLiteral("import mlflow; mlflow.set_tracking_uri('%1'); "
                                            "mlflow.MlflowClient().create_experiment('production')")
                                 .arg(uri("prod"))});
    QVERIFY2(empty, empty ? "" : qPrintable(empty.error().message));
}

void TestPromotionWindow::init()
{
    QSettings().clear();
    const SourceSecrets secrets{std::make_shared<MemoryCredentialStore>(),
                                std::make_shared<MemoryCredentialStore>()};
    application_ = std::make_unique<Application>(
        registeredBackends(std::make_shared<MemoryCredentialStore>()), secrets,
        folder_.filePath(QStringLiteral("workspace.db")).toStdString());
    window_ = std::make_unique<MainWindow>(*application_, prompts_);
    application_->open();
    window_->resize(1240, 800);
    window_->show();
    QVERIFY(QTest::qWaitForWindowActive(window_.get()));
    QTRY_VERIFY(application_->isOpen());
    addSource(uri());
    addSource(uri("prod"));
    QTRY_VERIFY_WITH_TIMEOUT(application_->sources().rowCount() >= 2, slow);
    window_->showPage(MainWindow::ModelsIndex);
    QTRY_VERIFY_WITH_TIMEOUT(page() && page()->table()->rowCount() > 0, slow);
    prompts_.asked.clear();
}

void TestPromotionWindow::cleanup()
{
    window_.reset();
    application_.reset();
}

void TestPromotionWindow::addSource(const QString& address) const
{
    for (int i = 0; i < application_->sources().rowCount(); ++i)
        if (application_->sources().index(i, 0).data(Qt::ToolTipRole).toString().contains(address))
            return;
    const auto known = SourceStore(application_->workspace()).list();
    QVERIFY(known);
    for (const auto& source : *known)
        if (QString::fromStdString(source.uri) == address)
            return;
    application_->editor()->add({address, {}, SourceDraft::Access::None, {}, {}, {}});
}

QModelIndex TestPromotionWindow::row(const QTableView* table, const QString& text)
{
    for (int i = 0; i < table->model()->rowCount(); ++i)
        if (const auto index = table->model()->index(i, 0); index.data().toString() == text)
            return index;
    return {};
}

void TestPromotionWindow::choose(const QString& model, const QString& version) const
{
    for (const auto& [name, text] :
         {std::pair("registryTable", model), std::pair("versionTable", version)}) {
        auto* table = find<QTableView>(name);
        QTRY_VERIFY_WITH_TIMEOUT(row(table, text).isValid(), slow);
        table->scrollTo(row(table, text));
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                          table->visualRect(row(table, text)).center());
        QTRY_COMPARE(table->currentIndex().row(), row(table, text).row());
    }
    QCOMPARE(QString::fromStdString(page()->currentVersion()), version.mid(1));
}

PromotionDialog* TestPromotionWindow::promote(const QString& version, const QString& alias) const
{
    page()->promote(version, alias);
    return page()->promotionDialog();
}

void TestPromotionWindow::consent(PromotionDialog* dialog)
{
    QTest::keyClicks(dialog->findChild<QLineEdit*>(QStringLiteral("promotionApprover")),
                     QStringLiteral("kim"));
    QTest::keyClicks(dialog->findChild<QLineEdit*>(QStringLiteral("promotionReason")),
                     QStringLiteral("try"));
}

void TestPromotionWindow::click(QWidget* inside, const char* name)
{
    auto* button = inside->findChild<QPushButton*>(QLatin1String(name));
    QVERIFY2(button, name);
    QTRY_VERIFY2(button->isVisible() && button->isEnabled(), name);
    QTest::mouseClick(button, Qt::LeftButton);
}

QString TestPromotionWindow::gateText(PromotionDialog* dialog, const char* gate, int role)
{
    const auto* model = dialog->findChild<QListView*>(QStringLiteral("promotionGates"))->model();
    for (int i = 0; i < model->rowCount(); ++i) {
        const auto index = model->index(i, 0);
        if (index.data(PromotionModel::NameRole).toString() == QLatin1String(gate))
            return index.data(role).toString();
    }
    return {};
}

void TestPromotionWindow::refusedOverriddenDoneAndUndone()
{
    using Phase = PromotionModel::Phase;
    choose(QStringLiteral("wine"), QStringLiteral("v2"));
    click(window_.get(), "promoteButton");
    auto* dialog = page()->promotionDialog();
    QVERIFY(dialog);
    QTRY_COMPARE_WITH_TIMEOUT(dialog->model()->phase(), Phase::Ready, slow);
    // It lacks an input of the champion.
    QTRY_COMPARE(dialog->model()->known(), dialog->model()->rowCount());
    QCOMPARE(gateText(dialog, "signature", PromotionModel::StateTextRole),
             QStringLiteral("Blocked"));
    QCOMPARE(gateText(dialog, "serves", PromotionModel::StateTextRole),
             QStringLiteral("Not checked"));
    QVERIFY(gateText(dialog, "serves", PromotionModel::EvidenceRole)
                .contains(QStringLiteral("no Python environment")));
    consent(dialog);
    auto* accept = dialog->findChild<QPushButton*>(QStringLiteral("promotionAccept"));
    QVERIFY(!accept->isEnabled());
    QCOMPARE(holder(uri(), QStringLiteral("wine"), "champion"), QStringLiteral("1"));
    prompts_.text = QStringLiteral("callers were changed already");
    click(dialog, "promotionOverride");
    QVERIFY(prompts_.asked.last().contains(QStringLiteral("Override")));
    click(dialog, "promotionAccept");
    QTRY_COMPARE_WITH_TIMEOUT(dialog->model()->phase(), Phase::Done, slow);
    QCOMPARE(holder(uri(), QStringLiteral("wine"), "champion"), QStringLiteral("2"));
    // What the page shows follows at once.
    QTRY_COMPARE(page()
                     ->table()
                     ->index(page()->table()->rowOf(*page()->currentModel()), 1)
                     .data()
                     .toString(),
                 QStringLiteral("v2"));
    auto* notice = dialog->findChild<NoticeBar*>(QStringLiteral("promotionNotice"));
    click(notice, "noticeFirst");
    QTRY_VERIFY_WITH_TIMEOUT(dialog->model()->undone(), slow);
    QCOMPARE(holder(uri(), QStringLiteral("wine"), "champion"), QStringLiteral("1"));
    click(dialog, "promotionCancel");
    QTRY_VERIFY(!page()->promotionDialog());
}

void TestPromotionWindow::servesInTheEnvironmentThatWasChosen()
{
    using Phase = PromotionModel::Phase;
    const QString python = contract::python(QLatin1String(environment));
    choose(QStringLiteral("wine"), QStringLiteral("v3"));
    auto* dialog = promote(QStringLiteral("3"), QStringLiteral("champion"));
    QTRY_COMPARE_WITH_TIMEOUT(dialog->model()->phase(), Phase::Ready, slow);
    prompts_.folder = python.section(QLatin1Char('/'), 0, -3);
    click(dialog, "promotionEnvironment");
    auto* menu = dialog->findChild<QMenu*>(QStringLiteral("environmentMenu"));
    QVERIFY(menu);
    QTest::keyClick(menu, Qt::Key_Down);
    QTest::keyClick(menu, Qt::Key_Return);
    QTRY_VERIFY(dialog->model()->phase() != Phase::Ready);
    QTRY_COMPARE_WITH_TIMEOUT(dialog->model()->phase(), Phase::Ready, 2 * slow);
    QTRY_COMPARE(dialog->model()->known(), dialog->model()->rowCount());
    QVERIFY2(gateText(dialog, "serves", PromotionModel::StateTextRole) == u"Passed",
             qPrintable(gateText(dialog, "serves", PromotionModel::EvidenceRole)));
    QCOMPARE(gateText(dialog, "metric", PromotionModel::StateTextRole), QStringLiteral("Passed"));
    consent(dialog);
    click(dialog, "promotionAccept");
    QTRY_COMPARE_WITH_TIMEOUT(dialog->model()->phase(), Phase::Done, slow);
    QCOMPARE(holder(uri(), QStringLiteral("wine"), "champion"), QStringLiteral("3"));
    click(dialog, "promotionCancel");
    QTRY_VERIFY(!page()->promotionDialog());
    // One click leads back to the version before; the environment is remembered.
    QTRY_VERIFY(find<QPushButton>("lastGoodButton")->isEnabled());
    click(window_.get(), "lastGoodButton");
    QTRY_VERIFY(page()->promotionDialog());
    dialog = page()->promotionDialog();
    QTRY_VERIFY_WITH_TIMEOUT(dialog->model()->phase() != Phase::Preparing, slow);
    QCOMPARE(dialog->model()->plan().request.version, std::string("1"));
    QCOMPARE(dialog->model()->plan().request.serveEnvironment, prompts_.folder);
    dialog->reject();
    QTRY_VERIFY(!page()->promotionDialog());
}

void TestPromotionWindow::aCopyGoesToAnotherRegistry()
{
    using Phase = PromotionModel::Phase;
    choose(QStringLiteral("wine"), QStringLiteral("v3"));
    auto* dialog = promote(QStringLiteral("3"), QStringLiteral("champion"));
    QTRY_VERIFY_WITH_TIMEOUT(dialog->model()->phase() == Phase::Checking ||
                                 dialog->model()->phase() == Phase::Ready,
                             slow);
    auto* target = dialog->findChild<QComboBox*>(QStringLiteral("promotionTarget"));
    QTRY_VERIFY(target->isEnabled());
    int copy = -1;
    for (int i = 0; i < target->count(); ++i)
        if (target->itemText(i).startsWith(QStringLiteral("Copy to prod")))
            copy = i;
    QVERIFY(copy > 0);
    target->setFocus();
    QTest::keyClick(target, Qt::Key_Home);
    for (int i = 0; i < copy; ++i)
        QTest::keyClick(target, Qt::Key_Down);
    QTRY_VERIFY(dialog->model()->plan().request.to.has_value());
    QTRY_COMPARE_WITH_TIMEOUT(dialog->model()->phase(), Phase::Ready, 2 * slow);
    QVERIFY(dialog->findChild<QLabel*>(QStringLiteral("promotionSubtitle"))
                ->text()
                .startsWith(QStringLiteral("copied from")));
    consent(dialog);
    click(dialog, "promotionAccept");
    QTRY_COMPARE_WITH_TIMEOUT(dialog->model()->phase(), Phase::Done, slow);
    const auto there = readModel(uri("prod"), QStringLiteral("wine"));
    QCOMPARE(there[u"aliases"].toObject()[u"champion"].toString(), QStringLiteral("1"));
    QVERIFY(!there[u"versions"][u"1"][u"tags"][u"binnacle.sha256"].toString().isEmpty());
    click(dialog->findChild<NoticeBar*>(QStringLiteral("promotionNotice")), "noticeFirst");
    QTRY_VERIFY_WITH_TIMEOUT(dialog->model()->undone(), slow);
    QVERIFY(readModel(uri("prod"), QStringLiteral("wine")).isEmpty());
    click(dialog, "promotionCancel");
    QTRY_VERIFY(!page()->promotionDialog());
}

void TestPromotionWindow::aVersionWithAnAliasIsNotDeleted()
{
    choose(QStringLiteral("wine"), QStringLiteral("v3"));
    page()->deleteVersion();
    QVERIFY(prompts_.asked.last().contains(QStringLiteral("Delete wine v3")));
    auto* notice = find<NoticeBar>("modelsNotice");
    QTRY_VERIFY(notice->isVisible());
    QVERIFY2(notice->sentence().contains(QStringLiteral("it holds the alias champion")),
             qPrintable(notice->sentence()));
    QVERIFY(readModel(uri(), QStringLiteral("wine"))[u"versions"].toObject().contains(u"3"));
}

void TestPromotionWindow::otherAliasesAreSetAndTakenAway()
{
    choose(QStringLiteral("wine"), QStringLiteral("v2"));
    prompts_.text = QStringLiteral("shadow");
    click(window_.get(), "aliasAdd");
    auto* notice = find<NoticeBar>("modelsNotice");
    QTRY_VERIFY(notice->isVisible());
    QCOMPARE(holder(uri(), QStringLiteral("wine"), "shadow"), QStringLiteral("2"));
    QTRY_VERIFY(find<QPushButton>("removeAlias:shadow"));
    click(window_.get(), "removeAlias:shadow");
    QTRY_VERIFY(!find<QPushButton>("removeAlias:shadow"));
    QCOMPARE(holder(uri(), QStringLiteral("wine"), "shadow"), QString());
    // Undone, it is back.
    click(notice, "noticeFirst");
    QTRY_VERIFY(find<QPushButton>("removeAlias:shadow"));
    QCOMPARE(holder(uri(), QStringLiteral("wine"), "shadow"), QStringLiteral("2"));
}

void TestPromotionWindow::aRunIsRegisteredFromItsPage()
{
    const auto run = RunReader(application_->workspace()).find("wine-3");
    QVERIFY(run);
    window_->openRun(*run);
    QTRY_VERIFY(find<QPushButton>("version:wine/3")); // the run says what was registered of it
    window_->findChild<QTabBar*>(QStringLiteral("runSections"))->setCurrentIndex(3);
    click(window_.get(), "register:model");
    auto* dialog = window_->findChild<RegisterDialog*>();
    QVERIFY(dialog);
    QTRY_VERIFY(dialog->model()->phase() != VersionRegistration::Phase::Reading);
    auto* name = dialog->findChild<QComboBox*>(QStringLiteral("registerName"))->lineEdit();
    name->selectAll();
    QTest::keyClicks(name, QStringLiteral("fresh"));
    click(dialog, "registerAccept");
    QTRY_VERIFY(!window_->findChild<RegisterDialog*>());
    // Its version is opened.
    QTRY_COMPARE(window_->shownPage(), static_cast<QWidget*>(page()));
    QTRY_COMPARE(find<QLabel>("versionTitle")->text(), QStringLiteral("fresh v1"));
    const auto made = readModel(uri(), QStringLiteral("fresh"))[u"versions"][u"1"];
    const auto original = readModel(uri(), QStringLiteral("wine"))[u"versions"][u"3"];
    // As MLflow's own client registers it: the logged model stays where it lies.
    QCOMPARE(made[u"source"].toString(), original[u"source"].toString());
    QCOMPARE(made[u"run_id"].toString(), original[u"run_id"].toString());
}

void TestPromotionWindow::outOfReachItIsPreparedButNotDone()
{
    using Phase = PromotionModel::Phase;
    contract::MlflowServer::Options options;
    options.environment = QLatin1String(environment);
    options.folder = folder_.filePath(QStringLiteral("server"));
    QVERIFY(QDir(folder_.path()).mkpath(QStringLiteral("server")));
    auto server = contract::MlflowServer::start(options);
    QVERIFY2(server, server ? "" : qPrintable(server.error().message));
    const auto made = contract::runPython(
        QLatin1String(environment),
        {QStringLiteral("-c"), QStringLiteral("import mlflow; c = mlflow.MlflowClient('%1', '%1'); "
                                              "c.create_registered_model('far'); "
                                              "c.create_model_version('far', 's3://bucket/far')")
                                   .arg((*server)->url())});
    QVERIFY2(made, made ? "" : qPrintable(made.error().message));
    addSource((*server)->url());
    choose(QStringLiteral("far"), QStringLiteral("v1"));
    (*server)->stop();
    auto* dialog = promote(QStringLiteral("1"), QStringLiteral("champion"));
    QTRY_COMPARE_WITH_TIMEOUT(dialog->model()->phase(), Phase::Ready, 2 * slow);
    QVERIFY(!dialog->model()->plan().whyNot.isEmpty());
    QVERIFY(dialog->findChild<NoticeBar*>(QStringLiteral("promotionNotice"))->isVisible());
    consent(dialog);
    QVERIFY(!dialog->findChild<QPushButton*>(QStringLiteral("promotionAccept"))->isEnabled());
    dialog->reject();
    QTRY_VERIFY(!page()->promotionDialog());
}

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("binnacle-promotion-window"));
    TestPromotionWindow test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_promotion_window.moc"
