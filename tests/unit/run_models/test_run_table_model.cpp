#include "models/run_nesting.h"
#include "models/run_table_model.h"
#include "tests/unit/run_models/models_fixture.h"

#include <QAbstractItemModelTester>
#include <QPersistentModelIndex>
#include <QSignalSpy>

using namespace binnacle;
using namespace binnacle::test;

// The run table under the rules of item models.
class TestRunTableModel : public QObject
{
    Q_OBJECT
    std::unique_ptr<ModelsFixture> data;
    std::unique_ptr<RunTableModel> model;
    std::unique_ptr<QAbstractItemModelTester> tester;

    QString name(int row) const { return model->index(row, 0).data().toString(); }
    bool isShown(int rows) const
    {
        return model->rowCount() == rows && !model->isAsking() && (rows == 0 || model->head(0));
    }

private slots:
    void init()
    {
        data = std::make_unique<ModelsFixture>();
        data->put(0, 200);
        model = std::make_unique<RunTableModel>(data->workspace, data->engine, data->pools);
        tester = std::make_unique<QAbstractItemModelTester>(
            model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        model->setColumns(
            {attributeColumn("run_name"),
             {{RunColumn::Kind::Metric, "acc", {}}, ColumnSpec::Show::Value, false, 0},
             {{RunColumn::Kind::Param, "depth", {}}, ColumnSpec::Show::Value, false, 0}});
        QCOMPARE(model->state(), RunTableModel::State::Loading);
        model->refresh();
        QTRY_VERIFY(isShown(200));
    }
    void cleanup()
    {
        tester.reset();
        model.reset();
        data.reset();
    }

    void cellsAreReadForTheRowsInSightOnly()
    {
        QCOMPARE(name(0), QStringLiteral("run-199")); // newest first
        QCOMPARE(model->index(0, 1).data().toString(), QStringLiteral("0.199"));
        model->setWindow(0, 20);
        QVERIFY(model->head(199) == nullptr);
        QVERIFY(model->index(199, 1).data(RunTableModel::LoadingRole).toBool());
        QCOMPARE(model->index(199, 1).data().toString(), QString());
        model->setWindow(180, 199);
        QTRY_COMPARE(name(199), QStringLiteral("run-0"));
        QVERIFY(!model->index(199, 1).data(RunTableModel::LoadingRole).toBool());
    }

    void persistentIndexesFollowTheirRun()
    {
        const QPersistentModelIndex kept = model->index(50, 0); // run-149
        const QPersistentModelIndex first = model->index(0, 0);
        const auto id = model->lineId(50);
        data->put(200, 3);
        QTRY_VERIFY(isShown(203));
        QCOMPARE(kept.row(), 53);
        QCOMPARE(raw(model->lineId(kept.row())), raw(id));
        RunQuery query;
        query.order = {{{RunColumn::Kind::Metric, "acc", {}}, false}};
        model->setQuery(query);
        QTRY_VERIFY(isShown(203) && name(0) == QStringLiteral("run-0"));
        QCOMPARE(kept.row(), 149);
        query.filter = "metrics.acc < 0.18";
        model->setQuery(query);
        QTRY_VERIFY(isShown(180));
        QVERIFY(!first.isValid()); // run-199 is filtered out
        QCOMPARE(kept.row(), 149);
    }

    void aRefreshWithoutNewsTellsNothingOfRows()
    {
        QSignalSpy inserted(model.get(), &QAbstractItemModel::rowsInserted);
        QSignalSpy moved(model.get(), &QAbstractItemModel::layoutChanged);
        QSignalSpy arranged(model.get(), &RunTableModel::arranged);
        model->refresh();
        QTRY_COMPARE(arranged.size(), 1);
        QCOMPARE(inserted.size(), 0);
        QCOMPARE(moved.size(), 0);
    }

    void manyCommitsAreAnsweredTogether()
    {
        QSignalSpy arranged(model.get(), &RunTableModel::arranged);
        for (int i = 0; i < 20; ++i)
            data->put(200 + i, 1);
        QTRY_VERIFY(isShown(220));
        QVERIFY2(arranged.size() <= 4, qPrintable(QString::number(arranged.size())));
    }

    void badFilterFailsAndTheNextOneWorks()
    {
        RunQuery query;
        query.filter = "metrics.acc >";
        QSignalSpy failed(model.get(), &RunTableModel::failed);
        model->setQuery(query);
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(model->state(), RunTableModel::State::Failed);
        QCOMPARE(model->error().kind, Error::Kind::Invalid);
        query.filter = "metrics.acc >= 0.19";
        model->setQuery(query);
        QTRY_VERIFY(isShown(10));
        QCOMPARE(model->state(), RunTableModel::State::Ready);
    }

    void groupsCarryTheFiguresOfTheirRuns()
    {
        model->setGroupBy(RunColumn{RunColumn::Kind::Param, "depth", {}});
        QTRY_COMPARE(model->rowCount(), 5);
        int row = 0;
        while (name(row) != QStringLiteral("2"))
            ++row;
        QCOMPARE(model->group(row)->runs, 40);
        // Of 0.002, 0.007, …, 0.197: mean 0.0995, sample deviation 5 · sqrt(40 · 41 / 12) / 1000.
        const auto& acc = model->group(row)->aggregates[0];
        QCOMPARE(acc.count, 40);
        QVERIFY(qAbs(acc.mean - 0.0995) < 1e-12);
        QVERIFY(qAbs(acc.min - 0.002) < 1e-12);
        QVERIFY(qAbs(acc.max - 0.197) < 1e-12);
        QVERIFY(qAbs(acc.standardDeviation - 0.058452259722500614) < 1e-12);
        model->setExpanded(row, true);
        QTRY_COMPARE(model->rowCount(), 45);
        QCOMPARE(model->shape(row + 1).level, std::uint8_t(1));
        data->put(202, 1); // of depth 2: the group stays open
        QTRY_COMPARE(model->rowCount(), 46);
        QCOMPARE(model->group(row)->runs, 41);
    }

    void nestingFollowsTheTagAndEndsInCircles()
    {
        data->put(300, 3, ModelsFixture::idOf(10));
        data->put(310, 2, ModelsFixture::idOf(300)); // below a child
        data->put(320, 1, ModelsFixture::idOf(321)); // each other's parents
        data->put(321, 1, ModelsFixture::idOf(320));
        data->put(330, 1, "no-such-run");
        model->setTree(true);
        QTRY_COMPARE(model->rowCount(), 200 + 2 + 1);
        int row = 0;
        while (raw(model->lineId(row)) != 11)
            ++row;
        QCOMPARE(model->childCount(row), 3);
        model->setExpanded(row, true);
        QTRY_COMPARE(model->rowCount(), 206);
        QVERIFY(model->shape(row + 3).expandable); // run-300, oldest of the three
        model->setExpanded(row + 3, true);
        QTRY_COMPARE(model->rowCount(), 208);
        QCOMPARE(model->shape(row + 4).level, std::uint8_t(2));
    }

    void columnsKeepWhatIsReadWhileTheyChange()
    {
        ColumnList columns = model->columns();
        std::swap(columns[1], columns[2]);
        model->setColumns(columns);
        // The cells of before are shown at their new places at once.
        QCOMPARE(model->index(0, 2).data().toString(), QStringLiteral("0.199"));
        QCOMPARE(model->index(0, 1).data().toString(), QStringLiteral("4"));
        QVERIFY(model->isFigureColumn(1)); // a param of numbers
    }
};

QTEST_GUILESS_MAIN(TestRunTableModel)
#include "test_run_table_model.moc"
