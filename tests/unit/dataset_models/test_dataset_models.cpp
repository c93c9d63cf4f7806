#include "models/dataset_comparison_model.h"
#include "models/dataset_filter.h"
#include "models/dataset_link.h"
#include "models/dataset_list_model.h"
#include "models/dataset_profile_model.h"
#include "models/dataset_table_model.h"
#include "services/data/mlflow_dataset.h"
#include "services/data/row_filter.h"
#include "services/workspace/mirror_writer.h"
#include "services/workspace/source_store.h"
#include "tests/unit/data/data_files.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace binnacle;

namespace {

std::shared_ptr<const Dataset> opened(const DataFiles& files, const std::string& query)
{
    files.copy("m.parquet", query);
    auto data = files.open("m.parquet");
    if (!data)
        qFatal("%s", qPrintable(data.error().message));
    return std::make_shared<const Dataset>(std::move(*data));
}

} // namespace

// What stands between the services of data and the page.
class TestDatasetModels : public QObject
{
    Q_OBJECT
private slots:
    void aFaultOfAFilterHasItsPlace_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("place"); // bytes; -1: no fault
        QTest::newRow("good") << QStringLiteral("age > 3 AND state = 'x'") << -1;
        QTest::newRow("column") << QStringLiteral("age > 3 AND nope = 1") << 12;
        QTest::newRow("after Korean") << QStringLiteral("state = '와인' AND nope = 1") << 21;
        QTest::newRow("function") << QStringLiteral("age = 1 OR nofun(age) = 1") << 11;
        QTest::newRow("syntax") << QStringLiteral("age > 1 AND AND 3") << 12;
        QTest::newRow("unfinished") << QStringLiteral("age >") << 5;
        QTest::newRow("open quote") << QStringLiteral("state = 'unclosed") << 8;
        QTest::newRow("far behind")
            << QStringLiteral("age IN (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, "
                              "18, 19, 20, 21, 22, 23, 24) AND nope = 1")
            << 99;
    }
    void aFaultOfAFilterHasItsPlace()
    {
        QFETCH(const QString, text);
        QFETCH(const int, place);
        const DataFiles files;
        const auto data = opened(files, "SELECT 1 AS age, 'x' AS state");
        const auto fault = filterFault(*data, text.toStdString());
        QCOMPARE(fault.has_value(), place >= 0);
        if (fault)
            QCOMPARE(static_cast<int>(fault->position.value_or(9999)), place);
    }

    void aFilterIsCompletedFromColumnsFunctionsAndWords()
    {
        const std::vector<DataColumn> columns = {{"age", "BIGINT", ColumnKind::Integer},
                                                 {"first name", "VARCHAR", ColumnKind::Text},
                                                 {"order", "BIGINT", ColumnKind::Integer}};
        const std::vector<std::string> functions = {"abs", "lower"};
        const auto texts = [&](const std::string& typed) {
            QStringList found;
            for (const auto& item :
                 rowFilterSuggestions(columns, functions, typed, typed.size()).items)
                found << item.text;
            return found;
        };
        QCOMPARE(texts("a").first(), QStringLiteral("age"));
        QVERIFY(texts("a").contains(QStringLiteral("abs(")));
        QVERIFY(texts("age > 3 a").contains(QStringLiteral("AND")));
        QCOMPARE(texts("na"), QStringList{QStringLiteral("\"first name\"")});
        QCOMPARE(texts("ord").first(), QStringLiteral("\"order\"")); // a word of SQL
        QVERIFY(texts("age = 'a").isEmpty());
        QVERIFY(texts("age > 1").isEmpty());
        QCOMPARE(rowFilterSuggestions(columns, functions, "age > 3 AND fi", 14).replaceFrom, 12U);
    }

    void aWindowOverManyRowsAsksForWhatItShows()
    {
        const DataFiles files;
        WorkerPools pools;
        DatasetTableModel model(pools);
        QAbstractItemModelTester tester(&model);
        model.setDataset(opened(files, "SELECT i AS id, NULL AS gone FROM range(250000) t(i)"),
                         false, false);
        model.setWindow(0, 30);
        QTRY_COMPARE(model.rowCount(), 30);
        QTRY_COMPARE(model.index(29, 0).data().toString(), QStringLiteral("29"));
        QVERIFY(model.index(3, 1).data(DatasetTableModel::MissingRole).toBool());
        model.setWindow(249'990, 30); // no farther than the end
        QCOMPARE(model.firstRow(), 249'970);
        QTRY_COMPARE(model.index(29, 0).data().toString(), QStringLiteral("249999"));
        QCOMPARE(model.headerData(29, Qt::Vertical, Qt::DisplayRole).toString(),
                 QStringLiteral("250,000"));
        model.setFilter("id % 1000 = 7");
        QTRY_COMPARE(model.total().value_or(0), 250);
        QTRY_COMPARE(model.index(0, 0).data().toString(), QStringLiteral("220007"));
        model.setFilter("id < 5");
        QTRY_COMPARE(model.rowCount(), 5);
        model.setFilter("CAST('x' || id AS INTEGER) > 3"); // fails only when it runs
        QSignalSpy failed(&model, &DatasetTableModel::filterFailed);
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(model.rowCount(), 5);
        model.clear();
        QCOMPARE(model.rowCount(), 0);
    }

    void visibleColumnsAreProfiledFirst()
    {
        ProfilePlan plan({"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"});
        plan.setVisible(6, 8);
        QCOMPARE(plan.next(), (std::vector<std::string>{"g", "h", "i"}));
        plan.setVisible(1, 1);
        QCOMPARE(plan.next(), std::vector<std::string>{"b"});
        QCOMPARE(plan.next(), (std::vector<std::string>{"a", "c", "d", "e", "f", "j"}));
        QVERIFY(plan.next().empty());
    }

    void inputsOfRunsSayWhereTheyAre()
    {
        const DataFiles files;
        const auto there = files.write("wine.csv", "a\n1\n");
        QCOMPARE(*fileOfMlflowSource("local", "{\"uri\": \"" + there + "\"}"), there);
        QCOMPARE(*fileOfMlflowSource("local", "{\"uri\": \"file://" + there + "\"}"), there);
        const auto reason = [](const char* type, const char* source) {
            const auto file = fileOfMlflowSource(type, source);
            return file ? QString() : file.error().message;
        };
        QVERIFY(reason("s3", "{\"uri\": \"s3://bucket/key.csv\"}").contains(u"s3://bucket"));
        const auto secret = reason("http", "{\"url\": \"https://ann:pw@example.org/x.csv\"}");
        QVERIFY(secret.contains(u"example.org") && !secret.contains(u"pw"));
        QVERIFY(reason("code", "{\"tags\": {}}").contains(u"in memory"));
        QVERIFY(reason("local", "{\"uri\": \"/no/such/file.csv\"}").contains(u"not on this"));
        QVERIFY(reason("local", "{\"uri\": \"data/wine.csv\"}").contains(u"relative"));
        QVERIFY(reason("dbfs", "{\"uri\": \"dbfs:/x.csv\"}").contains(u"dbfs:/x.csv"));
    }

    void theListHasWhatWasOpenedAndTheInputsOfRuns()
    {
        const DataFiles files;
        const auto workspace = *Workspace::open(files.path("w.db"));
        const auto source =
            *SourceStore(workspace).add({{}, "prod-mlflow", "mlflow-rest", "http://127.0.0.1:1"});
        Run run;
        run.id = "r1";
        run.experimentId = "0";
        run.startTime = 1000;
        const auto there = files.write("wine.csv", "a\n1\n");
        run.datasets = {
            {"wine", "9f31c", "local", "{\"uri\": \"" + there + "\"}", "", "", "training"},
            {"beer", "77aa", "s3", "{\"uri\": \"s3://b/k\"}", "", "", "training"}};
        MirrorWriter writer(workspace, source);
        QVERIFY(writer.putExperiments({{"0", "Default", "", {}, {}, {}, {}}}, true).has_value());
        QVERIFY(writer.putRuns({run}).has_value());
        QVERIFY(DatasetStore(workspace)
                    .see({0, "/data/오렌지.csv", "aa", "CSV", 10, 0, 1000, {}, {}, {}, {}})
                    .has_value());
        WorkerPools pools;
        DatasetListModel model(workspace, pools);
        QAbstractItemModelTester tester(&model);
        model.reload();
        QTRY_COMPARE(model.rowCount(), 5); // with two heads
        QVERIFY(model.index(0).data(DatasetListModel::HeadRole).toBool());
        QVERIFY(!(model.flags(model.index(0)) & Qt::ItemIsSelectable));
        QCOMPARE(model.address(1)->path, std::string("/data/오렌지.csv"));
        QCOMPARE(model.index(3).data().toString(), QStringLiteral("beer"));
        QVERIFY(!model.address(3));
        QVERIFY(model.index(3).data(DatasetListModel::ReasonRole).toString().contains(u"s3://b/k"));
        QCOMPARE(model.address(4)->path, there);
        QVERIFY(model.run(4).has_value() && !model.run(1));
        model.setSearch(QStringLiteral("wine"));
        QCOMPARE(model.rowCount(), 2);
        model.setSearch({});
        model.forget(1);
        QTRY_COMPARE(model.rowCount(), 3);
    }

    void aPlaceIsDataByItsName()
    {
        QVERIFY(looksLikeDataset(QStringLiteral("/x/a.CSV")));
        QVERIFY(looksLikeDataset(QStringLiteral("a.parquet")));
        QVERIFY(looksLikeDataset(QStringLiteral("/x/y=1/*.jsonl.gz")));
        QVERIFY(!looksLikeDataset(QStringLiteral("/x/mlflow.db")));
        QVERIFY(!looksLikeDataset(QStringLiteral("/x/mlruns")));
        QVERIFY(!looksLikeDataset(QStringLiteral("http://host/a.csv")));
    }
};

QTEST_MAIN(TestDatasetModels)
#include "test_dataset_models.moc"
