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

std::vector<Row> measureApart(const QStringList& which, const QString& data)
{
    QTemporaryFile answer;
    if (!answer.open())
        return {};
    QProcess child; // its own start and memory
    child.setProcessChannelMode(QProcess::ForwardedChannels);
    child.start(QCoreApplication::applicationFilePath(),
                QStringList{QStringLiteral("--data"), data, QStringLiteral("--one"),
                            QStringLiteral("--json"), answer.fileName()} +
                    which);
    child.waitForFinished(-1);
    return fromJson(QJsonDocument::fromJson(answer.readAll()).array());
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
    parser.addOptions({
        {QStringLiteral("data"), QStringLiteral("Folder of the workspaces."), QStringLiteral("DIR"),
         QStringLiteral(BINNACLE_SOURCE "/.cache/bench")},
        {QStringLiteral("json"), QStringLiteral("Write the figures as JSON."),
         QStringLiteral("FILE")},
        {QStringLiteral("runs"), QStringLiteral("Runs of the narrow store."), QStringLiteral("N"),
         QStringLiteral("100000")},
        {QStringLiteral("million"), QStringLiteral("1,000,000 runs as well.")},
        {QStringLiteral("experiments"),
         QStringLiteral("Experiments of the wide store, up to 50; 0: leave it out."),
         QStringLiteral("N"), QStringLiteral("0")},
        {QStringLiteral("one"), QStringLiteral("In this process; the wide store where there are "
                                               "experiments, else the narrow one.")},
    });
    parser.addHelpOption();
    if (!parser.parse(arguments)) {
        std::fprintf(stderr, "%s\n", qUtf8Printable(parser.errorText()));
        return 2;
    }
    const QDir data(parser.value(QStringLiteral("data")));
    const QString json = parser.value(QStringLiteral("json"));
    const auto experiments = parser.value(QStringLiteral("experiments")).toLongLong();
    const auto runs = parser.value(QStringLiteral("runs")).toLongLong();
    if (parser.isSet(QStringLiteral("one"))) {
        const Scene scene = experiments > 0 ? wideScene(experiments) : narrowScene(runs);
        return measureHere(argc, argv, scene, data, json, atStart);
    }
    QCoreApplication application(argc, argv);
    if (parser.isSet(QStringLiteral("help"))) {
        std::printf("%s", qUtf8Printable(parser.helpText()));
        return 0;
    }
    const auto measure = [&](const Scene& scene, const char* option, std::int64_t count) {
        prepare(scene, data);
        auto rows = measureApart({QString::fromLatin1(option), QString::number(count)},
                                 data.absolutePath());
        if (rows.empty())
            std::exit(1);
        return rows;
    };
    auto all = measure(narrowScene(runs), "--runs", runs);
    const auto small = all;
    const auto compare = [&](const std::vector<Row>& large, double times) {
        const auto rows = growth(small, large, times);
        printTable(rows);
        all.insert(all.end(), large.begin(), large.end());
        all.insert(all.end(), rows.begin(), rows.end());
    };
    constexpr std::int64_t million = 1'000'000;
    if (parser.isSet(QStringLiteral("million")))
        compare(measure(narrowScene(million), "--runs", million),
                static_cast<double>(million) / static_cast<double>(runs));
    if (experiments > 0) {
        const Scene wide = wideScene(experiments); // as fast as the narrow one, but for noise
        compare(measure(wide, "--experiments", experiments),
                std::max(1.5, static_cast<double>(wide.runs()) / static_cast<double>(runs)));
    }
    return json.isEmpty() || writeJson(json, all) ? 0 : 1;
}
