#include "services/drift/multivariate_drift.h"

#include "services/drift/json_values.h"

#include <QString>

#include <algorithm>

namespace binnacle {

namespace {

std::uint64_t countOf(const QJsonObject& object, const char* name)
{
    return static_cast<std::uint64_t>(object.value(QLatin1String(name)).toInteger());
}

QJsonObject reconstructionJson(const MultivariateDrift& drift)
{
    const auto& found = *drift.reconstruction;
    return {{QStringLiteral("reference_error"), jsonNumber(found.referenceError)},
            {QStringLiteral("current_error"), jsonNumber(found.currentError)},
            {QStringLiteral("low"), jsonNumber(found.low)},
            {QStringLiteral("high"), jsonNumber(found.high)},
            {QStringLiteral("blocks"), static_cast<qint64>(found.blocks)},
            {QStringLiteral("components"), static_cast<qint64>(drift.components)},
            {QStringLiteral("explained_share"), jsonNumber(drift.explainedShare)},
            {QStringLiteral("drifted"), found.drifted}};
}

QJsonObject classifierJson(const MultivariateDrift& drift)
{
    const auto& found = *drift.classifier;
    QJsonObject weights;
    for (std::size_t i = 0; i < std::min(found.weights.size(), drift.columns.size()); ++i)
        weights.insert(QString::fromStdString(drift.columns[i]), jsonNumber(found.weights[i]));
    return {{QStringLiteral("auc"), jsonNumber(found.auc.auc)},
            {QStringLiteral("standard_error"), jsonNumber(found.auc.standardError)},
            {QStringLiteral("low"), jsonNumber(found.auc.low)},
            {QStringLiteral("high"), jsonNumber(found.auc.high)},
            {QStringLiteral("threshold"), domainThreshold},
            {QStringLiteral("reference_rows"), static_cast<qint64>(drift.classifierReference)},
            {QStringLiteral("current_rows"), static_cast<qint64>(drift.classifierCurrent)},
            {QStringLiteral("weights"), weights},
            {QStringLiteral("drifted"), found.drifted}};
}

} // namespace

QJsonObject multivariateJson(const MultivariateDrift& drift)
{
    return {{QStringLiteral("columns"), jsonTexts(drift.columns)},
            {QStringLiteral("left_out"), jsonTexts(drift.leftOut)},
            {QStringLiteral("reference_rows"), static_cast<qint64>(drift.referenceRows)},
            {QStringLiteral("current_rows"), static_cast<qint64>(drift.currentRows)},
            {QStringLiteral("reconstruction"),
             drift.reconstruction ? QJsonValue(reconstructionJson(drift)) : QJsonValue()},
            {QStringLiteral("domain_classifier"),
             drift.classifier ? QJsonValue(classifierJson(drift)) : QJsonValue()}};
}

MultivariateDrift readMultivariate(const QJsonObject& json)
{
    MultivariateDrift drift;
    drift.columns = textsOfJson(json.value(QLatin1String("columns")));
    drift.leftOut = textsOfJson(json.value(QLatin1String("left_out")));
    drift.referenceRows = countOf(json, "reference_rows");
    drift.currentRows = countOf(json, "current_rows");
    const auto number = [](const QJsonObject& object, const char* name) {
        return numberOfJson(object.value(QLatin1String(name)));
    };
    if (const auto found = json.value(QLatin1String("reconstruction")).toObject();
        !found.isEmpty()) {
        drift.reconstruction = ReconstructionDrift{number(found, "reference_error"),
                                                   number(found, "current_error"),
                                                   number(found, "low"),
                                                   number(found, "high"),
                                                   countOf(found, "blocks"),
                                                   found.value(QLatin1String("drifted")).toBool()};
        drift.components = countOf(found, "components");
        drift.explainedShare = number(found, "explained_share");
    }
    if (const auto found = json.value(QLatin1String("domain_classifier")).toObject();
        !found.isEmpty()) {
        DomainClassifier classifier;
        classifier.auc.auc = number(found, "auc");
        classifier.auc.standardError = number(found, "standard_error");
        classifier.auc.low = number(found, "low");
        classifier.auc.high = number(found, "high");
        classifier.drifted = found.value(QLatin1String("drifted")).toBool();
        const auto weights = found.value(QLatin1String("weights")).toObject();
        for (const auto& column : drift.columns)
            classifier.weights.push_back(
                numberOfJson(weights.value(QString::fromStdString(column))));
        drift.classifierReference = classifier.auc.negatives = countOf(found, "reference_rows");
        drift.classifierCurrent = classifier.auc.positives = countOf(found, "current_rows");
        drift.classifier = std::move(classifier);
    }
    return drift;
}

} // namespace binnacle
