// Reads a TensorBoard event file of 150 MB, its checksums verified, on one thread:
//   scan       the run's summary (latest point of each scalar), as a first sync does
//   histories  every point of every scalar, in one pass
// The file is in the page cache; each figure is the median of five. Exit code 1: a read was wrong
// or slower than the goal.

#include "services/backends/tensorboard/tensorboard_backend.h"
#include "tests/bench/tfevents/event_file_writer.h"

#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>

using namespace binnacle;

namespace {

constexpr double goalSeconds = 1.0; // for 150 MB

struct Row
{
    QString name;
    double seconds = 0;
    std::uint64_t bytes = 0;
    std::int64_t points = 0;
    bool right = false;
};

struct Measured
{
    std::int64_t points = -1; // -1: the read failed
    double seconds = 0;
};

template <class Read>
Row measure(const QString& name, std::uint64_t bytes, std::int64_t expected, Read read)
{
    Row row{name, 0, bytes, expected, true};
    std::vector<double> times;
    for (int turn = 0; turn < 5; ++turn) {
        const Measured measured = read();
        row.right = row.right && measured.points == expected;
        times.push_back(measured.seconds);
    }
    std::ranges::sort(times);
    row.seconds = times[times.size() / 2];
    return row;
}

Measured scanOnce(TensorboardBackend& backend)
{
    QElapsedTimer timer;
    timer.start();
    Measured measured;
    const auto result = backend.scanRuns({true, {}, {}},
                                         [&](std::vector<Run> runs) -> Result<void> {
                                             measured.points = 0;
                                             for (const auto& run : runs)
                                                 measured.points +=
                                                     static_cast<std::int64_t>(run.metrics.size());
                                             return {};
                                         },
                                         {});
    measured.seconds = static_cast<double>(timer.nsecsElapsed()) / 1e9;
    if (!result || !result->warnings.empty())
        measured.points = -1;
    return measured;
}

Measured readHistories(TensorboardBackend& backend, const std::string& runId)
{
    std::vector<SeriesRequest> requests;
    for (int tag = 0; tag < bench::EventFileWriter::tagCount; ++tag)
        requests.push_back({runId, bench::EventFileWriter::tagName(tag), {}});
    QElapsedTimer timer;
    timer.start();
    Measured measured{0, 0};
    const auto result =
        backend.fetchHistories(requests,
                               [&](SeriesData data) -> Result<void> {
                                   measured.points += static_cast<std::int64_t>(data.points.size());
                                   return {};
                               },
                               {});
    measured.seconds = static_cast<double>(timer.nsecsElapsed()) / 1e9;
    if (!result)
        measured.points = -1;
    return measured;
}

void print(const std::vector<Row>& rows)
{
    std::printf("%-22s %10s %12s %12s %14s  %s\n", "tfevents", "seconds", "MB", "MB/s", "points",
                "values");
    for (const auto& row : rows)
        std::printf("%-22s %10.3f %12.1f %12.0f %14lld  %s\n", qPrintable(row.name), row.seconds,
                    static_cast<double>(row.bytes) / 1e6,
                    static_cast<double>(row.bytes) / 1e6 / row.seconds,
                    static_cast<long long>(row.points), row.right ? "right" : "WRONG");
}

bool writeJson(const QString& file, const std::vector<Row>& rows)
{
    QJsonArray list;
    for (const auto& row : rows)
        list.append(QJsonObject{{QStringLiteral("name"), QStringLiteral("tfevents/") + row.name},
                                {QStringLiteral("seconds"), row.seconds},
                                {QStringLiteral("bytes"), static_cast<qint64>(row.bytes)},
                                {QStringLiteral("points"), qint64{row.points}},
                                {QStringLiteral("right"), row.right}});
    QFile out(file);
    const auto text = QJsonDocument(list).toJson();
    return out.open(QIODevice::WriteOnly) && out.write(text) == text.size();
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    const QCommandLineOption json(QStringLiteral("json"), QStringLiteral("Write figures here."),
                                  QStringLiteral("file"));
    const QCommandLineOption size(QStringLiteral("megabytes"), QStringLiteral("Size of the file."),
                                  QStringLiteral("n"), QStringLiteral("150"));
    const QCommandLineOption seed(QStringLiteral("seed"), QStringLiteral("Seed of the generator."),
                                  QStringLiteral("n"), QStringLiteral("20240229"));
    const QCommandLineOption folder(QStringLiteral("folder"),
                                    QStringLiteral("Keep the file in this new folder."),
                                    QStringLiteral("dir"));
    parser.addOptions({json, size, seed, folder});
    parser.process(application);

    const QTemporaryDir temporary;
    const std::filesystem::path logDir =
        (parser.isSet(folder) ? parser.value(folder) : temporary.path()).toStdString();
    std::filesystem::create_directories(logDir);
    const auto bytes = parser.value(size).toULongLong() * 1000000;
    bench::EventFileWriter writer(logDir / "events.out.tfevents.1700000000.bench",
                                  parser.value(seed).toULongLong());
    writer.writeUntil(bytes);
    const auto whole = writer.bytes();
    const auto points = writer.points();

    std::vector<Row> rows;
    TensorboardBackend backend(logDir.string());
    rows.push_back(measure(QStringLiteral("scan"), whole, bench::EventFileWriter::tagCount,
                           [&] { return scanOnce(backend); }));
    rows.push_back(measure(QStringLiteral("histories"), whole, points, [&] {
        return readHistories(backend, tfevents::runIdOf(logDir.string(), "."));
    }));
    print(rows);
    if (parser.isSet(json) && !writeJson(parser.value(json), rows)) {
        std::fprintf(stderr, "can not write %s\n", qPrintable(parser.value(json)));
        return 1;
    }
    const auto goal = goalSeconds * std::max(1.0, static_cast<double>(bytes) / 150e6);
    const bool reached =
        std::ranges::all_of(rows, [&](const Row& row) { return row.right && row.seconds <= goal; });
    return reached ? 0 : 1;
}
