#include "services/data/data_windows.h"

#include "services/data/sql_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QRegularExpression>

#include <array>
#include <cmath>

namespace binnacle {

namespace {

constexpr std::size_t mostWindows = 10'000;
constexpr double comfortable = 60;
const char* const keyName = "binnacle window";

QString tr(const char* text)
{
    return QCoreApplication::translate("data", text);
}

// What a size means: an interval in SQL, or a width.
struct Size
{
    std::string interval; // "6 hours"
    double width = 0;
};

struct Unit
{
    const char* pattern;
    const char* name;
    double milliseconds; // about
};
constexpr std::array units = {
    Unit{"s|secs?|seconds?", "seconds", 1e3},
    Unit{"min|mins|minutes?", "minutes", 60e3},
    Unit{"h|hours?", "hours", 3600e3},
    Unit{"d|days?", "days", 86400e3},
    Unit{"w|weeks?", "weeks", 7 * 86400e3},
    Unit{"mo|months?", "months", 30.4 * 86400e3},
    Unit{"q|quarters?", "quarters", 91.3 * 86400e3},
    Unit{"y|years?", "years", 365.25 * 86400e3},
};

Error badSize(const std::string& size, const char* wanted)
{
    return {Error::Kind::Invalid,
            tr("“%1” is no size of a window: %2").arg(QString::fromStdString(size), tr(wanted)),
            {}};
}

Result<Size> timeSize(const std::string& size)
{
    for (const auto& unit : units) {
        const QRegularExpression pattern(
            QStringLiteral("^\\s*(\\d{0,6})\\s*(?:%1)\\s*$").arg(QLatin1String(unit.pattern)));
        const auto match = pattern.match(QString::fromStdString(size));
        if (!match.hasMatch())
            continue;
        const auto digits = match.captured(1);
        const auto count = digits.isEmpty() ? 1 : digits.toInt();
        if (count > 0)
            return Size{std::to_string(count) + " " + unit.name, 0};
    }
    return failure(badSize(size, QT_TRANSLATE_NOOP("data", "such as 6h, 1 day, 2w or 1 month")));
}

Result<Size> numberSize(const std::string& size, bool whole)
{
    bool good = false;
    const double width = QString::fromStdString(size).toDouble(&good);
    if (good && std::isfinite(width) && width > 0 && (!whole || std::trunc(width) == width))
        return Size{{}, width};
    return failure(badSize(size, QT_TRANSLATE_NOOP("data", "a number above 0")));
}

// The place of a row: a TIMESTAMP or a DOUBLE, NULL where it has none.
std::string placeOf(const DataColumn& column)
{
    const auto name = sqlName(column.name);
    if (isNumeric(column.kind))
        return "CASE WHEN isfinite(CAST(" + name + " AS DOUBLE)) THEN CAST(" + name +
               " AS DOUBLE) END";
    const auto time = "TRY_CAST(" + name + " AS TIMESTAMP)";
    return "CASE WHEN isfinite(" + time + ") THEN " + time + " END";
}

// The least and the greatest place (of times in milliseconds), NaN without rows.
Result<std::pair<double, double>> range(const Dataset& data, const std::string& place, bool times,
                                        const QueryOptions& options)
{
    const auto number = [&](const char* function) {
        const auto value = std::string(function) + "(" + place + ")";
        return times ? "CAST(epoch_ms(" + value + ") AS DOUBLE)" : value;
    };
    const auto row =
        rowOf(*data.engine,
              "SELECT " + number("min") + ", " + number("max") + " FROM " + data.relation, options);
    if (!row)
        return failure(row.error());
    return std::pair(row->at(0).toNumber(), row->at(1).toNumber());
}

Result<Size> comfortableSize(const Dataset& data, const std::string& place, bool times,
                             const QueryOptions& options)
{
    const auto ends = range(data, place, times, options);
    if (!ends)
        return failure(ends.error());
    const double span = ends->second - ends->first;
    if (!times)
        return Size{{}, span > 0 ? span / 20 : 1};
    for (const auto& unit : units)
        if (!(span / unit.milliseconds > comfortable - 1))
            return Size{std::string("1 ") + unit.name, 0};
    return Size{"10 years", 0};
}

std::string nameOf(const DataWindow& window, double step)
{
    const auto number = [](double value) { return QString::number(value, 'g', 10); };
    if (window.kind == WindowKind::Time) {
        const auto time = QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(window.from), Qt::UTC);
        return time
            .toString(step < 60e3      ? QStringLiteral("yyyy-MM-dd HH:mm:ss")
                      : step < 86400e3 ? QStringLiteral("yyyy-MM-dd HH:mm")
                                       : QStringLiteral("yyyy-MM-dd"))
            .toStdString();
    }
    const bool rows = window.kind == WindowKind::Rows;
    return QStringLiteral("%1 – %2")
        .arg(number(rows ? window.from + 1 : window.from), number(window.to))
        .toStdString();
}

// Counts the rows of each window.
Result<void> fill(WindowPlan& plan, const Dataset& data, WindowKind kind, const Size& size,
                  const QueryOptions& options)
{
    const auto end = kind == WindowKind::Time ? "CAST(epoch_ms(epoch_ms(k) + INTERVAL '" +
                                                    size.interval + "') AS DOUBLE)"
                                              : std::string("CAST(k AS DOUBLE)");
    const auto rows = rowsOf(*data.engine,
                             "SELECT k, count(*), " + end + " FROM (SELECT " + plan.key +
                                 " AS k FROM " + plan.relation + ") GROUP BY k ORDER BY k",
                             options, mostWindows + 2);
    if (!rows)
        return failure(rows.error());
    for (const auto& row : *rows) {
        if (row[0].isNull()) {
            plan.outside = static_cast<std::uint64_t>(row[1].toInteger());
            continue;
        }
        DataWindow window;
        window.kind = kind;
        window.rows = static_cast<std::uint64_t>(row[1].toInteger());
        const auto key = row[0].toInteger();
        window.from = kind == WindowKind::Time ? static_cast<double>(key)
                                               : static_cast<double>(key) * size.width;
        window.to = kind == WindowKind::Time ? row[2].toNumber() : window.from + size.width;
        if (kind == WindowKind::Rows)
            window.to = std::min(window.to, window.from + static_cast<double>(window.rows));
        window.name = nameOf(window, window.to - window.from);
        plan.places.emplace(key, plan.windows.size());
        plan.windows.push_back(std::move(window));
    }
    if (plan.windows.size() > mostWindows)
        return failure(
            Error::Kind::Invalid,
            tr("The windows are too small: there would be more than %1 of them.").arg(mostWindows));
    if (plan.windows.empty())
        return failure(Error::Kind::Invalid, tr("No row has a time: there is no window."));
    return {};
}

Result<Size> blockSize(const Dataset& data, const std::string& size, const QueryOptions& options)
{
    if (!size.empty())
        return numberSize(size, true);
    const auto count = rowOf(*data.engine, "SELECT count(*) FROM " + data.relation, options);
    if (!count)
        return failure(count.error());
    return Size{{}, std::max(std::ceil(count->at(0).toNumber() / 10), 1.0)};
}

std::string cut(const Dataset& data, const std::string& key)
{
    return "(SELECT *, " + key + " AS " + sqlName(keyName) + " FROM " + data.relation + ")";
}

} // namespace

