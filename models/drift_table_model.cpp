#include "models/drift_table_model.h"

#include "models/number_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <limits>

namespace binnacle {

namespace {

constexpr std::size_t topFeatures = 5;
constexpr double topShare = 0.1; // of the greatest importance
constexpr int listed = 4;

QString percent(double share)
{
    return std::isnan(share) ? missingText() : QStringLiteral("%1 %").arg(100 * share, 0, 'f', 1);
}

QString some(const std::vector<std::string>& names)
{
    QStringList texts;
    for (const auto& name : names) {
        if (texts.size() == listed) {
            texts.append(QStringLiteral("…"));
            break;
        }
        texts.append(name.empty() ? DriftTableModel::tr("(empty)") : QString::fromStdString(name));
    }
    return texts.join(QStringLiteral(", "));
}

} // namespace

QString driftMethodTitle(const std::string& method)
{
    const auto known = driftMethodOf(method);
    return known ? QCoreApplication::translate("drift", factsOf(*known).title.data())
                 : QString::fromStdString(method);
}

QString driftScoreText(const ColumnDrift& column)
{
    if (!isMeasured(column))
        return missingText();
    const auto p = column.adjustedPValue ? column.adjustedPValue : column.pValue;
    if (!p)
        return std::isfinite(column.statistic) ? QString::number(column.statistic, 'g', 4)
                                               : numberText(column.statistic);
    if (*p < 1e-12)
        return DriftTableModel::tr("p < 1e-12");
    return DriftTableModel::tr("p = %1").arg(*p, 0, 'g', 3);
}

QString driftLimitText(const ColumnDrift& column)
{
    const auto limit = numberText(column.threshold);
    const auto method = driftMethodOf(column.method);
    if (!method)
        return limit;
    switch (factsOf(*method).alarm) {
    case DriftAlarm::PValueBelow:
        return DriftTableModel::tr("p below %1").arg(limit);
    case DriftAlarm::PValueAtMost:
        return DriftTableModel::tr("p up to %1").arg(limit);
    case DriftAlarm::AtLeast:
        return DriftTableModel::tr("from %1").arg(limit);
    case DriftAlarm::Above:
        break;
    }
    return DriftTableModel::tr("above %1").arg(limit);
}

void DriftTableModel::clear()
{
    setReport({});
}

void DriftTableModel::add(const std::vector<ColumnDrift>& columns)
{
    for (const auto& column : columns) {
        const auto place = columns_.size();
        columns_.push_back(column);
        severity_.push_back(driftSeverity(column));
        if (!fits(column))
            continue;
        const auto at = std::ranges::upper_bound(
            shown_, place, [this](std::size_t a, std::size_t b) { return before(a, b); });
        const auto row = static_cast<int>(at - shown_.begin());
        beginInsertRows({}, row, row);
        shown_.insert(at, place);
        endInsertRows();
    }
}

void DriftTableModel::setReport(const DriftReport& report)
{
    beginResetModel();
    columns_ = report.columns;
    severity_.clear();
    for (const auto& column : columns_)
        severity_.push_back(driftSeverity(column));
    arrange();
    endResetModel();
}

void DriftTableModel::setImportances(std::map<std::string, double> importances)
{
    importances_ = std::move(importances);
    top_.clear();
    std::vector<std::pair<double, std::string>> sorted;
    for (const auto& [name, value] : importances_)
        sorted.emplace_back(value, name);
    std::ranges::sort(sorted, std::greater<>());
    for (std::size_t i = 0; i < std::min(topFeatures, sorted.size()); ++i)
        if (sorted[i].first > 0 && sorted[i].first >= topShare * sorted[0].first)
            top_[sorted[i].second] = sorted[i].first;
    beginResetModel();
    arrange();
    endResetModel();
}

void DriftTableModel::setFilter(const QString& text, bool onlyDrifted)
{
    if (text == filter_ && onlyDrifted == onlyDrifted_)
        return;
    filter_ = text;
    onlyDrifted_ = onlyDrifted;
    beginResetModel();
    arrange();
    endResetModel();
}

int DriftTableModel::rowOf(const std::string& column) const
{
    for (std::size_t row = 0; row < shown_.size(); ++row)
        if (columns_[shown_[row]].column == column)
            return static_cast<int>(row);
    return -1;
}

double DriftTableModel::importance(const std::string& column) const
{
    const auto found = importances_.find(column);
    return found == importances_.end() ? std::numeric_limits<double>::quiet_NaN() : found->second;
}

bool DriftTableModel::fits(const ColumnDrift& column) const
{
    if (onlyDrifted_ && !column.drifted)
        return false;
    return filter_.isEmpty() ||
           QString::fromStdString(column.column).contains(filter_, Qt::CaseInsensitive);
}

bool DriftTableModel::before(std::size_t a, std::size_t b) const
{
    const auto& first = columns_[a];
    const auto& second = columns_[b];
    const auto missing = [](const ColumnDrift& column) {
        return std::isnan(column.currentMissingShare) ? -1 : column.currentMissingShare;
    };
    const auto weight = [this](const ColumnDrift& column) {
        const double value = importance(column.column);
        return std::isnan(value) ? -1 : value;
    };
    double x = severity_[a], y = severity_[b];
    if (sortColumn_ == Missing) {
        x = missing(first);
        y = missing(second);
    } else if (sortColumn_ == Importance) {
        x = weight(first);
        y = weight(second);
    } else if (sortColumn_ == Method && first.method != second.method) {
        return (first.method < second.method) == (order_ == Qt::AscendingOrder);
    } else if (sortColumn_ == Name) {
        x = y = 0;
    }
    if (x != y)
        return (x < y) == (order_ == Qt::AscendingOrder);
    const bool backwards = sortColumn_ == Name && order_ == Qt::DescendingOrder;
    return backwards ? second.column < first.column : first.column < second.column;
}

void DriftTableModel::arrange()
{
    shown_.clear();
    for (std::size_t i = 0; i < columns_.size(); ++i)
        if (fits(columns_[i]))
            shown_.push_back(i);
    std::ranges::sort(shown_, [this](std::size_t a, std::size_t b) { return before(a, b); });
}

void DriftTableModel::sort(int column, Qt::SortOrder order)
{
    sortColumn_ = column < 0 ? int(State) : column;
    order_ = column < 0 ? Qt::DescendingOrder : order;
    emit layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const auto before = shown_;
    const auto indexes = persistentIndexList();
    arrange();
    QModelIndexList moved;
    for (const auto& each : indexes) {
        const auto place = before[static_cast<std::size_t>(each.row())];
        const auto now = std::ranges::find(shown_, place) - shown_.begin();
        moved.append(index(static_cast<int>(now), each.column()));
    }
    changePersistentIndexList(indexes, moved);
    emit layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

int DriftTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(shown_.size());
}

int DriftTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString DriftTableModel::text(const ColumnDrift& column, int section) const
{
    switch (section) {
    case Name:
        return QString::fromStdString(column.column);
    case Method:
        return driftMethodTitle(column.method);
    case Score:
        return driftScoreText(column);
    case State:
        return !isMeasured(column) ? tr("Not compared")
               : column.drifted    ? tr("Drifted")
                                   : tr("Stable");
    case Missing:
        return QStringLiteral("%1 → %2").arg(percent(column.referenceMissingShare),
                                             percent(column.currentMissingShare));
    case Importance: {
        const double value = importance(column.column);
        return std::isnan(value) ? missingText() : percent(value);
    }
    default:
        return {};
    }
}

QString DriftTableModel::tip(const ColumnDrift& column, int section) const
{
    if (section == Name)
        return QString::fromStdString(column.column);
    if (section == State) {
        QStringList lines{QString::fromStdString(column.explanation)};
        if (!column.newCategories.empty())
            lines.append(tr("New: %1").arg(some(column.newCategories)));
        if (!column.goneCategories.empty())
            lines.append(tr("Gone: %1").arg(some(column.goneCategories)));
        return lines.join(u'\n');
    }
    if (section == Method || section == Score)
        return column.explanation.empty() ? tr("Drifted %1").arg(driftLimitText(column))
                                          : QString::fromStdString(column.explanation);
    return text(column, section);
}

QVariant DriftTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const auto& column = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(column, index.column());
    case Qt::ToolTipRole:
        return tip(column, index.column());
    case Qt::AccessibleTextRole:
        return index.column() == Distribution
                   ? tr("%1, reference and current").arg(QString::fromStdString(column.column))
                   : text(column, index.column());
    case Qt::TextAlignmentRole:
        return index.column() == Score || index.column() == Missing || index.column() == Importance
                   ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                   : QVariant();
    case SeverityRole:
        return severity_[shown_[static_cast<std::size_t>(index.row())]];
    case DriftedRole:
        return column.drifted;
    case MeasuredRole:
        return isMeasured(column);
    case NewsRole:
        return static_cast<int>(column.newCategories.size() + column.goneCategories.size());
    case TopRole:
        return isTop(column.column);
    default:
        return {};
    }
}

QVariant DriftTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole &&
        (section == Score || section == Missing || section == Importance))
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    static const char* const titles[] = {QT_TR_NOOP("Column"),    QT_TR_NOOP("Distribution"),
                                         QT_TR_NOOP("Method"),    QT_TR_NOOP("Score"),
                                         QT_TR_NOOP("Verdict"),   QT_TR_NOOP("Missing"),
                                         QT_TR_NOOP("Importance")};
    return section >= 0 && section < ColumnCount ? QVariant(tr(titles[section])) : QVariant();
}

} // namespace binnacle
