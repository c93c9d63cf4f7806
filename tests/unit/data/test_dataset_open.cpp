#include "tests/unit/data/data_files.h"

#include "services/data/dataset_source.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <QTest>

using namespace binnacle;

namespace {

std::int64_t sumOf(const Dataset& data, const std::string& column)
{
    const auto row = rowOf(*data.engine, "SELECT sum(\"" + column + "\") FROM " + data.relation);
    return row ? static_cast<std::int64_t>(row->at(0).toNumber()) : -1;
}

} // namespace

// Files as they come: of every format, packed, in folders, and damaged.
class TestDatasetOpen : public QObject
{
    Q_OBJECT
private slots:
    void everyFormatGivesTheSameTable_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : {"t.csv", "t.csv.gz", "t.csv.zst", "t.parquet", "t.json"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void everyFormatGivesTheSameTable()
    {
        QFETCH(QString, name);
        const DataFiles files;
        files.copy(name.toStdString(), "SELECT i AS id, i * 0.5 AS x, 'n' || i AS s FROM "
                                       "range(1000) t(i)");
        for (const auto depth : {OpenDepth::Preview, OpenDepth::Whole}) {
            const auto data = files.open(name.toStdString(), depth);
            QVERIFY2(data, data ? "" : qPrintable(data.error().message));
            QCOMPARE(data->columns.size(), 3U);
            QCOMPARE(data->columns[0].kind, ColumnKind::Integer);
            QCOMPARE(data->columns[1].kind, ColumnKind::Number);
            QCOMPARE(data->columns[2].kind, ColumnKind::Text);
            QCOMPARE(sumOf(*data, "id"), 499500);
        }
        QCOMPARE(files.open(name.toStdString())->rows, std::optional<std::int64_t>(1000));
    }

    void tabsAndSemicolonsAreFound()
    {
        const DataFiles files;
        QCOMPARE(files.openText("a.tsv", "a\tb\n1\tx, y\n")->columns[1].name, std::string("b"));
        const auto semicolons = files.openText("b.csv", "a;b\n1,5;2\n");
        QVERIFY(semicolons.has_value());
        QCOMPARE(semicolons->columns.size(), 2U);
    }

    void aPartitionedFolderTellsColumnsByItsFolders()
    {
        const DataFiles files;
        for (const char* part : {"year=2023/a.csv", "year=2024/b.csv"})
            files.write(std::string("hive/") + part, "x\n1\n2\n");
        files.write("hive/_SUCCESS", "");
        const auto data = files.open("hive");
        QVERIFY2(data, data ? "" : qPrintable(data.error().message));
        QCOMPARE(data->files.size(), 2U);
        QVERIFY(data->column("year") != nullptr);
        QCOMPARE(data->rows, std::optional<std::int64_t>(4));
        QCOMPARE(sumOf(*data, "year"), 2 * 2023 + 2 * 2024);
    }

    void patternsMeanFilesAsTheShellDoes()
    {
        const DataFiles files;
        for (const char* name : {"p/a1.csv", "p/a2.csv", "p/b1.csv", "p/deep/a3.csv"})
            files.write(name, "x\n1\n");
        QCOMPARE(filesOf({files.path("p/a*.csv"), {}, {}, {}})->size(), 2U);
        QCOMPARE(filesOf({files.path("p/**/a*.csv"), {}, {}, {}})->size(), 3U);
        QCOMPARE(filesOf({files.path("p/[b]?.csv"), {}, {}, {}})->size(), 1U);
        QCOMPARE(filesOf({files.path("p/none*"), {}, {}, {}}).error().kind, Error::Kind::NotFound);
        QCOMPARE(files.open("p")->rows, std::optional<std::int64_t>(4));
    }

    void raggedRowsAreCountedAndNamed()
    {
        const DataFiles files;
        const auto data = files.openText("r.csv", "a,b,c\n1,2,x\n3,4\n5,6,y\n6,7,z,extra\n");
        QVERIFY2(data, data ? "" : qPrintable(data.error().message));
        QCOMPARE(data->rows, std::optional<std::int64_t>(2));
        QVERIFY(data->report.complete);
        QCOMPARE(data->report.rejectedRows, 2);
        QCOMPARE(data->report.problems.size(), 2U);
        QCOMPARE(data->report.problems[0].kind, DatasetProblem::Kind::Ragged);
        QCOMPARE(data->report.problems[0].line, 3);
        QCOMPARE(data->report.problems[1].line, 5);
    }

    void aColumnOfTwoTypesLosesNoRow()
    {
        const DataFiles files;
        std::string text = "id,v\n";
        for (int i = 0; i < 30000; ++i)
            text += std::to_string(i) + "," + std::to_string(i) + "\n";
        text += "30000,many\n";
        const auto data = files.openText("m.csv", text);
        QVERIFY2(data, data ? "" : qPrintable(data.error().message));
        QCOMPARE(data->rows, std::optional<std::int64_t>(30001));
        QCOMPARE(data->report.rejectedRows, 0);
        QCOMPARE(data->report.asText, (std::vector<std::string>{"v"}));
        QCOMPARE(data->report.problems.at(0).kind, DatasetProblem::Kind::MixedTypes);
        QCOMPARE(data->report.problems.at(0).line, 30002);
        QCOMPARE(data->report.problems.at(0).columnName, std::string("v"));
        QCOMPARE(data->column("v")->kind, ColumnKind::Text);
    }

    void aWrongEncodingIsNamedByLineAndColumn()
    {
        const DataFiles files;
        const auto data = files.openText("e.csv", "a,b\n1,caf\xe9\n2,ok\n");
        QVERIFY(!data);
        QCOMPARE(data.error().kind, Error::Kind::Invalid);
        QVERIFY2(data.error().message.contains(QLatin1String("line 2, character 6")),
                 qPrintable(data.error().message));
        DatasetAddress latin{files.path("e.csv"), {}, {}, "latin-1"};
        const auto read = openDataset(files.engine(), latin, OpenDepth::Whole);
        QVERIFY2(read, read ? "" : qPrintable(read.error().message));
        QCOMPARE(rowOf(*read->engine, "SELECT b FROM " + read->relation)->at(0).toText(),
                 std::string("caf\xc3\xa9"));
        const auto wide = files.openText("w.csv", std::string("\xff\xfe"
                                                              "a\0\n\0"
                                                              "\xe9\0\n\0",
                                                              10));
        QVERIFY2(wide, wide ? "" : qPrintable(wide.error().message));
        QCOMPARE(wide->report.notes.size(), 1U);
    }

    void aLateWrongByteCostsItsRowAndIsReported()
    {
        const DataFiles files;
        std::string text = "id,v\n";
        for (int i = 0; i < 200000; ++i)
            text += std::to_string(i) + ",okay\n";
        text += "200000,caf\xe9\n";
        const auto data = files.openText("late.csv", text);
        QVERIFY2(data, data ? "" : qPrintable(data.error().message));
        QCOMPARE(data->rows, std::optional<std::int64_t>(200000));
        QCOMPARE(data->report.rejectedRows, 1);
        QCOMPARE(data->report.problems.at(0).kind, DatasetProblem::Kind::Encoding);
        QCOMPARE(data->report.problems.at(0).line, 200002);
    }

    void linesAboveTheTableAreSaid()
    {
        const DataFiles files;
        const auto data = files.openText("n.csv", "# a note\n# another\na,b\n1,2\n3,4\n");
        QVERIFY(data.has_value());
        QVERIFY(!data->report.notes.empty() || data->report.rejectedRows > 0);
        QCOMPARE(data->rows, std::optional<std::int64_t>(2));
    }

    void emptyFilesAndHeadersWithoutRows()
    {
        const DataFiles files;
        const auto empty = files.openText("e.csv", "");
        QVERIFY(!empty);
        QCOMPARE(empty.error().kind, Error::Kind::Invalid);
        QVERIFY(empty.error().message.contains(QLatin1String("empty")));
        const auto header = files.openText("h.csv", "a,b\n");
        QVERIFY(header.has_value());
        QCOMPARE(header->rows, std::optional<std::int64_t>(0));
        QCOMPARE(header->columns.size(), 2U);
        QVERIFY(!files.openText("e.parquet", ""));
    }

    void damagedFilesAreSaidSo()
    {
        const DataFiles files;
        const auto json = files.openText("x.jsonl", "{\"a\":1}\n{\"a\":2\n{\"a\":3}\n");
        QVERIFY(!json);
        QVERIFY2(json.error().message.contains(QLatin1String("line")),
                 qPrintable(json.error().message));
        QVERIFY(!files.openText("x.parquet", "PAR1 and nothing more"));
        QVERIFY(!files.openText("x.csv.gz", "no gzip at all"));
        const auto arrow = files.openText("x.feather", std::string("ARROW1\0\0", 8));
        QVERIFY(!arrow);
        QCOMPARE(arrow.error().kind, Error::Kind::Unsupported);
        QCOMPARE(files.openText("x.bin", std::string(100, '\1')).error().kind,
                 Error::Kind::Unsupported);
        QCOMPARE(files.open("nowhere.csv").error().kind, Error::Kind::NotFound);
    }

    void anSqliteTableKeepsItsTypes()
    {
        const DataFiles files;
        {
            SQLite::Database db(files.path("s.db"), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
            db.exec("CREATE TABLE t (i, r, s, b, m, n)");
            db.exec("INSERT INTO t VALUES (1, 1.5, 'x', x'00ff', 1, NULL), "
                    "(2, 2, '한글', x'', 'two', NULL)");
        }
        const auto data = files.open("s.db");
        QVERIFY2(data, data ? "" : qPrintable(data.error().message));
        QCOMPARE(data->rows, std::optional<std::int64_t>(2));
        QCOMPARE(data->column("i")->type, std::string("BIGINT"));
        QCOMPARE(data->column("r")->type, std::string("DOUBLE"));
        QCOMPARE(data->column("b")->type, std::string("BLOB"));
        QCOMPARE(data->report.asText, (std::vector<std::string>{"m"}));
        SQLite::Database(files.path("s.db"), SQLite::OPEN_READWRITE).exec("CREATE TABLE u (x)");
        const auto several = files.open("s.db");
        QVERIFY(!several);
        QVERIFY(several.error().message.contains(QLatin1String("t, u")));
        DatasetAddress named{files.path("s.db"), {}, "t", {}};
        QVERIFY(openDataset(files.engine(), named, OpenDepth::Preview).has_value());
    }
};

QTEST_GUILESS_MAIN(TestDatasetOpen)
#include "test_dataset_open.moc"
