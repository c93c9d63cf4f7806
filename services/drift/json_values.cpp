#include "services/drift/json_values.h"

#include <QString>

#include <algorithm>
#include <cmath>
#include <limits>

namespace binnacle {

QJsonValue jsonNumber(double value)
{
    if (std::isfinite(value))
        return value;
    if (std::isnan(value))
        return QStringLiteral("NaN");
    return value > 0 ? QStringLiteral("Infinity") : QStringLiteral("-Infinity");
}

double numberOfJson(const QJsonValue& value)
{
    if (value.isDouble())
        return value.toDouble();
    const auto written = value.toString();
    if (written == QLatin1String("Infinity"))
        return std::numeric_limits<double>::infinity();
    return written == QLatin1String("-Infinity") ? -std::numeric_limits<double>::infinity()
                                                 : std::numeric_limits<double>::quiet_NaN();
}

QJsonArray jsonNumbers(const std::vector<double>& numbers)
{
    QJsonArray array;
    for (const double each : numbers)
        array.append(jsonNumber(each));
    return array;
}

std::vector<double> numbersOfJson(const QJsonValue& value, qsizetype most)
{
    const auto array = value.toArray();
    std::vector<double> numbers;
    for (qsizetype i = 0; i < std::min(array.size(), most); ++i)
        numbers.push_back(numberOfJson(array[i]));
    return numbers;
}

QJsonArray jsonTexts(const std::vector<std::string>& texts)
{
    QJsonArray array;
    for (const auto& each : texts)
        array.append(QString::fromStdString(each));
    return array;
}

std::vector<std::string> textsOfJson(const QJsonValue& value)
{
    std::vector<std::string> list;
    for (const auto& each : value.toArray())
        list.push_back(each.toString().toStdString());
    return list;
}

QJsonArray jsonPlaces(const std::vector<std::size_t>& places)
{
    QJsonArray array;
    for (const auto place : places)
        array.append(static_cast<qint64>(place));
    return array;
}

std::vector<std::size_t> placesOfJson(const QJsonValue& value)
{
    std::vector<std::size_t> places;
    for (const auto& each : value.toArray())
        places.push_back(static_cast<std::size_t>(std::max<qint64>(each.toInteger(), 0)));
    return places;
}

} // namespace binnacle
