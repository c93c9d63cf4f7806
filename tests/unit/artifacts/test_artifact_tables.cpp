#include "services/artifacts/confusion_matrix.h"
#include "services/artifacts/table_join.h"

#include <QTest>

#include <array>
#include <cmath>

using namespace binnacle;

namespace {

ArtifactTable csv(std::string_view text)
{
    auto table = readDelimited(text, ',');
    if (!table)
        qFatal("%s", qPrintable(table.error().message));
    return *table;
}

std::string cell(const JoinedTable& joined, std::size_t row, std::size_t column, std::size_t table)
{
    return joined.cell(row, column, table).value_or("-");
}

} // namespace

// Tables and confusion matrices in files, and tables beside each other.
class TestArtifactTables : public QObject
{
    Q_OBJECT
private slots:
    void delimitedTextIsReadAsRfc4180Says()
    {
        const auto table =
            csv("\xEF\xBB\xBFid,\"a,b\",c\r\n1,\"x \"\"y\"\"\",\r\n2,\"two\nlines\",3,4\n\n");
        QCOMPARE(table.columns, (std::vector<std::string>{"id", "a,b", "c"}));
        QCOMPARE(table.rows.size(), 2U);
        QCOMPARE(table.rows[0], (std::vector<std::string>{"1", "x \"y\"", ""}));
        QCOMPARE(table.rows[1], (std::vector<std::string>{"2", "two\nlines", "3"}));
    }

    void theBeginningOfAFileLosesItsLastRecord()
    {
        const auto table = readDelimited("a\tb\n1\t2\n3\t4", '\t', false);
        QVERIFY(table.has_value());
        QCOMPARE(table->rows.size(), 1U);
        QVERIFY(table->cut);
        QVERIFY(!readDelimited("\n\n", ','));
        QVERIFY(readDelimited("a,b\n\"never closed", ',').has_value());
    }

    void whatMlflowsLogTableWritesIsATable()
    {
        const auto table = tableOf(
            *parseJson(R"({"columns":["id","pred"],"data":[[1,"a"],[2,null],[3,{"k":[1]}]]})"));
        QVERIFY(table.has_value());
        QCOMPARE(table->columns, (std::vector<std::string>{"id", "pred"}));
        QCOMPARE(table->rows[1], (std::vector<std::string>{"2", ""}));
        QCOMPARE(table->rows[2][1], std::string(R"({"k": [1]})"));
        const auto records = tableOf(*parseJson(R"([{"a": 1}, {"b": 2, "a": 3}])"));
        QCOMPARE(records->columns, (std::vector<std::string>{"a", "b"}));
        QCOMPARE(records->rows[1], (std::vector<std::string>{"3", "2"}));
        QVERIFY(!tableOf(*parseJson(R"({"columns": 3, "data": 4})")));
        QVERIFY(!tableOf(*parseJson("[1, 2]")));
    }

    void joinAgreesWithPandasMerge()
    {
        // pd.merge(x, y, how="outer", on="id"):
        // id,pred_x,p_x,pred_y,p_y,new
        // 1,a,0.5,b,0.5,False / 2,b,1.0,,, / 3,c,0.25,c,0.25,True / 4,,,d,0.75,True
        const std::array tables = {
            csv("id,pred,p\n1,a,0.5\n2,b,1.0\n3,c,0.25\n"),
            csv("id,pred,p,new\n3,c,0.25,True\n1,b,0.5,False\n4,d,0.75,True\n")};
        const auto joined = joinTables(tables, "id");
        QCOMPARE(joined.columns, (std::vector<std::string>{"pred", "p", "new"}));
        std::vector<std::string> keys;
        for (const auto& row : joined.rows)
            keys.push_back(row.key);
        QCOMPARE(keys, (std::vector<std::string>{"1", "2", "3", "4"}));
        QCOMPARE(cell(joined, 0, 0, 0), std::string("a"));
        QCOMPARE(cell(joined, 0, 0, 1), std::string("b"));
        QCOMPARE(cell(joined, 1, 1, 1), std::string("-"));
        QCOMPARE(cell(joined, 3, 0, 0), std::string("-"));
        QCOMPARE(cell(joined, 3, 2, 1), std::string("True"));
        QVERIFY(joined.rows[0].differs[0]);
        QVERIFY(!joined.rows[0].differs[1]);
        QVERIFY(!joined.rows[2].differs[0]);
        QVERIFY(joined.rows[2].differs[2]); // a column that one table has not
        QVERIFY(!joined.ambiguous);
        QCOMPARE(joined.differing, 4U);
    }

