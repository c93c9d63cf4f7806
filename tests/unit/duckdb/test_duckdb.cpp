// DuckDB as the set-up brings it: links, runs, and reads what is built into it. Kept until the data
// services use it themselves.
#include <duckdb.h>

#include <QTemporaryDir>
#include <QTest>

#include <string>

namespace {

// A database in memory with one connection.
class Memory
{
public:
    Memory()
    {
        opened_ = duckdb_open(nullptr, &database_) == DuckDBSuccess &&
                  duckdb_connect(database_, &connection_) == DuckDBSuccess;
    }
    ~Memory()
    {
        duckdb_disconnect(&connection_);
        duckdb_close(&database_);
    }
    Memory(const Memory&) = delete;
    Memory& operator=(const Memory&) = delete;

    bool isOpen() const { return opened_; }
    // The first value of the answer as text; what went wrong where there is none.
    std::string ask(const std::string& sql)
    {
        duckdb_result result;
        std::string text;
        if (duckdb_query(connection_, sql.c_str(), &result) != DuckDBSuccess) {
            text = duckdb_result_error(&result);
        } else if (duckdb_row_count(&result) > 0) {
            char* value = duckdb_value_varchar(&result, 0, 0);
            text = value ? value : "NULL";
            duckdb_free(value);
        }
        duckdb_destroy_result(&result);
        return text;
    }

private:
    duckdb_database database_ = nullptr;
    duckdb_connection connection_ = nullptr;
    bool opened_ = false;
};

} // namespace

class TestDuckDb : public QObject
{
    Q_OBJECT
private slots:
    void libraryAndHeaderAreOfOneVersion() { QCOMPARE(duckdb_library_version(), "v1.4.4"); }

    void aDatabaseInMemoryAnswers()
    {
        Memory memory;
        QVERIFY(memory.isOpen());
        QCOMPARE(memory.ask("SELECT sum(i) FROM range(1001) t(i)"), std::string("500500"));
        QCOMPARE(memory.ask("SELECT median(i) FROM range(101) t(i)"), std::string("50.0"));
        QVERIFY(memory.ask("SELECT * FROM no_such_table").find("no_such_table") !=
                std::string::npos);
    }

    // Nothing is downloaded at run time: these formats must be in the library.
    void parquetJsonAndCsvAreBuiltIn()
    {
        const QTemporaryDir folder;
        Memory memory;
        for (const char* format : {"parquet", "json", "csv"}) {
            const auto file =
                folder.filePath(QStringLiteral("runs.")).toStdString() + std::string(format);
            const auto written = memory.ask("COPY (SELECT i AS step, i * 0.5 AS loss FROM "
                                            "range(1000) t(i)) TO '" +
                                            file + "' (FORMAT " + format + ")");
            QCOMPARE(written, std::string("1000"));
            QCOMPARE(memory.ask("SELECT sum(loss) FROM '" + file + "'"), std::string("249750.0"));
        }
    }
};

QTEST_GUILESS_MAIN(TestDuckDb)
#include "test_duckdb.moc"
