#include "models/run_export.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace binnacle;

namespace {

RunColumn metric(const char* name)
{
    return {RunColumn::Kind::Metric, name, RunColumn::Stat::Last};
}

RunCell number(double value)
{
    return {RunCell::State::Number, value, {}};
}

RunCell text(const char* value)
{
    return {RunCell::State::Text, 0, value};
}

} // namespace

// Runs as text for other programs.
class TestRunExport : public QObject
{
    Q_OBJECT
    ColumnList columns;
    std::vector<RunRowCells> rows;

private slots:
    void init()
    {
        columns = {attributeColumn("run_name"),
                   {metric("acc"), ColumnSpec::Show::Value, false, 0},
                   {metric("acc"), ColumnSpec::Show::Sparkline, false, 0},
                   {{RunColumn::Kind::Param, "lr", {}}, ColumnSpec::Show::Value, false, 0},
                   attributeColumn("start_time")};
        RunRowCells row;
        row.head.runId = "4be21d";
        row.cells = {text("wine \"best\", v2"),
                     number(0.98309999999999997),
                     number(0),
                     {RunCell::State::Number, 0.1, "1e-1"},
                     {RunCell::State::Time, 1763942551000.0, {}}};
        rows = {row};
        row.head.runId = "77ab";
        row.cells = {
            text("a|b\nc"), number(std::numeric_limits<double>::quiet_NaN()), number(0), {}, {}};
        rows.push_back(row);
    }

    void csvQuotesAsRfc4180Does()
    {
        QCOMPARE(runsAsCsv(columns, rows),
                 QStringLiteral("run_id,run_name,metrics.acc,params.lr,start_time\r\n"
                                "4be21d,\"wine \"\"best\"\", v2\",0.9831,1e-1,"
                                "2025-11-24T00:02:31.000Z\r\n"
                                "77ab,\"a|b\nc\",NaN,,\r\n"));
    }

    void markdownKeepsItsTable()
    {
        const QStringList lines = runsAsMarkdown(columns, rows).split(QLatin1Char('\n'));
        QCOMPARE(lines[0],
                 QStringLiteral("| run_id | run_name | metrics.acc | params.lr | start_time |"));
        QCOMPARE(lines[1], QStringLiteral("| --- | --- | ---: | --- | --- |"));
        QVERIFY(lines[3].contains(QStringLiteral("a\\|b c")));
        QCOMPARE(lines.size(), 5);
    }

    void pythonReadsBackTheSameValues()
    {
        const QString code = runsAsPython(columns, rows);
        QVERIFY(code.contains(QStringLiteral("\"wine \\\"best\\\", v2\"")));
        QVERIFY(code.contains(QStringLiteral("\"metrics.acc\": 0.9831")));
        QVERIFY(code.contains(QStringLiteral("\"metrics.acc\": float(\"NaN\")")));
        QVERIFY(
            code.contains(QStringLiteral("\"params.lr\": \"1e-1\""))); // a text, as MLflow has it
        QVERIFY(code.contains(QStringLiteral("\"params.lr\": None")));
        QVERIFY(code.contains(QStringLiteral("\"start_time\": 1763942551000")));
    }
};

QTEST_APPLESS_MAIN(TestRunExport)
#include "test_run_export.moc"
