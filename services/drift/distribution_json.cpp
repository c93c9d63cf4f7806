#include "services/drift/distribution_json.h"

#include "services/drift/json_values.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace binnacle {

namespace {

constexpr qsizetype mostEdges = 513, mostQuantiles = 1'001, mostListed = 200;

bool ascends(const std::vector<double>& values)
{
    return std::ranges::all_of(values, [](double value) { return std::isfinite(value); }) &&
           std::ranges::adjacent_find(values, std::greater_equal<>()) == values.end();
}

bool areShares(const std::vector<double>& values)
{
    return std::ranges::all_of(values, [](double value) { return value >= 0 && value <= 1; });
}

bool areQuantiles(const std::vector<double>& values)
{
    return std::ranges::is_sorted(values) &&
           std::ranges::all_of(values, [](double value) { return std::isfinite(value); });
}

double shareOf(const QJsonValue& value)
{
    const double share = numberOfJson(value);
    return share >= 0 && share <= 1 ? share : 0;
}

void readNumbers(const QJsonObject& object, DistributionSummary& summary)
{
    const auto list = [&](const char* name, qsizetype most) {
        return numbersOfJson(object.value(QLatin1String(name)), most);
    };
    const auto outside = [&](const char* name, int side) {
        return shareOf(object.value(QLatin1String(name)).toArray().at(side));
    };
    summary.edges = list("edges", mostEdges);
    summary.referenceShares = list("reference", mostEdges);
    summary.currentShares = list("current", mostEdges);
    summary.referenceQuantiles = list("reference_quantiles", mostQuantiles);
    summary.currentQuantiles = list("current_quantiles", mostQuantiles);
    if (!areQuantiles(summary.referenceQuantiles) || !areQuantiles(summary.currentQuantiles) ||
        (!summary.referenceQuantiles.empty() && !summary.currentQuantiles.empty() &&
         summary.referenceQuantiles.size() != summary.currentQuantiles.size())) {
        summary.referenceQuantiles.clear();
        summary.currentQuantiles.clear();
    }
    summary.referenceBelow = outside("reference_outside", 0);
    summary.referenceAbove = outside("reference_outside", 1);
    summary.currentBelow = outside("current_outside", 0);
    summary.currentAbove = outside("current_outside", 1);
    const auto number = [&](const char* name) {
        return numberOfJson(object.value(QLatin1String(name)));
    };
    summary.referenceMean = number("reference_mean");
    summary.currentMean = number("current_mean");
    summary.referenceDeviation = number("reference_deviation");
    summary.currentDeviation = number("current_deviation");
}

void readCategories(const QJsonObject& object, DistributionSummary& summary)
{
    const auto categories = object.value(QLatin1String("categories")).toArray();
    for (qsizetype i = 0; i < std::min(categories.size(), mostListed); ++i) {
        const auto entry = categories[i].toArray();
        summary.categories.push_back(
            {entry.at(0).toString().toStdString(), shareOf(entry.at(1)), shareOf(entry.at(2))});
    }
    const auto others = object.value(QLatin1String("others")).toArray();
    summary.otherCategories =
        static_cast<std::uint64_t>(std::max<qint64>(0, others.at(0).toInteger()));
    summary.otherReference = shareOf(others.at(1));
    summary.otherCurrent = shareOf(others.at(2));
}

} // namespace

QJsonObject distributionJson(const DistributionSummary& summary)
{
    QJsonObject object;
    if (!summary.edges.empty()) {
        object = {{QStringLiteral("edges"), jsonNumbers(summary.edges)},
                  {QStringLiteral("reference"), jsonNumbers(summary.referenceShares)},
                  {QStringLiteral("current"), jsonNumbers(summary.currentShares)},
                  {QStringLiteral("reference_outside"),
                   jsonNumbers({summary.referenceBelow, summary.referenceAbove})},
                  {QStringLiteral("current_outside"),
                   jsonNumbers({summary.currentBelow, summary.currentAbove})},
                  {QStringLiteral("reference_quantiles"), jsonNumbers(summary.referenceQuantiles)},
                  {QStringLiteral("current_quantiles"), jsonNumbers(summary.currentQuantiles)},
                  {QStringLiteral("reference_mean"), jsonNumber(summary.referenceMean)},
                  {QStringLiteral("current_mean"), jsonNumber(summary.currentMean)},
                  {QStringLiteral("reference_deviation"), jsonNumber(summary.referenceDeviation)},
                  {QStringLiteral("current_deviation"), jsonNumber(summary.currentDeviation)}};
    } else if (!summary.categories.empty()) {
        QJsonArray categories;
        for (const auto& category : summary.categories)
            categories.append(QJsonArray{QString::fromStdString(category.value), category.reference,
                                         category.current});
        object = {
            {QStringLiteral("categories"), categories},
            {QStringLiteral("others"), QJsonArray{static_cast<qint64>(summary.otherCategories),
                                                  summary.otherReference, summary.otherCurrent}}};
    }
    if (summary.redrawn)
        object.insert(QStringLiteral("redrawn"), true);
    return object;
}

std::optional<DistributionSummary> distributionOfJson(const QJsonObject& object)
{
    DistributionSummary summary;
    summary.redrawn = object.value(QLatin1String("redrawn")).toBool();
    if (object.contains(QLatin1String("edges"))) {
        readNumbers(object, summary);
        const auto bins = summary.edges.size() - 1;
        if (summary.edges.size() < 2 || !ascends(summary.edges) ||
            summary.referenceShares.size() != bins || summary.currentShares.size() != bins ||
            !areShares(summary.referenceShares) || !areShares(summary.currentShares))
            return std::nullopt;
        return summary;
    }
    readCategories(object, summary);
    return summary.categories.empty() ? std::nullopt : std::optional(summary);
}

} // namespace binnacle
