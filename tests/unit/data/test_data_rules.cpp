#include "tests/unit/data/data_files.h"

#include "services/data/rules/rules_check.h"

#include <QDateTime>
#include <QTest>

#include <algorithm>

using namespace binnacle;

namespace {

constexpr auto orders = "id,state,amount,started,ended,customer\n"
                        "1,open,10,2024-01-01,2024-01-02,a\n"
                        "2,closed,20,2024-01-01,2023-12-31,b\n"
                        "2,closed,-5,2024-01-03,2024-01-04,z\n"
                        "4,lost,,2024-01-05,2024-01-06,\n";

const RuleResult& named(const std::vector<RuleResult>& results, const std::string& kind,
                        const std::string& column = {})
{
    for (const auto& result : results)
        if (ruleKindName(result.rule.kind) == kind &&
            (column.empty() ||
             (!result.rule.columns.empty() && result.rule.columns.front() == column)))
            return result;
    qFatal("no result of %s %s", kind.c_str(), column.c_str());
}

std::vector<RuleResult> check(const DataFiles& files, const Dataset& data, const std::string& yaml)
{
    const auto rules = readRules(yaml);
    if (!rules)
        qFatal("%s", qPrintable(rules.error().message));
    RuleOptions options;
    options.now = QDateTime(QDate(2024, 1, 7), QTime(0, 0), Qt::UTC).toMSecsSinceEpoch();
    options.reference = [&](const std::string& name) { return files.open(name); };
    const auto results = checkRules(data, *rules, options);
    if (!results)
        qFatal("%s", qPrintable(results.error().detail));
    return *results;
}

} // namespace

// Rules of quality: what they find, what is wrong with a file of them, what is learnt.
class TestDataRules : public QObject
{
    Q_OBJECT
private slots:
    void everyKindFindsWhatItShould()
    {
        const DataFiles files;
        const auto data = files.openText("orders.csv", orders);
        QVERIFY(data.has_value());
        files.write("customers.csv", "name,age\na,1\nb,2\n");
        const auto results = check(files, *data, R"(
version: 1
rows: {min: 1, max: 3}
other_columns: false
columns:
  id: {type: integer, unique: true, matches: '^[0-9]$'}
  state: {in: [open, closed], length: {max: 5}}
  amount: {min: 0, max: 100, missing: 0.1}
  started: {type: date, fresh: 3d}
  ended: {fresh: 12h}
  customer: {references: {data: customers.csv, column: name}, not_in: [q]}
unique: [[id, state]]
checks:
  - {name: ends after it starts, expression: ended >= started}
  - {expression: 'amount > 0 or state = ''lost''', share: 0.5}
)");
        QVERIFY(!allPassed(results));
        QVERIFY(!named(results, "rows").passed);
        QVERIFY(named(results, "other_columns").passed);
        QVERIFY(named(results, "type", "id").passed);
        QCOMPARE(named(results, "unique", "id").failed, 2);
        QCOMPARE(named(results, "unique", "id").examples.at(0).at(0),
                 std::optional<std::string>("2"));
        QVERIFY(named(results, "matches").passed);
        const auto& set = named(results, "in");
        QCOMPARE(set.failed, 1);
        QCOMPARE(set.checked, 4);
        QCOMPARE(set.exampleColumns.at(0), std::string("row"));
        QCOMPARE(set.examples.at(0).at(0), std::optional<std::string>("4"));
        QCOMPARE(named(results, "length").failed, 2); // "closed"
        const auto& range = named(results, "range");
        QCOMPARE(range.failed, 1);
        QCOMPARE(range.checked, 3); // a missing value does not fail it
        QCOMPARE(named(results, "missing").failed, 1);
        QVERIFY(!named(results, "missing").passed);
        QVERIFY(named(results, "fresh", "started").passed);
        QVERIFY(!named(results, "fresh", "ended").passed);
        QCOMPARE(named(results, "references").failed, 1);
        QCOMPARE(named(results, "references").checked, 3);
        QCOMPARE(results.at(results.size() - 2).title, QStringLiteral("ends after it starts"));
        QCOMPARE(results.at(results.size() - 2).failed, 1);
        QVERIFY(results.back().passed); // half of the rows are enough
        QCOMPARE(results.back().failed, 1);
    }

