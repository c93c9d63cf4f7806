#include "services/artifacts/parquet_head.h"
#include "tests/unit/artifacts/parquet_bytes.h"

#include <QTest>

#include <random>

using namespace binnacle;
using namespace binnacle::test;

// The first rows of Parquet files: bounded, whatever they hold, and whatever they claim to hold.
class TestParquetHead : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> folder_;

    Result<ParquetHead> read(const QByteArray& bytes) const
    {
        QFile file(folder_->filePath(QStringLiteral("artifact")));
        if (!file.open(QIODevice::WriteOnly))
            qFatal("%s", qPrintable(file.fileName()));
        file.write(bytes);
        file.close();
        return readParquetHead(file.fileName().toStdString());
    }

private slots:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void cellsAreTextAndNullIsNothing()
    {
        const auto head = read(
            parquetOf("SELECT * FROM (VALUES (1, 0.25, '와인', TIMESTAMP '2026-11-25 08:00:00', "
                      "[1, 2], true), (2, 'nan'::DOUBLE, NULL, NULL, NULL, false)) "
                      "t(id, \"p q\", name, \"at\", list, ok)"));
        QVERIFY2(head, head ? "" : qPrintable(head.error().message));
        QCOMPARE(head->rows, 2);
        QCOMPARE(head->columns, std::size_t(6));
        using Row = std::vector<std::string>;
        QCOMPARE(head->table.columns, (Row{"id", "p q", "name", "at", "list", "ok"}));
        QCOMPARE(head->table.rows[0],
                 (Row{"1", "0.25", "와인", "2026-11-25 08:00:00", "[1, 2]", "true"}));
        QCOMPARE(head->table.rows[1], (Row{"2", "nan", "", "", "", "false"}));
        QVERIFY(!head->table.cut);
    }

    void onlyTheBeginningIsRead()
    {
        const auto long_ = read(parquetOf("SELECT i, i * 2 AS twice FROM range(250000) t(i)"));
        QVERIFY(long_);
        QCOMPARE(long_->rows, 250'000);
        QCOMPARE(long_->table.rows.size(), mostParquetRows);
        QCOMPARE(long_->table.rows.back()[1], std::string("1998"));
        QVERIFY(long_->table.cut);
        std::string columns;
        for (int i = 0; i < 2'500; ++i)
            columns += (i ? ", " : "") + std::string("i + ") + std::to_string(i) + " AS c" +
                       std::to_string(i);
        const auto wide = read(parquetOf("SELECT " + columns + " FROM range(300) t(i)"));
        QVERIFY(wide);
        QCOMPARE(wide->columns, std::size_t(2'500));
        QCOMPARE(wide->table.columns.size(), mostTableColumns);
        QCOMPARE(wide->table.rows.size(), mostParquetCells / mostTableColumns);
        QCOMPARE(wide->table.rows[7][1'999], std::string("2006"));
        const auto text = read(parquetOf("SELECT repeat('x', 5000000) AS blob"));
        QVERIFY(text);
        QCOMPARE(text->table.rows[0][0].size(), std::size_t(1'000));
    }

    void aTableWithoutRowsHasItsColumns()
    {
        const auto head = read(parquetOf("SELECT 1 AS a, 'x' AS b WHERE false"));
        QVERIFY(head);
        QCOMPARE(head->table.columns, (std::vector<std::string>{"a", "b"}));
        QVERIFY(head->table.rows.empty() && !head->table.cut);
    }

    // What a file calls its columns is a name and nothing else.
    void namesAreNeverRun()
    {
        const auto head =
            read(parquetOf("SELECT 7 AS \"x\"\" FROM read_text('/etc/hostname'); --\", "
                           "8 AS \"'; DROP TABLE t; --\""));
        QVERIFY2(head, head ? "" : qPrintable(head.error().detail));
        QCOMPARE(head->table.columns[0], std::string("x\" FROM read_text('/etc/hostname'); --"));
        QCOMPARE(head->table.rows, (std::vector<std::vector<std::string>>{{"7", "8"}}));
    }

    void damageIsASentence()
    {
        const auto whole = parquetOf("SELECT i, 'n' || i AS name FROM range(5000) t(i)");
        for (const auto& bytes :
             {QByteArray("PAR1"), QByteArray("PAR1 and nothing more"), whole.left(whole.size() / 2),
              whole.mid(400), QByteArray("PAR1") + QByteArray(3'000, '\xff') + "PAR1",
              whole.left(4) + QByteArray(whole.size() - 12, '\0') + whole.right(8)}) {
            const auto head = read(bytes);
            QVERIFY(!head);
            QCOMPARE(head.error().kind, Error::Kind::Invalid);
            QVERIFY(head.error().message.contains(QStringLiteral("damaged or not complete")));
            QVERIFY(!head.error().message.contains(folder_->path()));
        }
        QVERIFY(!readParquetHead(folder_->filePath(QStringLiteral("none")).toStdString()));
    }

    // Wrong bytes anywhere: a table or a sentence, never the end of the program.
    void anyByteMayBeWrong()
    {
        const auto whole = parquetOf("SELECT i, i / 7.0 AS p, CASE WHEN i % 3 > 0 THEN 'name' || i "
                                     "END AS name, [i, i + 1] AS list FROM range(3000) t(i)");
        std::mt19937 random(20'261'125);
        for (int turn = 0; turn < 120; ++turn) {
            auto bytes = whole;
            // The footer, which says where everything is, as often as all the rest.
            const auto from = turn % 2 == 0 ? qsizetype(0) : bytes.size() - 900;
            for (int change = 0; change < 1 + turn % 5; ++change)
                bytes[from + static_cast<qsizetype>(
                                 random() % static_cast<std::size_t>(bytes.size() - from))] =
                    static_cast<char>(random());
            const auto head = read(bytes);
            if (head)
                QVERIFY(head->table.rows.size() <= mostParquetRows);
            else
                QVERIFY(!head.error().message.isEmpty());
        }
    }
};

QTEST_GUILESS_MAIN(TestParquetHead)
#include "test_parquet_head.moc"
