#pragma once

#include "widgets/charts/plane_chart.h"
#include "widgets/compare/cards/columns_card.h"

#include <set>

namespace binnacle {

// A card over a PlaneChart: the marks that a person chooses there are a brush over their runs,
// kept in the options under "chosen" (the ids of the runs) and there again with the layout.
class PlaneCard : public ColumnsCard
{
    Q_OBJECT
public:
    using ColumnsCard::ColumnsCard;

protected:
    void follow(PlaneChart& chart); // once
    // The runs behind a mark.
    virtual std::vector<RunRowId> runsAt(std::size_t mark) const = 0;
    // Brushes as the options say now: to be called when the runs or the options are others. Where
    // none of the runs chosen is compared any more, there is no brush.
    void restoreChosen();

private:
    void choose(const std::vector<std::size_t>& marks);
    void toggle(std::size_t mark);
    void applyChosen();
    void keepChosen(); // in the options

    std::set<RunRowId> chosen_;
};

} // namespace binnacle
