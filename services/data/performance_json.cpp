#include "services/data/performance_json.h"

#include "services/drift/drift_report_json.h"
#include "services/drift/json_values.h"

#include <QJsonArray>

#include <array>

namespace binnacle {

namespace {

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QJsonObject figuresJson(const std::vector<Figure>& figures)
{
    QJsonObject object;
    for (const auto& figure : figures)
        object.insert(text(figure.name), jsonNumber(figure.value));
    return object;
}

QJsonObject bandsJson(const std::vector<FigureBand>& bands)
{
    QJsonObject object;
    for (const auto& band : bands)
        object.insert(text(band.name),
                      QJsonObject{{QStringLiteral("reference"), jsonNumber(band.reference)},
                                  {QStringLiteral("low"), jsonNumber(band.low)},
                                  {QStringLiteral("high"), jsonNumber(band.high)}});
    return object;
}

QJsonArray numbersJson(const std::vector<double>& numbers)
{
    QJsonArray array;
    for (const double number : numbers)
        array.append(jsonNumber(number));
    return array;
}

QJsonArray overTimeArray(const std::vector<FigureOverTime>& series)
{
    QJsonArray array;
    for (const auto& each : series)
        array.append(QJsonObject{{QStringLiteral("figure"), text(each.band.name)},
                                 {QStringLiteral("reference"), jsonNumber(each.band.reference)},
                                 {QStringLiteral("low"), jsonNumber(each.band.low)},
                                 {QStringLiteral("high"), jsonNumber(each.band.high)},
                                 {QStringLiteral("windows"), numbersJson(each.windows)},
                                 {QStringLiteral("worse"), jsonPlaces(each.worse)},
                                 {QStringLiteral("changes"), jsonPlaces(each.changes)}});
    return array;
}

QJsonArray curveJson(const std::vector<CurvePoint>& curve)
{
    QJsonArray array;
    for (const auto& point : curve)
        array.append(numbersJson({point.x, point.y, point.threshold}));
    return array;
}

QJsonObject classificationJson(const ClassificationReport& report)
{
    QJsonArray confusion, bins;
    for (const auto& row : report.confusion) {
        QJsonArray counts;
        for (const auto count : row)
            counts.append(static_cast<qint64>(count));
        confusion.append(counts);
    }
    for (const auto& bin : report.calibration)
        bins.append(QJsonObject{{QStringLiteral("predicted"), jsonNumber(bin.predicted)},
                                {QStringLiteral("actual"), jsonNumber(bin.actual)},
                                {QStringLiteral("rows"), static_cast<qint64>(bin.rows)}});
    QJsonObject object{{QStringLiteral("classes"), jsonTexts(report.classes)},
                       {QStringLiteral("confusion"), confusion}};
    if (!report.auc)
        return object;
    object.insert(
        QStringLiteral("auc"),
        QJsonObject{{QStringLiteral("auc"), jsonNumber(report.auc->auc)},
                    {QStringLiteral("standard_error"), jsonNumber(report.auc->standardError)},
                    {QStringLiteral("low"), jsonNumber(report.auc->low)},
                    {QStringLiteral("high"), jsonNumber(report.auc->high)}});
    object.insert(QStringLiteral("roc"), curveJson(report.roc));
    object.insert(QStringLiteral("precision_recall"), curveJson(report.precisionRecall));
    object.insert(QStringLiteral("calibration"), bins);
    return object;
}

QJsonObject estimateJson(double value, double low, double high)
{
    return {{QStringLiteral("value"), jsonNumber(value)},
            {QStringLiteral("low"), jsonNumber(low)},
            {QStringLiteral("high"), jsonNumber(high)}};
}

QJsonObject estimateJson(const Estimate& estimate)
{
    return estimateJson(estimate.value, estimate.low, estimate.high);
}

QJsonObject estimateJson(const ShareInterval& share)
{
    return estimateJson(share.share, share.low, share.high);
}

QString fourFifthsName(FourFifths verdict)
{
    constexpr std::array names = {"holds", "unclear", "below", "unknown"};
    return QLatin1String(names.at(static_cast<std::size_t>(verdict)));
}

QJsonObject groupJson(const GroupFairness& group)
{
    return {{QStringLiteral("group"), text(group.group)},
            {QStringLiteral("rows"), static_cast<qint64>(group.confusion.rows())},
            {QStringLiteral("accuracy"), jsonNumber(group.confusion.accuracy())},
            {QStringLiteral("selection_rate"), estimateJson(group.selection)},
            {QStringLiteral("true_positive_rate"), estimateJson(group.truePositive)},
            {QStringLiteral("false_positive_rate"), estimateJson(group.falsePositive)}};
}

QJsonObject contrastJson(const GroupContrast& contrast)
{
    return {
        {QStringLiteral("group"), text(contrast.group)},
        {QStringLiteral("selection_difference"), estimateJson(contrast.selectionDifference)},
        {QStringLiteral("selection_ratio"), estimateJson(contrast.selectionRatio)},
        {QStringLiteral("true_positive_difference"), estimateJson(contrast.truePositiveDifference)},
        {QStringLiteral("false_positive_difference"),
         estimateJson(contrast.falsePositiveDifference)},
        {QStringLiteral("four_fifths"), fourFifthsName(contrast.fourFifths)}};
}

QJsonObject fairnessJson(const GroupReport& report)
{
    QJsonArray groups, contrasts;
    for (const auto& group : report.fairness.groups)
        groups.append(groupJson(group));
    for (const auto& contrast : report.intervals.contrasts)
        contrasts.append(contrastJson(contrast));
    const auto& found = report.intervals;
    return {
        {QStringLiteral("column"), text(report.column)},
        {QStringLiteral("groups"), groups},
        {QStringLiteral("demographic_parity_difference"),
         estimateJson(found.demographicParityDifference)},
        {QStringLiteral("demographic_parity_ratio"), estimateJson(found.demographicParityRatio)},
        {QStringLiteral("equalized_odds_difference"), estimateJson(found.equalizedOddsDifference)},
        {QStringLiteral("equalized_odds_ratio"), estimateJson(found.equalizedOddsRatio)},
        {QStringLiteral("equal_opportunity_difference"),
         estimateJson(found.equalOpportunityDifference)},
        {QStringLiteral("equal_opportunity_ratio"), estimateJson(found.equalOpportunityRatio)},
        {QStringLiteral("four_fifths"), fourFifthsName(found.disparateImpact)},
        {QStringLiteral("favoured"), text(found.favoured)},
        {QStringLiteral("contrasts"), contrasts}};
}

QJsonObject slicesJson(const SliceSearch& search)
{
    QJsonArray slices;
    for (const auto& slice : search.slices)
        slices.append(
            QJsonObject{{QStringLiteral("columns"), jsonTexts(slice.columns)},
                        {QStringLiteral("parts"), jsonTexts(slice.parts)},
                        {QStringLiteral("rows"), static_cast<qint64>(slice.rows)},
                        {QStringLiteral("loss"), jsonNumber(slice.loss)},
                        {QStringLiteral("others"), jsonNumber(slice.others)},
                        {QStringLiteral("effect"), jsonNumber(slice.effect)},
                        {QStringLiteral("p_value"), jsonNumber(slice.pValue)},
                        {QStringLiteral("adjusted_p_value"), jsonNumber(slice.adjustedPValue)}});
    return {{QStringLiteral("tested"), static_cast<qint64>(search.tested)},
            {QStringLiteral("slices"), slices}};
}

void insertOverTime(QJsonObject& object, const PerformanceReport& report)
{
    if (report.windows.empty())
        return;
    QJsonArray windows;
    for (const auto& window : report.windows)
        windows.append(windowJson(window));
    object.insert(QStringLiteral("windows"), windows);
    object.insert(QStringLiteral("over_time"), overTimeArray(report.overTime));
    if (!report.estimatedOverTime.empty())
        object.insert(QStringLiteral("estimated_over_time"),
                      overTimeArray(report.estimatedOverTime));
}

} // namespace

QJsonObject performanceJson(const PerformanceReport& report)
{
    QJsonObject object{{QStringLiteral("task"), text(modelTaskName(report.task))},
                       {QStringLiteral("rows"), static_cast<qint64>(report.rows)},
                       {QStringLiteral("labelled"), static_cast<qint64>(report.labelled)},
                       {QStringLiteral("figures"), figuresJson(report.figures)},
                       {QStringLiteral("bands"), bandsJson(report.bands)},
                       {QStringLiteral("worse"), jsonTexts(report.worse)},
                       {QStringLiteral("findings"), report.findings()}};
    if (!report.estimated.empty())
        object.insert(QStringLiteral("estimated"),
                      QJsonObject{{QStringLiteral("figures"), figuresJson(report.estimated)},
                                  {QStringLiteral("bands"), bandsJson(report.estimatedBands)},
                                  {QStringLiteral("worse"), jsonTexts(report.estimatedWorse)},
                                  {QStringLiteral("assumptions"), estimateAssumptions()}});
    if (report.classification)
        object.insert(QStringLiteral("classification"), classificationJson(*report.classification));
    insertOverTime(object, report);
    if (report.predictionDrift)
        object.insert(QStringLiteral("prediction_drift"), driftJson(*report.predictionDrift));
    if (report.predictionDriftOverTime)
        object.insert(QStringLiteral("prediction_drift_over_time"),
                      overTimeJson(*report.predictionDriftOverTime));
    if (!report.groups.empty()) {
        QJsonArray groups;
        for (const auto& group : report.groups)
            groups.append(fairnessJson(group));
        object.insert(QStringLiteral("fairness"), groups);
    }
    if (report.slices)
        object.insert(QStringLiteral("slices"), slicesJson(*report.slices));
    return object;
}

} // namespace binnacle
