#include "models/promoter_desk.h"
#include "services/async/worker_pools.h"
#include "services/workspace/audit_log.h"
#include "widgets/audit/audit_page.h"
#include "widgets/common/notice_bar.h"
#include "widgets/common/state_pill.h"
#include "widgets/common/theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace binnacle;

namespace {

class AuditPrompts : public Prompts
{
public:
    QString file;
    void confirm(QWidget*, const Confirmation&, std::function<void()> accepted) override
    {
        accepted();
    }
    void askText(QWidget*, const QString&, const QString&, const QString&,
                 std::function<void(QString)>) override
    {
    }
    void openFolder(QWidget*, const QString&, std::function<void(QString)>) override {}
    void openFile(QWidget*, const QString&, const QString&, std::function<void(QString)>) override
    {
    }
    void saveFile(QWidget*, const QString&, const QString&, const QString&,
                  std::function<void(QString)> answer) override
    {
        answer(file);
    }
    void tell(QWidget*, const QString&, const QString&) override {}
};

struct Fixture
{
    Fixture()
    {
        applyTheme(*qApp, ThemeChoice::Light);
        auto opened = Workspace::open(folder.filePath(QStringLiteral("w.db")).toStdString());
        if (!opened)
            qFatal("%s", qPrintable(opened.error().message));
        workspace = *opened;
        constexpr std::int64_t day = 24LL * 60 * 60 * 1000;
        const auto now = QDateTime::currentMSecsSinceEpoch();
        add(now - 40 * day, "set-alias", "wine-quality", "16", "17");
        add(now - 2 * day, "set-tag", "wine-quality v18", "", "=SUM(A1)");
        add(now - 60'000, "set-alias", "wine-quality", "17", "18");
        page = std::make_unique<AuditPage>(
            workspace, std::make_shared<WorkspaceAudit>(workspace, nullptr), pools);
        page->setPrompts(prompts);
        page->resize(1100, 700);
        page->show();
    }
    void add(std::int64_t at, const char* action, const char* subject, const char* before,
             const char* after) const
    {
        AuditEntry entry;
        entry.at = at;
        entry.systemUser = "mina";
        entry.action = action;
        entry.sourceName = "prod-mlflow";
        entry.subject = subject;
        entry.before = before;
        entry.after = after;
        entry.evidence = R"({"gates":[{"name":"metric","state":"passed"}]})";
        if (!AuditLog(workspace).add(entry))
            qFatal("the entry was not written");
    }
    template <class T>
    T* find(const char* name) const
    {
        auto* found = page->findChild<T*>(QLatin1String(name));
        if (!found)
            qFatal("no widget named %s", name);
        return found;
    }
    QTableView* table() const { return find<QTableView>("auditTable"); }

    QTemporaryDir folder;
    WorkerPools pools;
    std::shared_ptr<Workspace> workspace;
    std::shared_ptr<AuditPrompts> prompts = std::make_shared<AuditPrompts>();
    std::unique_ptr<AuditPage> page;
};

} // namespace

// All that Binnacle changed: searched, bounded in time, verified, taken along.
class TestAuditPage : public QObject
{
    Q_OBJECT
private slots:
    void showsTheNewestFirst()
    {
        const Fixture fixture;
        QTRY_COMPARE(fixture.table()->model()->rowCount(), 3);
        QAbstractItemModelTester tester(fixture.table()->model());
        QCOMPARE(fixture.table()->model()->index(0, AuditLogModel::Change).data().toString(),
                 QStringLiteral("17 → 18"));
        QTRY_COMPARE(fixture.find<Pill>("auditChain")->text(), QStringLiteral("Chain verified"));
        QDir looks(qEnvironmentVariable("BINNACLE_BINARY_DIR", QStringLiteral(".")));
        QVERIFY(looks.mkpath(QStringLiteral("looks")));
        QVERIFY(fixture.page->grab().save(looks.filePath(QStringLiteral("looks/audit.png"))));
    }
    void searchesAndBoundsInTime()
    {
        const Fixture fixture;
        QTRY_COMPARE(fixture.table()->model()->rowCount(), 3);
        QTest::keyClicks(fixture.find<QLineEdit>("auditSearch"), QStringLiteral("set-tag"));
        QTRY_COMPARE(fixture.table()->model()->rowCount(), 1);
        fixture.find<QLineEdit>("auditSearch")->clear();
        QTRY_COMPARE(fixture.table()->model()->rowCount(), 3);
        fixture.find<QComboBox>("auditSince")->setCurrentIndex(2); // 7 days
        QTRY_COMPARE(fixture.table()->model()->rowCount(), 2);
    }
    void followsWhatIsDone()
    {
        const Fixture fixture;
        QTRY_COMPARE(fixture.table()->model()->rowCount(), 3);
        fixture.add(0, "delete-alias", "churn", "3", "");
        QTRY_COMPARE(fixture.table()->model()->rowCount(), 4);
    }
    void isTakenAlong()
    {
        Fixture fixture;
        QTRY_COMPARE(fixture.table()->model()->rowCount(), 3);
        fixture.prompts->file = fixture.folder.filePath(QStringLiteral("audit.jsonl"));
        fixture.page->commands().at(1).run();
        const auto read = [&] {
            QFile file(fixture.prompts->file);
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        QTRY_COMPARE(read().count('\n'), 3);
        const auto first = QJsonDocument::fromJson(read().split('\n').first()).object();
        QCOMPARE(first[u"action"].toString(), QStringLiteral("set-alias"));
        fixture.prompts->file = fixture.folder.filePath(QStringLiteral("audit.csv"));
        fixture.page->commands().at(0).run();
        QTRY_VERIFY(read().contains("wine-quality"));
        QVERIFY(!read().contains(",=SUM")); // no formula to a spreadsheet
    }
};

QTEST_MAIN(TestAuditPage)
#include "test_audit_page.moc"
