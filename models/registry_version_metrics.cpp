#include "models/registry_version_metrics.h"

#include "models/number_text.h"
#include "services/domain/metric_direction.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace binnacle {

namespace {

QString signedText(double value, const QString& text)
{
    return value > 0 ? u'+' + text : text;
}

QString cell(const std::optional<double>& value)
{
    return value ? numberText(*value) : missingText();
}

} // namespace

QString differenceText(std::optional<double> value, std::optional<double> reference)
{
    if (!value || !reference || !std::isfinite(*value) || !std::isfinite(*reference))
        return {};
    const double difference = *value - *reference;
    if (!std::isfinite(difference))
        return {};
    QString text = signedText(difference, numberText(difference));
    const double percent = difference / std::abs(*reference) * 100;
    if (std::isfinite(percent) && *reference != 0) {
        constexpr double hundred = 100;
        const double rounded = std::round(percent * hundred) / hundred;
        text += QStringLiteral(" (%1 %)").arg(signedText(rounded, numberText(rounded)));
    }
    return text;
}

void RegistryVersionMetrics::setPage(const std::optional<RegistryVersionPage>& page)
{
    std::map<std::string, Row> byName;
    const LatestMetric* main = nullptr;
    if (page && page->run) {
        main = mainMetric(page->run->run.metrics);
        for (const auto& metric : page->run->run.metrics)
            byName[metric.key] = {metric.key, metric.point.value, {}};
    }
    if (page && page->championRun) {
        for (const auto& metric : page->championRun->run.metrics) {
            Row& row = byName[metric.key];
            row.name = metric.key;
            row.champion = metric.point.value;
        }
    }
    beginResetModel();
    hasChampion_ = page && page->champion.has_value();
    rows_.clear();
    for (auto& [name, row] : byName)
        rows_.push_back(std::move(row));
    if (main)
        std::ranges::stable_partition(rows_, [&](const Row& row) { return row.name == main->key; });
    endResetModel();
}

int RegistryVersionMetrics::judgement(const Row& row) const
{
    if (!row.mine || !row.champion || *row.mine == *row.champion || std::isnan(*row.mine) ||
        std::isnan(*row.champion))
        return 0;
    switch (guessDirection(row.name)) {
    case MetricDirection::HigherIsBetter:
        return *row.mine > *row.champion ? 1 : -1;
    case MetricDirection::LowerIsBetter:
        return *row.mine < *row.champion ? 1 : -1;
    case MetricDirection::Unknown:
        break;
    }
    return 0;
}

int RegistryVersionMetrics::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int RegistryVersionMetrics::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RegistryVersionMetrics::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row& row = rows_[static_cast<std::size_t>(index.row())];
    const auto value = index.column() == ThisVersion ? row.mine : row.champion;
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == Metric)
            return QString::fromStdString(row.name);
        if (index.column() == Difference) {
            const QString text = differenceText(row.mine, row.champion);
            return text.isEmpty() ? missingText() : text;
        }
        return cell(value);
    case Qt::ToolTipRole:
        if (index.column() == ThisVersion || index.column() == Champion)
            return value ? QVariant(exactNumber(*value)) : QVariant();
        return data(index, Qt::DisplayRole);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment(
            Qt::AlignVCenter | (index.column() == Metric ? Qt::AlignLeft : Qt::AlignRight)));
    case SortRole:
        if (index.column() == Metric)
            return QString::fromStdString(row.name);
        if (index.column() == Difference)
            return row.mine && row.champion ? QVariant(*row.mine - *row.champion) : QVariant();
        return value ? QVariant(*value) : QVariant();
    case JudgementRole:
        return index.column() == Difference ? QVariant(judgement(row)) : QVariant(0);
    default:
        return {};
    }
}

QVariant RegistryVersionMetrics::headerData(int section, Qt::Orientation orientation,
                                            int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            Qt::Alignment(Qt::AlignVCenter | (section == Metric ? Qt::AlignLeft : Qt::AlignRight)));
    if (role != Qt::DisplayRole)
        return {};
    static const char* const titles[] = {QT_TR_NOOP("Metric"), QT_TR_NOOP("This"),
                                         QT_TR_NOOP("Champion"), QT_TR_NOOP("Difference")};
    return section >= 0 && section < ColumnCount ? QVariant(tr(titles[section])) : QVariant();
}

} // namespace binnacle
