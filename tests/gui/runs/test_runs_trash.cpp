#include "services/sync/sync_service.h"
#include "tests/gui/runs/runs_fixture.h"
#include "tests/unit/sync/sync_fixture.h"

#include <QLabel>

using namespace binnacle;
using namespace binnacle::test;

namespace {

// The page over a source in memory that is at hand and can delete for good.
struct TrashFixture : binnacle::testing::SyncFixture
{
    TrashFixture()
    {
        applyTheme(*qApp, ThemeChoice::Light);
        for (const char* id : {"a", "b", "c", "d"})
            backend->addRun(id, {"loss"});
        TrackingBackendKind kind;
        kind.kind = source.kind;
        kind.recognise = [](const std::string& address) { return std::optional(address); };
        kind.open = [this](const Source&) -> Result<std::shared_ptr<TrackingBackend>> {
            return backend;
        };
        registry.add(kind);
        sync = std::make_unique<SyncService>(workspace, registry, pools);
        page = std::make_unique<RunsPage>(workspace, engine, pools, sync.get(), colors);
        page->setPrompts(prompts);
        page->resize(1240, 800);
        page->show();
        sync->start();
    }

    RunTableModel* model() const { return page->model(); }
    RunTableView* table() const { return page->table()->mainView(); }
    template <class T>
    T* find(const char* name) const
    {
        return page->findChild<T*>(QString::fromLatin1(name));
    }
    void press(const char* name) const
    {
        QTest::mouseClick(find<QAbstractButton>(name), Qt::LeftButton);
    }
    void clickRow(int row) const
    {
        auto* names = page->table()->pinnedView();
        QTest::mouseClick(names->viewport(), Qt::LeftButton, {},
                          names->visualRect(model()->index(row, 0)).topLeft() + QPoint(80, 10));
    }
    QString name(int row) const { return model()->index(row, 0).data().toString(); }
    std::string idOf(int row) const
    {
        const auto read = RunReader(workspace).detail(model()->lineId(row));
        return read ? read->run.id : std::string();
    }

    bool isInTrash(const std::string& id) const // of the source
    {
        const auto run = backend->stored(id);
        return run && run->lifecycle == Lifecycle::Deleted;
    }

    BackendRegistry registry;
    WorkerPools pools;
    RunColors colors;
    std::shared_ptr<RunQueryEngine> engine = std::make_shared<RunQueryEngine>(workspace);
    std::shared_ptr<LaidDownPrompts> prompts = std::make_shared<LaidDownPrompts>();
    std::unique_ptr<SyncService> sync;
    std::unique_ptr<RunsPage> page;
};

} // namespace

class TestRunsTrash : public QObject
{
    Q_OBJECT

private slots:
    void aRunOfTheTrashIsDeletedForGoodAtItsSource()
    {
        TrashFixture lab;
        QTRY_COMPARE(lab.model()->rowCount(), 4);
        QTRY_VERIFY(!lab.name(1).isEmpty());
        const std::string doomed = lab.idOf(1);
        lab.clickRow(1);
        QTest::keyClick(lab.table(), Qt::Key_Delete);
        QTRY_COMPARE(lab.model()->rowCount(), 3);
        QTRY_VERIFY(lab.isInTrash(doomed));

        lab.press("deletedRuns");
        QTRY_COMPARE(lab.model()->rowCount(), 1);
        QVERIFY(!lab.find<QWidget>("noticeSecond")->isVisible()); // nothing is chosen yet
        lab.clickRow(0);
        QTRY_VERIFY(lab.find<QWidget>("noticeSecond")->isVisible());
        lab.press("noticeSecond");
        QCOMPARE(lab.prompts->asked, QStringList{QStringLiteral("Delete this run for good?")});
        QTRY_COMPARE(lab.model()->rowCount(), 0);
        QTRY_VERIFY(!lab.backend->stored(doomed));
        QCOMPARE(lab.runCount(), std::size_t{3});
    }

    void whatCanNotBeReachedIsKeptAndSaid()
    {
        TrashFixture lab;
        QTRY_COMPARE(lab.model()->rowCount(), 4);
        QTRY_VERIFY(!lab.name(0).isEmpty());
        const std::string kept = lab.idOf(0);
        lab.clickRow(0);
        QTest::keyClick(lab.table(), Qt::Key_Delete);
        QTRY_VERIFY(lab.isInTrash(kept));
        lab.press("deletedRuns");
        QTRY_COMPARE(lab.model()->rowCount(), 1);
        lab.clickRow(0);
        QTRY_VERIFY(lab.find<QWidget>("noticeSecond")->isVisible());
        const QString offered = lab.find<QLabel>("noticeText")->text();
        lab.backend->offline = true;
        lab.press("noticeSecond");
        QTRY_VERIFY(lab.find<QLabel>("noticeText")->text() != offered);
        QCOMPARE(lab.model()->rowCount(), 1);
        QVERIFY(lab.backend->stored(kept));
    }

    // The keyboard goes on where the deleted run was.
    void theNextRunIsTheCurrentOne()
    {
        TrashFixture lab;
        QTRY_COMPARE(lab.model()->rowCount(), 4);
        QTRY_VERIFY(!lab.name(2).isEmpty());
        const QString next = lab.name(2);
        lab.clickRow(1);
        QTest::keyClick(lab.table(), Qt::Key_Delete);
        QTRY_COMPARE(lab.model()->rowCount(), 3);
        QTRY_COMPARE(lab.table()->currentIndex().row(), 1);
        QCOMPARE(lab.name(1), next);
    }
};

QTEST_MAIN(TestRunsTrash)
#include "test_runs_trash.moc"
