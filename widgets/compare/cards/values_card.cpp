#include "widgets/compare/cards/values_card.h"

namespace binnacle {

std::vector<RunColumn> ValuesCard::wantedColumns() const
{
    auto column = figureOption("column");
    if (!column)
        return {};
    std::vector<RunColumn> wanted{*column};
    if (grouped())
        wanted.push_back(*groupOption());
    return wanted;
}

QString ValuesCard::ownTitle() const
{
    const auto column = figureOption("column");
    if (!column)
        return kindTitle();
    return grouped() ? tr("%1 by %2").arg(columnHeading(*column), columnHeading(*groupOption()))
                     : columnHeading(*column);
}

void ValuesCard::explainNoFigures(const ColumnFigures& figures)
{
    const QString title = columnHeading(*figureOption("column"));
    explain(figures.notPositive > 0
                ? tr("No value of %1 is positive, as a log axis needs").arg(title)
                : tr("No run has a number for %1").arg(title));
}

} // namespace binnacle
