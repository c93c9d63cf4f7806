#include "models/saved_view.h"

#include <QTest>

using namespace binnacle;

// Views as text and back.
class TestSavedView : public QObject
{
    Q_OBJECT
private slots:
    void viewSurvivesTheRoundTrip()
    {
        RunsView view;
        view.query.filter = "best.metrics.\"val acc\" > 0.9 AND tags.team LIKE '와%'";
        view.query.freeText = "say \"yes\"";
        view.query.sources = {SourceId{2}};
        view.query.experiments = {ExperimentRowId{4}, ExperimentRowId{9}};
        view.query.lifecycle = LifecycleView::DeletedOnly;
        const RunColumn odd{RunColumn::Kind::Metric, "val acc", RunColumn::Stat::Best};
        view.query.order = {{odd, true}, {{RunColumn::Kind::Param, "lr", {}}, false}};
        view.tree = view.hideUniform = true;
        view.groupBy = RunColumn{RunColumn::Kind::Tag, "team", {}};
        view.columns = {attributeColumn("run_name"),
                        {odd, ColumnSpec::Show::Value, true, 140},
                        {odd, ColumnSpec::Show::Sparkline, false, 0}};
        QVERIFY(viewFromJson(viewToJson(view)) == view);
    }

    void damagedTextGivesTheDefaultView()
    {
        QVERIFY(viewFromJson("{\"filter\": 7, \"columns\": [1, {\"column\": \"no.such.kind\"}]}") ==
                RunsView());
        QVERIFY(viewFromJson("not JSON") == RunsView());
    }

    void titlesNameTheFigure()
    {
        ColumnSpec spec{{RunColumn::Kind::Metric, "val_loss", RunColumn::Stat::Last},
                        ColumnSpec::Show::Value,
                        false,
                        0};
        QCOMPARE(columnTitle(spec), QStringLiteral("val_loss"));
        spec.column.stat = RunColumn::Stat::BestStep;
        QCOMPARE(columnTitle(spec), QStringLiteral("val_loss, best step"));
        spec.show = ColumnSpec::Show::Sparkline;
        QCOMPARE(columnTitle(spec), QStringLiteral("val_loss over steps"));
        QCOMPARE(columnTitle(attributeColumn("start_time")), QStringLiteral("Started"));
    }
};

QTEST_APPLESS_MAIN(TestSavedView)
#include "test_saved_view.moc"
