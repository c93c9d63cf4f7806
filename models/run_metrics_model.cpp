#include "models/run_metrics_model.h"

#include "models/number_text.h"

namespace binnacle {

namespace {

// Values of one key stay as they are while the run trains: the rows are updated in place.
template <class List>
bool sameKeys(const List& a, const List& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const auto& x, const auto& y) { return x.key == y.key; });
}

} // namespace

void RunMetricsModel::setMetrics(std::vector<MetricFigures> metrics)
{
    if (!metrics.empty() && sameKeys(metrics, metrics_)) {
        metrics_ = std::move(metrics);
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    metrics_ = std::move(metrics);
    endResetModel();
}

int RunMetricsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(metrics_.size());
}

int RunMetricsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RunMetricsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const MetricFigures& metric = metrics_[static_cast<std::size_t>(index.row())];
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter |
                                   (index.column() == Key ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    const auto figure = [&](const std::optional<double>& value, std::int64_t step) -> QString {
        if (role == Qt::DisplayRole)
            return value ? numberText(*value) : missingText();
        if (!value)
            return metric.points == 0 ? tr("The history of this metric is not mirrored yet.")
                                      : tr("No figure: nothing but NaN, or direction unknown.");
        return tr("%1 at step %2").arg(exactNumber(*value), countText(step));
    };
    switch (index.column()) {
    case Key:
        return role == Qt::ToolTipRole && metric.points > 0
                   ? tr("%1: %2 points")
                         .arg(QString::fromStdString(metric.key), countText(metric.points))
                   : QString::fromStdString(metric.key);
    case Last:
        return figure(metric.last.value, metric.last.step);
    case Best:
        return figure(metric.best, metric.bestStep);
    case Min:
        return figure(metric.min, metric.minStep);
    case Max:
        return figure(metric.max, metric.maxStep);
    default:
        return {};
    }
}

QVariant RunMetricsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter |
                                   (section == Key ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Key:
        return tr("Metric");
    case Last:
        return tr("Last");
    case Best:
        return tr("Best");
    case Min:
        return tr("Least");
    case Max:
        return tr("Greatest");
    default:
        return {};
    }
}

void RunValuesModel::setValues(std::vector<KeyValue> values)
{
    if (values == values_)
        return;
    beginResetModel();
    values_ = std::move(values);
    endResetModel();
}

int RunValuesModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(values_.size());
}

int RunValuesModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : 2;
}

QVariant RunValuesModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount() ||
        (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const KeyValue& entry = values_[static_cast<std::size_t>(index.row())];
    return QString::fromStdString(index.column() == 0 ? entry.key : entry.value);
}

QVariant RunValuesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == 0 ? tr("Param") : tr("Value");
}

} // namespace binnacle
