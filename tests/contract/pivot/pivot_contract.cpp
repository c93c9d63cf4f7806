#include "services/compare/pivot_table.h"
#include "services/compare/plain_number.h"
#include "services/query/cell_reader.h"
#include "tests/contract/common/contract_environment.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <cmath>
#include <map>

using namespace binnacle;

// Pivots of random runs, each figure beside the one of pandas.pivot_table.
class PivotContract : public QObject
{
    Q_OBJECT
private slots:
    void figuresArePandas();
};

namespace {

const std::map<QString, PivotAggregate> aggregates = {
    {QStringLiteral("count"), PivotAggregate::Count},
    {QStringLiteral("mean"), PivotAggregate::Mean},
    {QStringLiteral("median"), PivotAggregate::Median},
    {QStringLiteral("min"), PivotAggregate::Min},
    {QStringLiteral("max"), PivotAggregate::Max},
    {QStringLiteral("std"), PivotAggregate::StandardDeviation},
};

// As a param is logged: numbers are texts.
RunCell cellOf(const QJsonValue& value)
{
    if (value.toString() == u"(missing)")
        return {};
    return textCell(
        value.isString() ? value.toString().toStdString() : plainNumber(value.toDouble()), true);
}

std::vector<RunCell> keysOf(const QJsonObject& run, const QJsonArray& names)
{
    std::vector<RunCell> keys;
    for (const auto& name : names)
        keys.push_back(cellOf(run.value(name.toString())));
    return keys;
}

std::vector<RunCell> keysOf(const QJsonArray& values)
{
    std::vector<RunCell> keys;
    for (const auto& value : values)
        keys.push_back(cellOf(value));
    return keys;
}

std::ptrdiff_t placeOf(const std::vector<std::vector<RunCell>>& keys,
                       const std::vector<RunCell>& wanted)
{
    const auto found = std::ranges::find(keys, wanted);
    return found == keys.end() ? -1 : found - keys.begin();
}

bool same(const std::optional<double>& ours, const QJsonValue& pandas)
{
    if (pandas.isNull() || !ours)
        return pandas.isNull() && !ours;
    const double expected = pandas.toDouble();
    return *ours == expected ||
           std::abs(*ours - expected) <= 1e-9 * std::max(std::abs(expected), 1.0);
}

void compareTotals(const QJsonArray& expected, const std::vector<std::vector<RunCell>>& keys,
                   const std::vector<PivotCell>& totals)
{
    QCOMPARE(static_cast<std::size_t>(expected.size()), totals.size());
    for (const auto& each : expected) {
        const auto at = placeOf(keys, keysOf(each.toArray().at(0).toArray()));
        QVERIFY(at >= 0);
        QVERIFY(same(totals[static_cast<std::size_t>(at)].value, each.toArray().at(1)));
    }
}

void compareCase(const QJsonObject& one)
{
    std::vector<PivotRun> runs;
    for (const auto& row : one.value(u"rows").toArray()) {
        const auto run = row.toArray().at(1).toObject();
        const QJsonValue value = row.toArray().at(0);
        runs.push_back({keysOf(run, one.value(u"index").toArray()),
                        keysOf(run, one.value(u"columns").toArray()),
                        value.isNull() ? std::nan("") : value.toDouble()});
    }
    const auto aggregate = aggregates.at(one.value(u"aggregate").toString());
    const auto table = pivotTable(runs, aggregate);
    for (const auto& cell : one.value(u"cells").toArray()) {
        const auto row = placeOf(table.rows, keysOf(cell.toArray().at(0).toArray()));
        const auto column = placeOf(table.columns, keysOf(cell.toArray().at(1).toArray()));
        QJsonValue expected = cell.toArray().at(2);
        if (aggregate == PivotAggregate::Count && expected.toDouble() == 0)
            expected = QJsonValue(); // nothing to count is shown as missing
        if (row < 0 || column < 0) {
            QVERIFY(expected.isNull()); // pandas crosses keys that no run has together
            continue;
        }
        const auto& ours =
            table.at(static_cast<std::size_t>(row), static_cast<std::size_t>(column));
        QVERIFY2(same(ours.value, expected), qPrintable(QStringLiteral("%1: %2, pandas %3")
                                                            .arg(one.value(u"aggregate").toString())
                                                            .arg(ours.value.value_or(NAN))
                                                            .arg(expected.toDouble(NAN))));
    }
    if (aggregate == PivotAggregate::Count)
        return; // as above
    compareTotals(one.value(u"row_totals").toArray(), table.rows, table.rowTotals);
    compareTotals(one.value(u"column_totals").toArray(), table.columns, table.columnTotals);
    QVERIFY(same(table.total.value, one.value(u"total")));
}

} // namespace

void PivotContract::figuresArePandas()
{
    const auto answer = contract::runPython(QStringLiteral("mlflow3"),
                                            {QStringLiteral(PIVOT_SCRIPTS "/pivot_tables.py")});
    QVERIFY2(answer, answer ? "" : qPrintable(answer.error().detail));
    const auto cases = QJsonDocument::fromJson(*answer).array();
    QCOMPARE(cases.size(), 24);
    for (const auto& one : cases) {
        compareCase(one.toObject());
        if (QTest::currentTestFailed())
            return;
    }
}

QTEST_GUILESS_MAIN(PivotContract)
#include "pivot_contract.moc"
