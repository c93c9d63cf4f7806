// Mirroring, side by side with MLflow itself:
//   an mlflow.db of ten million points, end to end
//   2,000 runs with 5 histories of 200 points over a real server, and the Python client's loop
//   the first 100 of 10,000 runs from the workspace, and the server's search answer
// Stores are in the page cache. Exit code 1: something failed, or a point is missing.

#include "tests/bench/mirror/mirror_scenes.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QTemporaryDir>

#include <functional>

using namespace binnacle;

int main(int argc, char** argv)
{
    const QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    const auto number = [&](const char* name, const char* what, const char* preset) {
        parser.addOption({QString::fromLatin1(name), QString::fromLatin1(what), QStringLiteral("N"),
                          QString::fromLatin1(preset)});
        return QString::fromLatin1(name);
    };
    const auto dbPoints =
        number("db-points", "Points of the mlflow.db (0: leave it out).", "10000000");
    const auto runs = number("runs", "Runs of the server (0: leave it out).", "2000");
    const auto listed = number("listed", "Runs to list from (0: leave it out).", "10000");
    parser.addOptions({{QStringLiteral("json"), QStringLiteral("Write the figures to this file."),
                        QStringLiteral("FILE")},
                       {QStringLiteral("folder"),
                        QStringLiteral("Where stores are made and kept (default: temporary)."),
                        QStringLiteral("DIR")}});
    parser.process(app);
    const QTemporaryDir temporary;
    const auto named = parser.value(QStringLiteral("folder"));
    const std::filesystem::path folder = (named.isEmpty() ? temporary.path() : named).toStdString();
    std::filesystem::create_directories(folder);

    using Scene = std::function<Result<bench::Rows>(const std::filesystem::path&, std::int64_t)>;
    bench::Rows rows;
    bool good = true;
    for (const auto& [scene, size] : {std::pair<Scene, QString>{bench::databaseScene, dbPoints},
                                      {bench::serverScene, runs},
                                      {bench::firstRunsScene, listed}}) {
        const auto count = parser.value(size).toLongLong();
        if (count <= 0)
            continue;
        const auto measured = scene(std::filesystem::absolute(folder), count);
        if (measured) {
            bench::printTable(*measured);
            rows.insert(rows.end(), measured->begin(), measured->end());
        } else {
            good = false;
            std::fprintf(stderr, "%s %s\n", qUtf8Printable(measured.error().message),
                         qUtf8Printable(measured.error().detail));
        }
    }
    const auto json = parser.value(QStringLiteral("json"));
    return (json.isEmpty() || bench::writeJson(json, rows)) && good ? 0 : 1;
}