    void aRuleThatDoesNotFitIsBrokenAndHidesNoOther()
    {
        const DataFiles files;
        const auto data = files.openText("orders.csv", orders);
        const auto results = check(files, *data, R"(
columns:
  nothing: {min: 1}
  state: {in: [open, closed, lost], outliers: 0.1, fresh: 1d}
  amount: {min: none}
  customer: {references: {data: nowhere.csv, column: name}}
checks:
  - {expression: 'id IN (SELECT 1)'}
  - {expression: 'id > 0; DROP TABLE csv_1'}
)");
        QVERIFY(named(results, "exists", "nothing").broken);
        QVERIFY(named(results, "range", "nothing").broken);
        QVERIFY(named(results, "range", "amount").broken);
        QVERIFY(named(results, "in").passed);
        QVERIFY(named(results, "outliers").broken);
        QVERIFY(named(results, "fresh").broken);
        QVERIFY(named(results, "references").broken);
        QVERIFY(results.back().broken);
        QVERIFY(results.at(results.size() - 2).broken);
        QVERIFY(!allPassed(results));
    }

    void whatIsWrongWithAFileIsNamedByLineAndColumn_data()
    {
        QTest::addColumn<QString>("yaml");
        QTest::addColumn<QString>("place");
        QTest::newRow("unknown rule") << "columns:\n  a: {mim: 1}\n" << "Line 2, column 7";
        QTest::newRow("share") << "columns:\n  a:\n    missing: 2\n" << "Line 3, column 14";
        QTest::newRow("no map") << "columns: [a]\n" << "Line 1, column 10";
        QTest::newRow("version") << "version: 2\n" << "Line 1, column 10";
        QTest::newRow("span") << "columns:\n  a: {fresh: soon}\n" << "Line 2, column 14";
        QTest::newRow("bad yaml") << "columns: {a: [\n" << "Line ";
        QTest::newRow("no rules") << "just text\n" << "version: 1";
        QTest::newRow("check") << "checks:\n  - {name: x}\n" << "Line 2, column 5";
        QTest::newRow("rows") << "rows: {min: few}\n" << "Line 1, column 13";
    }
    void whatIsWrongWithAFileIsNamedByLineAndColumn()
    {
        QFETCH(QString, yaml);
        QFETCH(QString, place);
        const auto rules = readRules(yaml.toStdString());
        QVERIFY(!rules);
        QVERIFY2(rules.error().message.contains(place), qPrintable(rules.error().message));
    }

    void whatIsLearntHoldsForWhereItWasLearnt()
    {
        const DataFiles files;
        files.copy(
            "t.parquet",
            "SELECT i AS id, CASE WHEN i % 20 > 0 THEN sin(i) END AS \"x: y\", ['a', 'b', "
            "'c, d'][1 + i % 3] AS s, 'n' || i AS name, DATE '2024-01-01' + i::INTEGER AS d, "
            "i % 2 = 0 AS f, [i] AS l, i * 0.01::DECIMAL(9,2) AS m FROM range(1000) t(i)");
        const auto data = files.open("t.parquet");
        QVERIFY(data.has_value());
        const auto yaml = learnRules(*data);
        QVERIFY2(yaml, yaml ? "" : qPrintable(yaml.error().detail));
        const auto results = check(files, *data, *yaml);
        QVERIFY(results.size() > 20);
        for (const auto& result : results)
            QVERIFY2(result.passed, qPrintable(result.title + QStringLiteral(": ") +
                                               result.message + QString::fromStdString(*yaml)));
        files.copy("u.parquet", "SELECT * REPLACE (CASE WHEN id = 7 THEN 'new' ELSE s END AS s, id "
                                "+ 5 AS id) FROM '" +
                                    files.path("t.parquet") + "'");
        const auto changed = check(files, *files.open("u.parquet"), *yaml);
        QCOMPARE(named(changed, "in", "s").failed, 1);
        QCOMPARE(named(changed, "range", "id").failed, 5);
        QCOMPARE(std::ranges::count(changed, false, &RuleResult::passed), 2);
    }
};

QTEST_GUILESS_MAIN(TestDataRules)
#include "test_data_rules.moc"