Result<WindowPlan> planWindows(const Dataset& data, const WindowChoice& choice,
                               const QueryOptions& options)
{
    WindowPlan plan;
    plan.key = sqlName(keyName);
    auto kind = WindowKind::Rows;
    Result<Size> size = Size{};
    if (choice.time.empty()) {
        size = blockSize(data, choice.size, options);
        if (!size)
            return failure(size.error());
        const std::string row = data.randomAccess ? "rowid" : "(row_number() OVER () - 1)";
        plan.relation =
            cut(data, "CAST(" + row + " // " +
                          std::to_string(static_cast<std::int64_t>(size->width)) + " AS BIGINT)");
    } else {
        const auto* column = data.column(choice.time);
        if (!column)
            return failure(Error::Kind::NotFound,
                           tr("There is no column “%1”.").arg(QString::fromStdString(choice.time)));
        kind = isNumeric(column->kind) ? WindowKind::Number : WindowKind::Time;
        const bool times = kind == WindowKind::Time;
        const auto place = placeOf(*column);
        size = choice.size.empty() ? comfortableSize(data, place, times, options)
               : times             ? timeSize(choice.size)
                                   : numberSize(choice.size, false);
        if (!size)
            return failure(size.error());
        plan.relation = cut(
            data,
            times ? "epoch_ms(time_bucket(INTERVAL '" + size->interval + "', " + place + "))"
                  : "TRY_CAST(floor(" + place + " / " + sqlNumber(size->width) + ") AS BIGINT)");
    }
    if (auto filled = fill(plan, data, kind, *size, options); !filled)
        return failure(filled.error());
    return plan;
}

} // namespace binnacle
