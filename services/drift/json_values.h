#pragma once

#include <QJsonArray>
#include <QJsonValue>

#include <cstddef>
#include <string>
#include <vector>

namespace binnacle {

// Values of the JSON of reports: numbers that are not finite are "NaN", "Infinity", "-Infinity".
QJsonValue jsonNumber(double value);
double numberOfJson(const QJsonValue& value); // NaN for what is no number
QJsonArray jsonNumbers(const std::vector<double>& numbers);
std::vector<double> numbersOfJson(const QJsonValue& value, qsizetype most); // the first ones
QJsonArray jsonTexts(const std::vector<std::string>& texts);
std::vector<std::string> textsOfJson(const QJsonValue& value);
QJsonArray jsonPlaces(const std::vector<std::size_t>& places);
std::vector<std::size_t> placesOfJson(const QJsonValue& value);

} // namespace binnacle
