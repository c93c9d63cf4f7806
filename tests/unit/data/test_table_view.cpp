#include "tests/unit/data/data_files.h"

#include "services/data/row_filter.h"
#include "services/data/table_view.h"

#include <QTest>

using namespace binnacle;

namespace {

std::string cell(const TableView& view, std::int64_t row, std::size_t column)
{
    const auto window = view.window(row, 1);
    if (!window)
        qFatal("%s", qPrintable(window.error().detail));
    return window->rows.at(0).at(column).value_or("NULL");
}

} // namespace

// Rows by the window, in any order and under any filter; what a filter may not be.
class TestTableView : public QObject
{
    Q_OBJECT
private slots:
    void windowsOfEveryFormat_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : {"t.csv", "t.parquet", "t.json"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void windowsOfEveryFormat()
    {
        QFETCH(QString, name);
        const DataFiles files;
        files.copy(name.toStdString(), "SELECT i AS id, (i * 7919) % 100000 AS x, CASE WHEN i % 10 "
                                       "> 0 THEN 's' || (i % 7) END AS s FROM range(100000) t(i)");
        const auto data = files.open(name.toStdString());
        QVERIFY2(data, data ? "" : qPrintable(data.error().message));
        const auto plain = *TableView::open(*data, {});
        QCOMPARE(plain->count(), std::optional<std::int64_t>(100000));
        QCOMPARE(cell(*plain, 0, 0), std::string("0"));
        QCOMPARE(cell(*plain, 77777, 0), std::string("77777"));
        QCOMPARE(plain->window(99990, 50)->rows.size(), 10U);
        QVERIFY(plain->window(200000, 50)->rows.empty());

        const auto sorted = *TableView::open(*data, {{{"x", true}}, {}});
        QCOMPARE(cell(*sorted, 0, 1), std::string("99999"));
        QCOMPARE(cell(*sorted, 99999, 1), std::string("0"));
        const auto nullsLast = *TableView::open(*data, {{{"s", false}, {"id", true}}, {}});
        QCOMPARE(cell(*nullsLast, 99999, 2), std::string("NULL"));
        QCOMPARE(cell(*nullsLast, 99999, 0), std::string("0"));

        const auto filtered =
            *TableView::open(*data, {{{"x", false}}, "id >= 500 and s = 's3' -- x"});
        QVERIFY(*filtered->count() > 10000 && *filtered->count() < 14286);
        QCOMPARE(cell(*filtered, 5000, 2), std::string("s3"));
    }

    void severalParquetFilesAreOneTable()
    {
        const DataFiles files;
        std::filesystem::create_directories(files.path("many"));
        files.copy("many/a.parquet", "SELECT i AS id FROM range(1000) t(i)");
        files.copy("many/b.parquet", "SELECT i + 1000 AS id, 'y' AS extra FROM range(1000) t(i)");
        const auto data = files.open("many");
        QVERIFY(data.has_value());
        const auto view = *TableView::open(*data, {{{"id", true}}, "id % 2 = 0"});
        QCOMPARE(*view->count(), 1000);
        QCOMPARE(cell(*view, 0, 0), std::string("1998"));
        QCOMPARE(cell(*view, 999, 0), std::string("0"));
        QCOMPARE(cell(*view, 999, 1), std::string("NULL"));
        QCOMPARE(cell(**TableView::open(*data, {}), 1500, 0), std::string("1500"));
    }

    void aPreviewShowsItsFirstRows()
    {
        const DataFiles files;
        files.copy("t.csv", "SELECT i AS id FROM range(100000) t(i)");
        const auto data = files.open("t.csv", OpenDepth::Preview);
        QVERIFY(data.has_value());
        const auto view = *TableView::open(*data, {});
        QVERIFY(!view->count());
        QCOMPARE(cell(*view, 0, 0), std::string("0"));
        QCOMPARE(TableView::open(*data, {{{"id", true}}, {}}).error().kind,
                 Error::Kind::Unsupported);
    }

    void columnsAreFoundByTheirName()
    {
        const DataFiles files;
        const auto data = files.openText("t.csv", "Age,mean_age,height\n1,2,3\n");
        QCOMPARE((*TableView::open(*data, {}))->columnsLike("AGE"),
                 (std::vector<std::size_t>{0, 1}));
    }

    void whatAFilterMayNotBe_data()
    {
        QTest::addColumn<QString>("filter");
        for (const char* filter :
             {"a = 1; DROP TABLE csv_1", "a = 1) OR (1 = 1; SELECT 1", "1 = 1) ORDER BY (a",
              "a = 1) UNION SELECT 1 WHERE (1 = 1", "a IN (SELECT a FROM read_csv('/etc/passwd'))",
              "EXISTS (FROM read_text('/etc/hostname'))", "row_number() OVER () = 1", "sum(a) > 1",
              "no_such = 1", "no_such_function(a)", "", "a >", "a = $1", "a = ?", "a = 1) LIMIT (1",
              "1=1) GROUP BY (a", "a = 1) QUALIFY (true", "(", "'"})
            QTest::newRow(filter) << QString::fromLatin1(filter);
    }
    void whatAFilterMayNotBe()
    {
        QFETCH(QString, filter);
        const DataFiles files;
        const auto data = files.openText("t.csv", "a,b\n1,x\n2,y\n");
        QVERIFY(data.has_value());
        const auto checked = checkFilter(*data, filter.toStdString());
        QVERIFY(!checked);
        QVERIFY(!checked.error().message.isEmpty());
        QCOMPARE(rowOf(*data->engine, "SELECT count(*) FROM " + data->relation)->at(0).toInteger(),
                 2);
    }

    void whatAFilterMayBe()
    {
        const DataFiles files;
        const auto data = files.openText("t.csv", "a,\"b c\"\n1,x\n2,y; --\n");
        for (const char* filter :
             {"a = 1", "(a = 1) or (a = 2)", "\"b c\" like '%;%'", "a between 1 and 3 -- the first",
              "a in (1, 2)", "case when a > 1 then true else false end", "abs(a) > 1"}) {
            const auto checked = checkFilter(*data, filter);
            QVERIFY2(checked, checked ? "" : qPrintable(checked.error().message));
        }
    }
};

QTEST_GUILESS_MAIN(TestTableView)
#include "test_table_view.moc"
