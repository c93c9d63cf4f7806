#include "models/drift_comparison_model.h"

#include "models/drift_table_model.h"
#include "models/number_text.h"

#include <algorithm>
#include <map>

namespace binnacle {

void DriftComparisonModel::setReports(const DriftReport& earlier, const DriftReport& later)
{
    beginResetModel();
    std::map<std::string, Row> rows;
    const auto light = [](ColumnDrift column) {
        column.distribution.reset();
        return column;
    };
    for (const auto& column : earlier.columns)
        rows[column.column].earlier = light(column);
    for (const auto& column : later.columns)
        rows[column.column].later = light(column);
    rows_.clear();
    for (auto& [name, row] : rows) {
        row.column = name;
        if (!row.later)
            row.kind = Kind::OnlyEarlier;
        else if (!row.earlier)
            row.kind = Kind::OnlyLater;
        else if (row.later->drifted)
            row.kind = row.earlier->drifted ? Kind::StillDrifted : Kind::NewlyDrifted;
        else
            row.kind = row.earlier->drifted ? Kind::Recovered : Kind::StillStable;
        rows_.push_back(std::move(row));
    }
    const auto rank = [](const Row& row) {
        static constexpr int ranks[] = {0, 1, 4, 5, 3, 2};
        return ranks[static_cast<int>(row.kind)];
    };
    std::ranges::stable_sort(rows_, [&](const Row& a, const Row& b) {
        if (rank(a) != rank(b))
            return rank(a) < rank(b);
        const double x = a.later ? driftSeverity(*a.later) : 0;
        const double y = b.later ? driftSeverity(*b.later) : 0;
        return x > y;
    });
    endResetModel();
}

int DriftComparisonModel::count(Kind kind) const
{
    return static_cast<int>(std::ranges::count(rows_, kind, &Row::kind));
}

QString DriftComparisonModel::kindText(Kind kind)
{
    switch (kind) {
    case Kind::NewlyDrifted:
        return tr("Newly drifted");
    case Kind::Recovered:
        return tr("Recovered");
    case Kind::StillDrifted:
        return tr("Still drifted");
    case Kind::StillStable:
        return tr("Stable in both");
    case Kind::OnlyEarlier:
        return tr("Only in the earlier");
    case Kind::OnlyLater:
        break;
    }
    return tr("Only in the later");
}

int DriftComparisonModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int DriftComparisonModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant DriftComparisonModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const auto& row = rows_[static_cast<std::size_t>(index.row())];
    if (role == KindRole)
        return static_cast<int>(row.kind);
    const auto side = [role](const std::optional<ColumnDrift>& column) {
        if (!column)
            return missingText();
        return role == Qt::ToolTipRole ? QString::fromStdString(column->explanation)
                                       : driftScoreText(*column);
    };
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (index.column()) {
    case Name:
        return QString::fromStdString(row.column);
    case Earlier:
        return side(row.earlier);
    case Later:
        return side(row.later);
    default:
        return kindText(row.kind);
    }
}

QVariant DriftComparisonModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    static const char* const titles[] = {QT_TR_NOOP("Column"), QT_TR_NOOP("Earlier"),
                                         QT_TR_NOOP("Later"), QT_TR_NOOP("Change")};
    return section >= 0 && section < ColumnCount ? QVariant(tr(titles[section])) : QVariant();
}

} // namespace binnacle
