#pragma once

#include "widgets/compare/cards/figure_card.h"

namespace binnacle {

// A card over the values of one column ("column"), apart by groups of the runs ("group") where
// there are some.
class ValuesCard : public FigureCard
{
    Q_OBJECT
public:
    using FigureCard::FigureCard;

protected:
    virtual bool grouped() const { return groupOption().has_value(); }
    virtual QString kindTitle() const = 0; // where there is no column

    // The column, then the one that groups.
    std::vector<RunColumn> wantedColumns() const override;
    // "accuracy by model".
    QString ownTitle() const override;
    // Why there is nothing to draw of a column without finite figures.
    void explainNoFigures(const ColumnFigures& figures);
};

} // namespace binnacle
