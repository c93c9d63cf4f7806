#include "services/data/profile/profile_json.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTimeZone>

#include <algorithm>
#include <array>
#include <cmath>

namespace binnacle {

namespace {

constexpr std::array kindNames = {"boolean",   "integer", "number", "text",   "date",
                                  "timestamp", "time",    "binary", "nested", "untyped"};

std::int64_t countOf(const QJsonObject& object, const char* name)
{
    return static_cast<std::int64_t>(object[QLatin1String(name)].toDouble());
}

std::string textOf(const QJsonValue& value)
{
    return value.toString().toStdString();
}

// "2024-01-31 14:05:00.25", "2024-01-31 14:05:00+00", "2024-01-31": microseconds since 1970.
std::optional<double> microsecondsOf(const QString& text)
{
    const auto date = QDate::fromString(text.left(10), Qt::ISODate);
    if (!date.isValid())
        return std::nullopt;
    auto microseconds =
        static_cast<double>(QDateTime(date, QTime(0, 0), QTimeZone::utc()).toMSecsSinceEpoch()) *
        1000;
    if (const auto time = QTime::fromString(text.mid(11, 8), QStringLiteral("HH:mm:ss"));
        time.isValid())
        microseconds += time.msecsSinceStartOfDay() * 1000.0;
    if (text.mid(19, 1) == u".") {
        auto digits = text.mid(20);
        digits.truncate(digits.indexOf(u'+') < 0 ? digits.size() : digits.indexOf(u'+'));
        microseconds += digits.leftJustified(6, u'0', true).toDouble();
    }
    return microseconds;
}

std::optional<double> numberOf(const QJsonValue& value, ColumnKind kind)
{
    if (value.isDouble())
        return value.toDouble();
    if (!value.isString())
        return std::nullopt;
    if (isTemporal(kind))
        return microsecondsOf(value.toString());
    bool known = false;
    const double number = value.toString().toDouble(&known);
    return known ? std::optional(number) : std::nullopt;
}

// The texts beside the numbers: as the engine wrote them where that was kept.
std::string boundText(const QJsonValue& value, ColumnKind kind)
{
    if (value.isString())
        return textOf(value);
    if (value.isDouble() && kind == ColumnKind::Integer)
        return std::to_string(static_cast<std::int64_t>(value.toDouble()));
    return {};
}

void readDetails(const QJsonObject& object, ColumnProfile& profile)
{
    const auto kind = profile.column.kind;
    const auto quantiles = object[u"quantiles"].toObject();
    for (auto entry = quantiles.begin(); entry != quantiles.end(); ++entry)
        if (const auto value = numberOf(entry.value(), kind))
            profile.quantiles[entry.key().toDouble()] = *value;
    for (const auto count : object[u"histogram"].toArray())
        profile.histogram.push_back(static_cast<std::int64_t>(count.toDouble()));
    for (const auto entry : object[u"top_values"].toArray())
        profile.topValues.push_back(
            {textOf(entry[u"value"]), static_cast<std::int64_t>(entry[u"count"].toDouble())});
    profile.topExact = object[u"top_exact"].toBool(true);
    if (const auto lengths = object[u"lengths"].toObject(); !lengths.isEmpty())
        profile.lengths = TextLengths{countOf(lengths, "min"), countOf(lengths, "max"),
                                      lengths[u"mean"].toDouble()};
    if (const auto outliers = object[u"outliers"].toObject(); !outliers.isEmpty())
        profile.outliers = Outliers{numberOf(outliers[u"low_fence"], kind).value_or(std::nan("")),
                                    numberOf(outliers[u"high_fence"], kind).value_or(std::nan("")),
                                    countOf(outliers, "low"), countOf(outliers, "high")};
}

std::optional<ColumnProfile> readColumn(const QJsonObject& object, std::int64_t rows)
{
    ColumnProfile profile;
    const auto kind = std::ranges::find(kindNames, textOf(object[u"kind"]));
    if (kind == kindNames.end() || !object[u"name"].isString())
        return std::nullopt;
    profile.column = {textOf(object[u"name"]), textOf(object[u"type"]),
                      static_cast<ColumnKind>(kind - kindNames.begin())};
    profile.rows = rows;
    profile.missing = countOf(object, "missing");
    profile.nan = countOf(object, "nan");
    profile.infinite = countOf(object, "infinite");
    profile.empty = countOf(object, "empty");
    profile.distinct = countOf(object, "distinct");
    profile.distinctExact = object[u"distinct_exact"].toBool();
    if (profile.column.kind != ColumnKind::Text) {
        profile.min = numberOf(object[u"min"], profile.column.kind);
        profile.max = numberOf(object[u"max"], profile.column.kind);
        profile.mean = numberOf(object[u"mean"], profile.column.kind);
        profile.std = numberOf(object[u"std"], profile.column.kind);
    }
    profile.minText = boundText(object[u"min"], profile.column.kind);
    profile.maxText = boundText(object[u"max"], profile.column.kind);
    readDetails(object, profile);
    return profile;
}

std::optional<TableProfile> readTable(const QJsonObject& object)
{
    if (!object.contains(u"correlation"))
        return std::nullopt;
    TableProfile table;
    if (object[u"duplicate_rows"].isDouble())
        table.duplicateRows = countOf(object, "duplicate_rows");
    const auto correlation = object[u"correlation"].toObject();
    for (const auto name : correlation[u"columns"].toArray())
        table.correlated.push_back(textOf(name));
    for (const auto row : correlation[u"matrix"].toArray())
        for (const auto cell : row.toArray())
            table.correlation.push_back(cell.isDouble() ? cell.toDouble() : std::nan(""));
    if (table.correlation.size() != table.correlated.size() * table.correlated.size())
        return std::nullopt;
    return table;
}

} // namespace

const char* columnKindName(ColumnKind kind)
{
    return kindNames[static_cast<std::size_t>(kind)];
}

Result<DatasetProfile> readProfileJson(const std::string& text)
{
    const auto object = QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
    const auto unreadable =
        failure(Error::Kind::Invalid,
                QCoreApplication::translate("data", "The profile that was kept can not be read."));
    if (!object[u"columns"].isArray())
        return unreadable;
    DatasetProfile profile;
    profile.rows = countOf(object, "rows");
    for (const auto entry : object[u"columns"].toArray()) {
        auto column = readColumn(entry.toObject(), profile.rows);
        if (!column)
            return unreadable;
        profile.columns.push_back(std::move(*column));
    }
    profile.table = readTable(object);
    return profile;
}

} // namespace binnacle
