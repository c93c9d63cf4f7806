#pragma once

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// What all benchmarks share: a stop watch, the resident memory, and a report as a table and JSON.

namespace binnacle::bench {

class StopWatch
{
public:
    double milliseconds() const
    {
        const std::chrono::duration<double, std::milli> taken =
            std::chrono::steady_clock::now() - begin_;
        return taken.count();
    }

private:
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

template <class Work>
double millisecondsOf(Work work)
{
    const StopWatch watch;
    work();
    return watch.milliseconds();
}

// The middle of an odd number of runs: one interruption does not show.
template <class Work>
double medianMilliseconds(int runs, Work work)
{
    std::vector<double> times;
    for (int i = 0; i < runs; ++i)
        times.push_back(millisecondsOf(work));
    std::ranges::nth_element(times, times.begin() + runs / 2);
    return times[static_cast<std::size_t>(runs / 2)];
}

// MiB of this process that are in memory now; NaN where the system does not tell.
inline double residentMegabytes()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return std::numeric_limits<double>::quiet_NaN();
    for (const auto& line : status.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.simplified().split(' ').value(1).toDouble() / 1024.0;
    }
    return std::numeric_limits<double>::quiet_NaN();
}

// One line: what was measured where, in one or more ways ("cold", "warm").
struct Row
{
    std::string scene;   // "100,000 runs"
    std::string measure; // "sort by a metric"
    std::string unit;    // "ms", "MiB", "points/s"
    std::vector<std::pair<std::string, double>> figures;
    std::optional<double> limit; // the goal for the last figure; absent: only reported
    bool atLeast = false;        // the goal is a lower bound

    std::optional<bool> reached() const
    {
        if (!limit || figures.empty())
            return std::nullopt;
        const double value = figures.back().second;
        return atLeast ? value >= *limit : value <= *limit;
    }
};

// How much each cost of one scene grows in another that has `times` as many rows: no faster than
// the rows is the goal. Times and memory only; the last figure of each.
inline std::vector<Row> growth(const std::vector<Row>& small, const std::vector<Row>& large,
                               double times)
{
    std::vector<Row> rows;
    for (const auto& before : small) {
        const auto after = std::ranges::find(large, before.measure, &Row::measure);
        if (after == large.end() || before.figures.empty() || after->figures.empty() ||
            before.figures.back().second <= 0)
            continue;
        const double ratio = after->figures.back().second / before.figures.back().second;
        rows.push_back({after->scene + " against " + before.scene,
                        before.measure,
                        "×",
                        {{"grows", ratio}},
                        times,
                        false});
    }
    return rows;
}

inline std::string figureText(double value)
{
    char text[32];
    const int digits = std::abs(value) < 10 ? 2 : std::abs(value) < 1000 ? 1 : 0;
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    return text;
}

inline void printTable(const std::vector<Row>& rows)
{
    std::string scene;
    for (const auto& row : rows) {
        if (row.scene != scene)
            std::printf("\n%s\n", row.scene.c_str());
        scene = row.scene;
        std::printf("  %-44s", row.measure.c_str());
        for (const auto& [name, value] : row.figures)
            std::printf("  %s %9s", name.c_str(), figureText(value).c_str());
        std::printf(" %s", row.unit.c_str());
        if (const auto reached = row.reached())
            std::printf("   goal %s %s: %s", row.atLeast ? "≥" : "≤",
                        figureText(*row.limit).c_str(), *reached ? "reached" : "MISSED");
        std::printf("\n");
    }
    std::fflush(stdout);
}

inline QJsonArray toJson(const std::vector<Row>& rows)
{
    QJsonArray array;
    for (const auto& row : rows) {
        QJsonObject object{{QStringLiteral("scene"), QString::fromStdString(row.scene)},
                           {QStringLiteral("measure"), QString::fromStdString(row.measure)},
                           {QStringLiteral("unit"), QString::fromStdString(row.unit)}};
        QJsonArray figures; // in the order in which they are printed
        for (const auto& [name, value] : row.figures) {
            const QString key = QString::fromStdString(name);
            object.insert(key.isEmpty() ? QStringLiteral("value") : key, value);
            figures.append(QJsonArray{key, value});
        }
        object.insert(QStringLiteral("figures"), figures);
        if (const auto reached = row.reached()) {
            object.insert(QStringLiteral("goal"), *row.limit);
            object.insert(QStringLiteral("reached"), *reached);
        }
        array.append(object);
    }
    return array;
}

inline std::vector<Row> fromJson(const QJsonArray& array)
{
    std::vector<Row> rows;
    for (const auto& value : array) {
        const auto object = value.toObject();
        const auto text = [&](const char* key) {
            return object.value(QLatin1String(key)).toString().toStdString();
        };
        Row row{text("scene"), text("measure"), text("unit"), {}, {}, false};
        for (const auto& figure : object.value(QStringLiteral("figures")).toArray()) {
            const auto pair = figure.toArray();
            row.figures.emplace_back(pair.at(0).toString().toStdString(), pair.at(1).toDouble());
        }
        if (object.contains(QStringLiteral("goal")))
            row.limit = object.value(QStringLiteral("goal")).toDouble();
        rows.push_back(std::move(row));
    }
    return rows;
}

// False where the file can not be written; says so on stderr.
inline bool writeJson(const QString& path, const std::vector<Row>& rows)
{
    QFile file(path);
    const auto text = QJsonDocument(toJson(rows)).toJson();
    if (file.open(QIODevice::WriteOnly) && file.write(text) == text.size())
        return true;
    std::fprintf(stderr, "can not write %s: %s\n", qUtf8Printable(path),
                 qUtf8Printable(file.errorString()));
    return false;
}

} // namespace binnacle::bench
