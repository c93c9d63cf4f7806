#include "models/run_children_model.h"
#include "models/run_page_model.h"
#include "services/workspace/run_reader.h"
#include "tests/unit/run_models/models_fixture.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace binnacle;
using namespace binnacle::test;

// One run with its parent and children, as its page shows it.
class TestRunPageModel : public QObject
{
    Q_OBJECT
    std::unique_ptr<ModelsFixture> fixture_;
    RunRowId rowOf(int n) const
    {
        return need(RunReader(fixture_->workspace).find(ModelsFixture::idOf(n)));
    }

private slots:
    void init()
    {
        fixture_ = std::make_unique<ModelsFixture>();
        fixture_->put(0, 1);
        fixture_->put(1, 6, ModelsFixture::idOf(0));
    }

    void parentAndChildrenAreKnown()
    {
        const auto parent = need(readRunPage(fixture_->workspace, *fixture_->engine, rowOf(0), {}));
        QVERIFY(!parent.parent);
        QCOMPARE(parent.children.size(), 6U);
        QCOMPARE(parent.children[0].head.name, std::string("run-1"));
        // depth differs among the children, acc is a metric of all
        QCOMPARE(parent.childColumns.size(), 5U);
        QCOMPARE(parent.childColumns[3].name, std::string("depth"));
        QCOMPARE(parent.childColumns[4].name, std::string("acc"));
        const auto child = need(readRunPage(fixture_->workspace, *fixture_->engine, rowOf(3), {}));
        QCOMPARE(child.parentName, std::string("run-0"));
        QCOMPARE(*child.parent, rowOf(0));
        QVERIFY(child.children.empty());
    }

    void isReadOnlyWhileSomebodyLooks()
    {
        RunPageModel model(fixture_->workspace, fixture_->engine, fixture_->pools);
        QSignalSpy changed(&model, &RunPageModel::changed);
        model.setRun(rowOf(0));
        QVERIFY(!model.data());
        model.setWatched(true);
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(changed[0][0].toBool(), false);
        fixture_->put(7, 1, ModelsFixture::idOf(0));
        QTRY_COMPARE(changed.size(), 2);
        QCOMPARE(changed[1][0].toBool(), true);
        QCOMPARE(model.data()->children.size(), 7U);
    }

    void aRunThatIsGoneIsSaidSo()
    {
        RunPageModel model(fixture_->workspace, fixture_->engine, fixture_->pools);
        QSignalSpy failed(&model, &RunPageModel::failed);
        model.setWatched(true);
        model.setRun(RunRowId{4711});
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(!model.data());
    }

    void childrenModelKeepsTheRules()
    {
        RunChildrenModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const auto data = need(readRunPage(fixture_->workspace, *fixture_->engine, rowOf(0), {}));
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.setRuns(data.children, data.childColumns);
        QCOMPARE(reset.size(), 1);
        QCOMPARE(model.rowCount(), 6);
        QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("run-1"));
        QCOMPARE(model.index(0, 5).data().toString(), QStringLiteral("0.001"));
        QCOMPARE(model.index(1, 5).data(RunChildrenModel::SortRole).toDouble(), 0.002);
        model.setRuns(data.children, data.childColumns); // the same runs: rows stay
        QCOMPARE(reset.size(), 1);
        model.setRuns({}, {});
        QCOMPARE(model.rowCount(), 0);
    }
};

QTEST_GUILESS_MAIN(TestRunPageModel)
#include "test_run_page_model.moc"
