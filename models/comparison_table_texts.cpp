// Words of the table of differences.
#include "models/comparison_table_model.h"

#include <QCoreApplication>

#include <cmath>

namespace binnacle {

QString comparisonGroupText(ComparisonGroup group)
{
    switch (group) {
    case ComparisonGroup::Params:
        return QCoreApplication::translate("comparison", "Params");
    case ComparisonGroup::Metrics:
        return QCoreApplication::translate("comparison", "Metrics");
    case ComparisonGroup::Datasets:
        return QCoreApplication::translate("comparison", "Dataset inputs");
    case ComparisonGroup::Code:
        return QCoreApplication::translate("comparison", "Code");
    case ComparisonGroup::Tags:
        return QCoreApplication::translate("comparison", "Tags");
    case ComparisonGroup::Attributes:
        break;
    }
    return QCoreApplication::translate("comparison", "Attributes");
}

QString metricDirectionText(MetricDirection direction)
{
    switch (direction) {
    case MetricDirection::HigherIsBetter:
        return QCoreApplication::translate("comparison", "higher is better");
    case MetricDirection::LowerIsBetter:
        return QCoreApplication::translate("comparison", "lower is better");
    case MetricDirection::Unknown:
        break;
    }
    return {};
}

QString deltaText(const ComparisonDelta& delta)
{
    const auto sign = [](double value) {
        return value > 0 ? QStringLiteral("+") : value < 0 ? QStringLiteral("\u2212") : QString();
    };
    if (!delta.percent)
        return sign(delta.difference) + numberText(std::abs(delta.difference));
    const double size = std::abs(*delta.percent);
    if (size == 0)
        return QStringLiteral("0 %");
    constexpr double huge = 1e6, tiny = 0.005;
    const int digits = size < 10 ? 2 : size < 100 ? 1 : 0;
    const QString figure =
        size >= huge || size < tiny ? numberText(size) : QString::number(size, 'f', digits);
    return QStringLiteral("%1%2 %").arg(sign(*delta.percent), figure);
}

} // namespace binnacle
