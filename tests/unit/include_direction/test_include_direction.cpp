#include "include_rules.h"

#include <QTest>

#include <filesystem>
#include <fstream>
#include <sstream>

// Reads every #include of the program: an arrow against the design (app → widgets → models →
// services → services/domain) fails the test, also where it would link.
class TestIncludeDirection : public QObject
{
    Q_OBJECT
private slots:
    void everyIncludePointsDown();
    void aWrongIncludeIsFound_data();
    void aWrongIncludeIsFound();
    void aRightIncludePasses_data();
    void aRightIncludePasses();
    void includesAreReadFromText();
};

namespace {

namespace fs = std::filesystem;

std::string textOf(const fs::path& file)
{
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

bool isSource(const fs::path& file)
{
    return file.extension() == ".cpp" || file.extension() == ".h";
}

} // namespace

void TestIncludeDirection::everyIncludePointsDown()
{
    const fs::path root(qEnvironmentVariable("BINNACLE_SOURCE_DIR").toStdString());
    int includes = 0;
    QStringList wrong;
    for (const char* floor : {"services", "models", "widgets", "app"}) {
        for (const auto& entry : fs::recursive_directory_iterator(root / floor)) {
            if (!entry.is_regular_file() || !isSource(entry.path()))
                continue;
            const auto file = fs::relative(entry.path(), root).generic_string();
            for (const auto& include : includesOf(file, textOf(entry.path()))) {
                ++includes;
                const auto reason = reasonAgainst(include);
                if (!reason.empty())
                    wrong << QStringLiteral("%1:%2: %3 (%4)")
                                 .arg(QString::fromStdString(file))
                                 .arg(include.line)
                                 .arg(QString::fromStdString(include.target),
                                      QString::fromStdString(reason));
            }
        }
    }
    QVERIFY2(includes > 500, "the sources were not found");
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
}

void TestIncludeDirection::aWrongIncludeIsFound_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("target");
    const auto row = [](const char* file, const char* target) {
        QTest::addRow("%s -> %s", file, target)
            << QString::fromLatin1(file) << QString::fromLatin1(target);
    };
    row("services/domain/run.h", "services/workspace/workspace.h");
    row("services/workspace/run_reader.cpp", "services/query/run_query.h");
    row("services/workspace/run_reader.cpp", "services/async/deliver.h");
    row("services/credentials/secret_store.cpp", "services/http/client.h");
    row("services/backends/mlflow_db/backend.cpp", "services/workspace/workspace.h");
    row("services/backends/mlflow_db/backend.cpp", "services/credentials/secret_store.h");
    row("services/backends/mlflow_db/backend.cpp", "services/backends/mlflow_files/backend.h");
    row("services/backends/tracking_backend.h", "services/backends/mlflow_db/backend.h");
    row("services/query/run_query.cpp", "services/compare/run_comparison.h");
    row("services/compare/run_comparison.cpp", "services/sync/sync_service.h");
    row("services/sync/sync_service.cpp", "services/backends/mlflow_db/backend.h");
    row("services/sync/sync_service.cpp", "services/query/run_query.h");
    row("services/query/run_query.cpp", "models/number_text.h");
    row("services/domain/run.h", "QWidget");
    row("services/newcomer/thing.cpp", "services/workspace/workspace.h");
    row("models/run_table_model.cpp", "widgets/common/theme.h");
    row("models/run_table_model.cpp", "SQLiteCpp/Database.h");
    row("models/run_table_model.cpp", "QTableView");
    row("models/run_table_model.cpp", "services/backends/mlflow_db/backend.h");
    row("widgets/runs/runs_page.cpp", "app/main_window.h");
    row("widgets/runs/runs_page.cpp", "widgets/compare/compare_page.h");
    row("widgets/common/theme.cpp", "widgets/charts/line_chart.h");
    row("widgets/runs/runs_page.cpp", "curl/curl.h");
    row("widgets/runs/runs_page.cpp", "sqlite3.h");
    row("widgets/runs/runs_page.cpp", "services/backends/tensorboard/backend.h");
    row("app/main.cpp", "tests/unit/compare/facts.h");
    row("app/main.cpp", "../models/number_text.h");
}

void TestIncludeDirection::aWrongIncludeIsFound()
{
    QFETCH(QString, file);
    QFETCH(QString, target);
    QVERIFY(!reasonAgainst({file.toStdString(), 1, target.toStdString(), true}).empty());
}

void TestIncludeDirection::aRightIncludePasses_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("target");
    const auto row = [](const char* file, const char* target) {
        QTest::addRow("%s -> %s", file, target)
            << QString::fromLatin1(file) << QString::fromLatin1(target);
    };
    row("services/workspace/run_reader.cpp", "services/domain/run.h");
    row("services/workspace/run_reader.cpp", "SQLiteCpp/Statement.h");
    row("services/query/run_query.cpp", "services/workspace/workspace.h");
    row("services/compare/run_comparison.cpp", "services/query/run_query.h");
    row("services/backends/mlflow_rest/backend.cpp", "services/credentials/secret_store.h");
    row("services/backends/mlflow_rest/backend.cpp", "services/backends/tracking_backend.h");
    row("services/sync/sync_service.cpp", "services/backends/tracking_backend.h");
    row("models/run_table_model.cpp", "services/query/run_query_engine.h");
    row("widgets/compare/compare_page.cpp", "widgets/charts/line_chart.h");
    row("widgets/compare/compare_page.cpp", "models/comparison_table_model.h");
    row("widgets/compare/compare_page.cpp", "QWidget");
    row("app/main.cpp", "services/backends/mlflow_db/backend.h");
}

void TestIncludeDirection::aRightIncludePasses()
{
    QFETCH(QString, file);
    QFETCH(QString, target);
    QCOMPARE(reasonAgainst({file.toStdString(), 1, target.toStdString(), true}), std::string());
}

void TestIncludeDirection::includesAreReadFromText()
{
    const auto found = includesOf("a.cpp", "#pragma once\n"
                                           "#include \"models/a.h\"\n"
                                           "  #  include <QWidget>\n"
                                           "// #include \"models/none.h\"\n"
                                           "int a; // text\n");
    QCOMPARE(found.size(), std::size_t(2));
    QCOMPARE(found[0].target, std::string("models/a.h"));
    QCOMPARE(found[0].line, 2);
    QVERIFY(found[0].quoted);
    QCOMPARE(found[1].target, std::string("QWidget"));
    QVERIFY(!found[1].quoted);
}

QTEST_GUILESS_MAIN(TestIncludeDirection)
#include "test_include_direction.moc"
