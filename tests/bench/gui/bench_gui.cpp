#include "tests/bench/gui/page_bench.h"
#include "tests/bench/query/bench_workspaces.h"

#include <QCommandLineParser>
#include <QProcess>
#include <QTemporaryFile>

#include <unistd.h>

// What a person waits for and feels in the runs page over large workspaces, drawn off screen. Each
// scene is measured in a process of its own, so that start and memory are its own.

namespace binnacle::bench {
namespace {

// Milliseconds since the kernel started this process (clock ticks: ± 10 ms).
double sinceProcessStart()
{
    QFile stat(QStringLiteral("/proc/self/stat")), uptime(QStringLiteral("/proc/uptime"));
    if (!stat.open(QIODevice::ReadOnly) || !uptime.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray line = stat.readAll();
    const auto fields = line.mid(line.lastIndexOf(')') + 2).split(' ');
    const double started = fields.value(19).toDouble() / static_cast<double>(sysconf(_SC_CLK_TCK));
    return qMax(0.0, (uptime.readAll().split(' ').value(0).toDouble() - started) * 1000);
}

QJsonArray measureApart(const Scene& scene, const QString& data)
{
    QTemporaryFile answer;
    if (!answer.open())
        return {};
    QProcess child;
    child.setProcessChannelMode(QProcess::ForwardedChannels);
    child.start(QCoreApplication::applicationFilePath(),
                {QStringLiteral("--data"), data, QStringLiteral("--one"), QStringLiteral("--runs"),
                 QString::number(scene.runs()), QStringLiteral("--json"), answer.fileName()});
    child.waitForFinished(-1);
    return QJsonDocument::fromJson(answer.readAll()).array();
}

int measureHere(int argc, char** argv, const Scene& scene, const QDir& data, const QString& json,
                double atStart)
{
    WatchedApplication application(argc, argv);
    const PageScene page{scene.name, prepare(scene, data), atStart, scene.runs() <= 100'000};
    const auto rows = measurePage(application, page);
    printTable(rows);
    return writeJson(json, rows) ? 0 : 1;
}

} // namespace
} // namespace binnacle::bench

int main(int argc, char** argv)
{
    using namespace binnacle::bench;
    const double atStart = sinceProcessStart();
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    QCommandLineParser parser;
    parser.addOptions({{QStringLiteral("data"), QStringLiteral("Folder of the workspaces."),
                        QStringLiteral("DIR"), QStringLiteral(BINNACLE_SOURCE "/.cache/bench")},
                       {QStringLiteral("json"), QStringLiteral("Write the figures as JSON."),
                        QStringLiteral("FILE")},
                       {QStringLiteral("runs"), QStringLiteral("Runs of the narrow store."),
                        QStringLiteral("N"), QStringLiteral("100000")},
                       {QStringLiteral("million"), QStringLiteral("1,000,000 runs as well.")},
                       {QStringLiteral("one"), QStringLiteral("In this process.")}});
    parser.addHelpOption();
    if (!parser.parse(arguments)) {
        std::fprintf(stderr, "%s\n", qUtf8Printable(parser.errorText()));
        return 2;
    }
    const QDir data(parser.value(QStringLiteral("data")));
    const QString json = parser.value(QStringLiteral("json"));
    const Scene first = narrowScene(parser.value(QStringLiteral("runs")).toLongLong());
    if (parser.isSet(QStringLiteral("one")))
        return measureHere(argc, argv, first, data, json, atStart);

    QCoreApplication application(argc, argv);
    if (parser.isSet(QStringLiteral("help"))) {
        std::printf("%s", qUtf8Printable(parser.helpText()));
        return 0;
    }
    std::vector<Scene> scenes{first};
    if (parser.isSet(QStringLiteral("million")))
        scenes.push_back(narrowScene(1'000'000));
    QJsonArray all;
    for (const Scene& scene : scenes) {
        prepare(scene, data);
        const auto figures = measureApart(scene, data.absolutePath());
        if (figures.isEmpty())
            return 1;
        for (const auto& row : figures)
            all.append(row);
    }
    if (json.isEmpty())
        return 0;
    QFile file(json);
    const auto text = QJsonDocument(all).toJson();
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? 0 : 1;
}
