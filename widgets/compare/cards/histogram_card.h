#pragma once

#include "widgets/charts/histogram_picture.h"
#include "widgets/compare/cards/values_card.h"

namespace binnacle {

// How the values of a column are spread over the runs; in the colours of groups where there are
// some.
//   column, bins ("auto" or a number), log, group
class HistogramCard : public ValuesCard
{
    Q_OBJECT
public:
    using ValuesCard::ValuesCard;

    std::vector<CardOption> optionList() const override;
    CardTable table() const override;

protected:
    void build() override;
    QString kindTitle() const override { return tr("Histogram"); }
    std::optional<RunRowId> runOf(int item) const override;
    int itemOf(RunRowId run) const override;

private:
    void fill(HistogramScene& scene, const ColumnFigures& figures);

    std::vector<std::vector<RunRowId>> runs_; // of each bin
};

} // namespace binnacle
