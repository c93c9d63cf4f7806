#include "services/workspace/mirror_writer.h"
#include "services/workspace/outbox_store.h"
#include "services/workspace/run_reader.h"
#include "tests/gui/runs/runs_fixture.h"
#include "widgets/common/labels.h"

#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTabBar>
#include <QTableView>

using namespace binnacle;
using namespace binnacle::test;

// The inspector: what it tells of a run, and the edits made in it.
class TestRunInspector : public QObject
{
    Q_OBJECT
    std::unique_ptr<RunsFixture> window;
    RunRowId run{};

    QString shownName() const { return window->find<ElidedLabel>("runName")->fullText(); }
    Run mirrored() const { return RunReader(window->workspace).detail(run)->run; }

private slots:
    void init()
    {
        window = std::make_unique<RunsFixture>();
        QTRY_VERIFY(window->isSettled(allRuns));
        window->clickRow(1);
        run = *window->page->table()->currentRun();
        window->press("inspectorButton");
        QTRY_COMPARE(shownName(), QStringLiteral("wine-gbm-058"));
    }
    void cleanup() { window.reset(); }

    void tellsMetricsWithTheirBestAndStep()
    {
        auto* table = window->find<QTableView>("inspectorMetrics");
        QTRY_COMPARE(table->model()->rowCount(), 2);
        QCOMPARE(table->model()->index(0, 0).data().toString(), QStringLiteral("val_accuracy"));
        QCOMPARE(table->model()->index(1, 0).data().toString(), QStringLiteral("val_loss"));
        const double last = table->model()->index(1, 1).data().toString().toDouble();
        const double greatest = table->model()->index(1, 4).data().toString().toDouble();
        QVERIFY(greatest > last); // a loss that fell
        QVERIFY(table->model()
                    ->index(1, 2)
                    .data(Qt::ToolTipRole)
                    .toString()
                    .contains(QStringLiteral("at step")));
        QCOMPARE(window->find<QTabBar>("inspectorTabs")->tabText(2), QStringLiteral("Params 4"));
        QVERIFY(window->find<QLabel>("asOf")->text().contains(QStringLiteral("just now")));
    }

    void followsTheCurrentRun()
    {
        window->clickRow(3);
        QTRY_COMPARE(shownName(), window->text(3, 0));
    }

    void renamesAtOnceAndWaitsForTheSource()
    {
        window->press("renameRun");
        auto* edit = window->find<QLineEdit>("runNameEdit");
        QVERIFY(edit->isVisible());
        edit->selectAll();
        QTest::keyClicks(edit, QStringLiteral("the one to keep"));
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_COMPARE(shownName(), QStringLiteral("the one to keep"));
        QTRY_COMPARE(window->text(1, 0), QStringLiteral("the one to keep"));
        QTRY_VERIFY(window->model()->index(1, 0).data(RunTableModel::PendingRole).toBool());
        QVERIFY(window->find<QLabel>("asOf")->text().contains(QStringLiteral("edits wait")));
        const auto edits = OutboxStore(window->workspace).list();
        QCOMPARE(edits->size(), 1U);
        QCOMPARE(edits->front().value, std::string("the one to keep"));
        QCOMPARE(edits->front().before, std::optional<std::string>("wine-gbm-058"));
    }

    void escapeLeavesTheName()
    {
        QTest::keyClick(window->main(), Qt::Key_F2);
        auto* edit = window->find<QLineEdit>("runNameEdit");
        QVERIFY(edit->isVisible());
        QTest::keyClicks(edit, QStringLiteral("nonsense"));
        QTest::keyClick(edit, Qt::Key_Escape);
        QVERIFY(!edit->isVisible());
        QVERIFY(OutboxStore(window->workspace).list()->empty());
    }

    void addedTagIsShownAsPending()
    {
        QTest::keyClicks(window->find<QLineEdit>("tagKey"), QStringLiteral("stage"));
        QTest::keyClicks(window->find<QLineEdit>("tagValue"), QStringLiteral("candidate"));
        QTest::keyClick(window->find<QLineEdit>("tagValue"), Qt::Key_Return);
        QTRY_VERIFY(window->page->findChild<QLabel*>(QStringLiteral("pending:stage")));
        QCOMPARE(window->find<ElidedLabel>("tag:stage")->fullText(), QStringLiteral("candidate"));
        const Run now = mirrored();
        const auto* value = findValue(now.tags, "stage");
        QVERIFY(value && *value == "candidate");
    }

    void tagIsTakenAway()
    {
        QTRY_VERIFY(window->page->findChild<QWidget*>(QStringLiteral("removeTag:team")));
        window->press("removeTag:team");
        QTRY_VERIFY(!window->page->findChild<QWidget*>(QStringLiteral("removeTag:team")));
        QVERIFY(!findValue(mirrored().tags, "team"));
    }

    void noteIsSavedAndAnUnsavedOneSurvivesARefresh()
    {
        auto* note = window->find<QPlainTextEdit>("noteEdit");
        QTest::keyClicks(note, QStringLiteral("Deeper trees help."));
        Edit other;
        other.run = run;
        other.key = "stage";
        other.value = "candidate";
        QVERIFY(OutboxStore(window->workspace).add(other).has_value());
        QTRY_VERIFY(window->page->findChild<QLabel*>(QStringLiteral("pending:stage")));
        QCOMPARE(note->toPlainText(), QStringLiteral("Deeper trees help."));
        window->press("noteSave");
        QTRY_VERIFY(findValue(mirrored().tags, tags::note) != nullptr);
        const Run now = mirrored();
        QCOMPARE(*findValue(now.tags, tags::note), std::string("Deeper trees help."));
    }

    void aDraftSaysThatTheNoteWasChangedMeanwhile()
    {
        auto* note = window->find<QPlainTextEdit>("noteEdit");
        auto* overtaken = window->find<QLabel>("noteOvertaken");
        QTest::keyClicks(note, QStringLiteral("A draft."));
        QVERIFY(!overtaken->isVisible());
        Edit other;
        other.run = run;
        other.key = tags::note;
        other.value = "Written by another.";
        QVERIFY(OutboxStore(window->workspace).add(other).has_value());
        QTRY_VERIFY(overtaken->isVisible());
        QVERIFY(overtaken->text().contains(QStringLiteral("Written by another.")));
        QCOMPARE(note->toPlainText(), QStringLiteral("A draft."));
        window->press("noteSave");
        QTRY_VERIFY(!overtaken->isVisible());
    }

    void runThatIsGoneIsSaidSo()
    {
        QCOMPARE(shownName(), QStringLiteral("wine-gbm-058"));
        const Run gone = mirrored();
        auto removed = MirrorWriter(window->workspace, window->store->prod).removeRuns({gone.id});
        QVERIFY(removed.has_value());
        QTRY_COMPARE(window->model()->rowCount(), allRuns - 1);
        QTRY_VERIFY(!window->page->findChild<QWidget*>(QStringLiteral("runName"))->isVisible() ||
                    shownName() != QStringLiteral("wine-gbm-058"));
    }
};

QTEST_MAIN(TestRunInspector)
#include "test_run_inspector.moc"
