#include "services/drift/drift_report_json.h"

#include "services/drift/distribution_json.h"
#include "services/drift/evidently_report.h"
#include "services/drift/json_values.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <array>
#include <cstring>

namespace binnacle {

namespace {

QString text(const std::string& utf8)
{
    return QString::fromStdString(utf8);
}

// In the order of DriftGap.
constexpr std::array<const char*, 6> gapNames = {
    "", "types_differ", "method_unsuited", "reference_empty", "current_empty", "not_defined"};

QJsonObject columnJson(const ColumnDrift& column)
{
    const auto type = driftColumnTypeName(column.type);
    QJsonObject object{
        {QStringLiteral("column"), text(column.column)},
        {QStringLiteral("type"),
         QString::fromUtf8(type.data(), static_cast<qsizetype>(type.size()))},
        {QStringLiteral("method"), text(column.method)},
        {QStringLiteral("statistic"), jsonNumber(column.statistic)},
        {QStringLiteral("threshold"), jsonNumber(column.threshold)},
        {QStringLiteral("drifted"), column.drifted},
        {QStringLiteral("reference_size"), static_cast<qint64>(column.referenceSize)},
        {QStringLiteral("current_size"), static_cast<qint64>(column.currentSize)},
        {QStringLiteral("reference_missing_share"), jsonNumber(column.referenceMissingShare)},
        {QStringLiteral("current_missing_share"), jsonNumber(column.currentMissingShare)},
        {QStringLiteral("new_categories"), jsonTexts(column.newCategories)},
        {QStringLiteral("gone_categories"), jsonTexts(column.goneCategories)},
        {QStringLiteral("explanation"), text(column.explanation)},
        {QStringLiteral("difference"), text(column.difference)}};
    if (column.gap != DriftGap::None)
        object.insert(QStringLiteral("not_compared"), driftGapName(column.gap));
    if (column.pValue)
        object.insert(QStringLiteral("p_value"), jsonNumber(*column.pValue));
    if (column.adjustedPValue)
        object.insert(QStringLiteral("adjusted_p_value"), jsonNumber(*column.adjustedPValue));
    if (column.distribution && !column.distribution->isEmpty())
        object.insert(QStringLiteral("distribution"), distributionJson(*column.distribution));
    return object;
}

ColumnDrift columnOf(const QJsonObject& object)
{
    ColumnDrift column;
    column.column = object.value(QLatin1String("column")).toString().toStdString();
    column.type = driftColumnTypeOf(object.value(QLatin1String("type")).toString());
    column.method = object.value(QLatin1String("method")).toString().toStdString();
    column.statistic = numberOfJson(object.value(QLatin1String("statistic")));
    column.threshold = numberOfJson(object.value(QLatin1String("threshold")));
    column.drifted = object.value(QLatin1String("drifted")).toBool();
    column.referenceSize =
        static_cast<std::uint64_t>(object.value(QLatin1String("reference_size")).toInteger());
    column.currentSize =
        static_cast<std::uint64_t>(object.value(QLatin1String("current_size")).toInteger());
    column.referenceMissingShare =
        numberOfJson(object.value(QLatin1String("reference_missing_share")));
    column.currentMissingShare = numberOfJson(object.value(QLatin1String("current_missing_share")));
    column.newCategories = textsOfJson(object.value(QLatin1String("new_categories")));
    column.goneCategories = textsOfJson(object.value(QLatin1String("gone_categories")));
    column.explanation = object.value(QLatin1String("explanation")).toString().toStdString();
    column.difference = object.value(QLatin1String("difference")).toString().toStdString();
    column.gap = driftGapOf(object.value(QLatin1String("not_compared")).toString());
    if (object.contains(QLatin1String("p_value")))
        column.pValue = numberOfJson(object.value(QLatin1String("p_value")));
    if (object.contains(QLatin1String("adjusted_p_value")))
        column.adjustedPValue = numberOfJson(object.value(QLatin1String("adjusted_p_value")));
    column.distribution =
        distributionOfJson(object.value(QLatin1String("distribution")).toObject());
    return column;
}

QJsonObject sideJson(const DriftSide& side)
{
    QJsonObject object{{QStringLiteral("path"), text(side.path)},
                       {QStringLiteral("digest"), text(side.digest)}};
    if (side.rows)
        object.insert(QStringLiteral("rows"), static_cast<qint64>(*side.rows));
    return object;
}

DriftSide sideOf(const QJsonObject& object)
{
    DriftSide side;
    side.path = object.value(QLatin1String("path")).toString().toStdString();
    side.digest = object.value(QLatin1String("digest")).toString().toStdString();
    if (object.value(QLatin1String("rows")).isDouble())
        side.rows = object.value(QLatin1String("rows")).toInteger();
    return side;
}

// Python writes NaN, Infinity and -Infinity as they stand, which JSON does not have: null.
QByteArray withoutPythonNumbers(const QByteArray& json)
{
    QByteArray out;
    out.reserve(json.size());
    bool inText = false;
    for (qsizetype i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (inText && c == '\\' && i + 1 < json.size()) {
            out.append(c);
            out.append(json[++i]);
            continue;
        }
        inText = inText != (c == '"');
        const auto rest = QByteArrayView(json).sliced(i);
        const auto* word = inText                         ? nullptr
                           : rest.startsWith("-Infinity") ? "-Infinity"
                           : rest.startsWith("Infinity")  ? "Infinity"
                           : rest.startsWith("NaN")       ? "NaN"
                                                          : nullptr;
        if (!word) {
            out.append(c);
            continue;
        }
        out.append("null");
        i += static_cast<qsizetype>(std::strlen(word)) - 1;
    }
    return out;
}

Error unknownReport(const QString& detail)
{
    return {Error::Kind::Invalid,
            QCoreApplication::translate("drift",
                                        "The file is not a drift report: neither Binnacle's "
                                        "nor one of Evidently."),
            detail};
}

} // namespace

QString driftGapName(DriftGap gap)
{
    return QLatin1String(gapNames.at(static_cast<std::size_t>(gap)));
}

DriftGap driftGapOf(const QString& name)
{
    const auto found = std::ranges::find(
        gapNames, name, [](const char* each) { return QString::fromLatin1(each); });
    return found == gapNames.end() ? DriftGap::None
                                   : static_cast<DriftGap>(found - gapNames.begin());
}

DriftColumnType driftColumnTypeOf(const QString& name)
{
    if (name.startsWith(QLatin1String("cat")))
        return DriftColumnType::Categorical;
    return name == QLatin1String("text") ? DriftColumnType::Text : DriftColumnType::Numeric;
}

QJsonObject driftJson(const DriftReport& report)
{
    QJsonArray columns;
    for (const auto& column : report.columns)
        columns.append(columnJson(column));
    return {{QStringLiteral("dataset_drift"), report.datasetDrift},
            {QStringLiteral("share_drifted"), jsonNumber(report.shareDrifted)},
            {QStringLiteral("drift_share"), jsonNumber(report.driftShare)},
            {QStringLiteral("corrected"), report.corrected},
            {QStringLiteral("columns"), columns}};
}

QJsonObject driftDocumentJson(const DriftDocument& document)
{
    auto object = driftJson(document.report);
    const auto& subject = document.subject;
    object.insert(QStringLiteral("reference"), sideJson(subject.reference));
    object.insert(QStringLiteral("current"), sideJson(subject.current));
    object.insert(QStringLiteral("created_at"), static_cast<qint64>(subject.createdAt));
    if (!subject.maker.empty())
        object.insert(QStringLiteral("maker"), text(subject.maker));
    if (document.overTime)
        object.insert(QStringLiteral("over_time"), overTimeJson(*document.overTime));
    if (document.together)
        object.insert(QStringLiteral("multivariate"), multivariateJson(*document.together));
    return object;
}

Result<DriftDocument> readDriftDocument(const QByteArray& json)
{
    QJsonParseError fault;
    auto root = QJsonDocument::fromJson(json, &fault).object();
    if (fault.error == QJsonParseError::IllegalNumber ||
        fault.error == QJsonParseError::IllegalValue)
        root = QJsonDocument::fromJson(withoutPythonNumbers(json), &fault).object();
    if (fault.error != QJsonParseError::NoError)
        return failure(unknownReport(fault.errorString()));
    DriftDocument document;
    if (!root.contains(QLatin1String("dataset_drift"))) {
        auto others = readEvidentlyReport(root);
        if (!others)
            return failure(unknownReport(QStringLiteral("no metric of drift")));
        document.report = std::move(*others);
        document.subject.maker = "Evidently";
        return document;
    }
    auto& report = document.report;
    report.datasetDrift = root.value(QLatin1String("dataset_drift")).toBool();
    report.shareDrifted = numberOfJson(root.value(QLatin1String("share_drifted")));
    report.driftShare = root.value(QLatin1String("drift_share")).toDouble(defaultDriftShare);
    report.corrected = root.value(QLatin1String("corrected")).toBool();
    for (const auto& column : root.value(QLatin1String("columns")).toArray())
        report.columns.push_back(columnOf(column.toObject()));
    auto& subject = document.subject;
    subject.reference = sideOf(root.value(QLatin1String("reference")).toObject());
    subject.current = sideOf(root.value(QLatin1String("current")).toObject());
    subject.createdAt = root.value(QLatin1String("created_at")).toInteger();
    subject.maker = root.value(QLatin1String("maker")).toString().toStdString();
    if (root.contains(QLatin1String("over_time")))
        if (auto found = readOverTime(root.value(QLatin1String("over_time")).toObject()))
            document.overTime = std::move(*found);
    if (root.contains(QLatin1String("multivariate")))
        document.together = readMultivariate(root.value(QLatin1String("multivariate")).toObject());
    return document;
}

Result<DriftReport> readDriftReport(const QByteArray& json)
{
    auto document = readDriftDocument(json);
    if (!document)
        return failure(document.error());
    return std::move(document->report);
}

} // namespace binnacle
