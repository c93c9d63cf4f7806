#include "tests/gui/frame/window_fixture.h"

#include "widgets/common/theme.h"

#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace binnacle;

// The form for a server, opened with its key in the real window.
class TestAddSourceDialog : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { applyTheme(*qApp, ThemeChoice::Light); }

    void init()
    {
        fixture_ = std::make_unique<WindowFixture>();
        QTRY_VERIFY(fixture_->application->sources().isLoaded());
        QTest::keyClick(fixture_->window.get(), Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
        dialog_ = fixture_->find<QDialog>("addSourceDialog");
        QVERIFY(dialog_ && dialog_->isVisible());
    }
    void cleanup() { fixture_.reset(); }

    void onlyAServerIsAskedForCredentials()
    {
        type("sourceAddress", fixture_->makeFolder(QStringLiteral("wine")));
        QTRY_COMPARE(label("sourceKind"), QStringLiteral("mlruns folder"));
        QVERIFY(!fixture_->find<QComboBox>("sourceAccess")->isVisible());
        fixture_->find<QLineEdit>("sourceAddress")->clear();
        type("sourceAddress", QStringLiteral("https://mlflow.example.org"));
        auto* access = fixture_->find<QComboBox>("sourceAccess");
        QVERIFY(access->isVisible());
        QVERIFY(!fixture_->find<QLineEdit>("sourceSecret")->isVisible());
        access->setFocus();
        QTest::keyClick(access, Qt::Key_End); // Token
        QVERIFY(fixture_->find<QLineEdit>("sourceSecret")->isVisible());
        QVERIFY(!fixture_->find<QLineEdit>("sourceUser")->isVisible());
        QCOMPARE(fixture_->find<QLineEdit>("sourceSecret")->echoMode(), QLineEdit::Password);
    }

    void passwordInsideAnAddressIsMovedToItsField()
    {
        auto* address = fixture_->find<QLineEdit>("sourceAddress");
        dialog_->activateWindow();
        address->setFocus();
        QTRY_VERIFY(address->hasFocus());
        type("sourceAddress", QStringLiteral("https://ann:pa%20ss@mlflow.example.org"));
        QTest::keyClick(address, Qt::Key_Tab);
        QCOMPARE(fixture_->find<QLineEdit>("sourceAddress")->text(),
                 QStringLiteral("https://mlflow.example.org"));
        QCOMPARE(fixture_->find<QLineEdit>("sourceUser")->text(), QStringLiteral("ann"));
        QCOMPARE(fixture_->find<QLineEdit>("sourceSecret")->text(), QStringLiteral("pa ss"));
        QVERIFY(fixture_->find<QLineEdit>("sourceUser")->isVisible());
        QVERIFY(label("sourceOutcome").contains(QStringLiteral("keychain")));
    }

    void connectionIsTested()
    {
        type("sourceAddress", QStringLiteral("https://mlflow.example.org"));
        QTest::mouseClick(fixture_->find<QPushButton>("sourceTest"), Qt::LeftButton);
        QTRY_COMPARE(label("sourceOutcome"), QStringLiteral("It answers: MLflow 3.17.2."));
        QCOMPARE(fixture_->application->sources().rowCount(), 0);
    }

    void placeThatIsNoneIsSaid()
    {
        type("sourceAddress", QStringLiteral("/no/such/place"));
        QTRY_VERIFY(label("sourceKind").startsWith(QStringLiteral("Not recognised")));
        QTest::mouseClick(fixture_->find<QPushButton>("sourceAdd"), Qt::LeftButton);
        QTRY_VERIFY(!label("sourceOutcome").isEmpty());
        QVERIFY(dialog_->isVisible());
    }

    void certificateFileIsChosen()
    {
        type("sourceAddress", QStringLiteral("https://mlflow.example.org"));
        fixture_->prompts.file = QStringLiteral("/etc/ssl/team.pem");
        QTest::mouseClick(fixture_->find<QPushButton>("sourceCaChoose"), Qt::LeftButton);
        QCOMPARE(fixture_->find<QLineEdit>("sourceCaFile")->text(),
                 QStringLiteral("/etc/ssl/team.pem"));
    }

    void enterAddsAndCloses()
    {
        type("sourceAddress", QStringLiteral("https://mlflow.example.org"));
        type("sourceName", QStringLiteral("prod"));
        QTest::keyClick(fixture_->find<QLineEdit>("sourceName"), Qt::Key_Return);
        QTRY_COMPARE(fixture_->application->sources().rowCount(), 1);
        QCOMPARE(fixture_->application->sources().at(0).first.name, std::string("prod"));
        QTRY_VERIFY(!fixture_->find<QDialog>("addSourceDialog"));
    }

private:
    void type(const char* field, const QString& text)
    {
        QTest::keyClicks(fixture_->find<QLineEdit>(field), text);
    }
    QString label(const char* name) { return fixture_->find<QLabel>(name)->text(); }

    std::unique_ptr<WindowFixture> fixture_;
    QDialog* dialog_ = nullptr;
};

QTEST_MAIN(TestAddSourceDialog)
#include "test_add_source_dialog.moc"