    void numbersAreComparedByValue()
    {
        const std::array tables = {csv("id,v\n1,0.50\n"), csv("id,v\n1.0,5e-1\n")};
        const auto joined = joinTables(tables, "id");
        QCOMPARE(joined.rows.size(), 1U);
        QCOMPARE(joined.differing, 0U);
    }

    void repeatedKeysMeetInTheirOrder()
    {
        const std::array tables = {csv("k,v\na,1\na,2\n"), csv("k,v\na,1\na,3\na,4\n"),
                                   csv("k,v\nb,1\n")};
        const auto joined = joinTables(tables, "k");
        QVERIFY(joined.ambiguous);
        QCOMPARE(joined.rows.size(), 4U);
        QCOMPARE(cell(joined, 1, 0, 1), std::string("3"));
        QCOMPARE(cell(joined, 2, 0, 1), std::string("4"));
        QCOMPARE(cell(joined, 3, 0, 2), std::string("1"));
    }

    void aColumnMayBearTheNameOfTheKeyOnceMore()
    {
        const std::array tables = {csv(",,v\n1,x,2\n"), csv(",,v\n1,y,3\n")};
        const auto joined = joinTables(tables, "");
        QCOMPARE(joined.columns, (std::vector<std::string>{"v"}));
        QCOMPARE(cell(joined, 0, 0, 0), std::string("2"));
        QCOMPARE(cell(joined, 0, 0, 1), std::string("3"));
    }

    void keysAreColumnsWithoutRepetitionFirst()
    {
        const std::array tables = {csv("class,id\na,1\na,2\n"), csv("id,class,x\n1,a,0\n2,b,0\n")};
        QCOMPARE(keyCandidates(tables), (std::vector<std::string>{"id", "class"}));
    }

    void confusionMatricesInTheirForms()
    {
        // sklearn.metrics.confusion_matrix([2, 0, 2, 2, 0, 1], [0, 0, 2, 2, 0, 2]) of its manual
        const auto plain = confusionMatrixOf(*parseJson("[[2, 0, 0], [0, 0, 1], [1, 0, 2]]"), true);
        QVERIFY(plain.has_value());
        QCOMPARE(plain->labels, (std::vector<std::string>{"0", "1", "2"}));
        QCOMPARE(plain->values[2][2], 2.0);
        QCOMPARE(plain->greatest(), 2.0);
        QCOMPARE(plain->accuracy(), 4.0 / 6.0); // accuracy_score of the same
        QVERIFY(!confusionMatrixOf(*parseJson("[[2, 0], [0, 1]]"), false));

        const auto named = confusionMatrixOf(
            *parseJson(R"({"confusion_matrix": [[1, 0], [0, 1]], "labels": ["cat", "개"]})"),
            false);
        QCOMPARE(named->labels, (std::vector<std::string>{"cat", "개"}));
        const auto maps = confusionMatrixOf(
            *parseJson(R"({"a": {"b": 2, "a": 1}, "b": {"a": 0, "b": 3}})"), true);
        QCOMPARE(maps->values[0][1], 2.0);

        // pandas.DataFrame(confusion_matrix, index=labels, columns=labels).to_csv()
        const auto table = confusionMatrixOf(csv(",a,b\na,5,1\nb,0,4\n"), true);
        QCOMPARE(table->labels, (std::vector<std::string>{"a", "b"}));
        QCOMPARE(table->values[0][1], 1.0);
        QVERIFY(confusionMatrixOf(csv("a,b\n5,1\n0,4\n"), true).has_value());
    }

    void whatIsNoMatrixIsNotTakenForOne_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text : {"[[1, 2], [3]]", "[[1]]", "[[1, -2], [3, 4]]",
                                 "[[1, NaN], [3, 4]]", R"([["a", "b"], ["c", "d"]])", "{}", "[]",
                                 "3", R"({"labels": ["a"], "matrix": [[1, 2], [3, 4]]})"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void whatIsNoMatrixIsNotTakenForOne()
    {
        QFETCH(QString, text);
        QVERIFY(!confusionMatrixOf(*parseJson(text.toStdString()), true));
    }

    void accuracyOfNothingIsUnknown()
    {
        QVERIFY(std::isnan(confusionMatrixOf(*parseJson("[[0, 0], [0, 0]]"), true)->accuracy()));
    }
};

QTEST_APPLESS_MAIN(TestArtifactTables)
#include "test_artifact_tables.moc"
