#pragma once

#include "widgets/charts/box_picture.h"
#include "widgets/compare/cards/values_card.h"

namespace binnacle {

// The values of a column in each group of runs, as boxes or violins.
//   column, group, style ("box", "violin", "both"), points, log
class BoxCard : public ValuesCard
{
    Q_OBJECT
public:
    using ValuesCard::ValuesCard;

    std::vector<CardOption> optionList() const override;
    CardTable table() const override;

protected:
    void build() override;
    QString kindTitle() const override { return tr("Box and violin"); }
    std::optional<RunRowId> runOf(int item) const override;
    int itemOf(RunRowId run) const override;

private:
    BoxScene::Group groupFrom(const QString& name, int slot, const ColumnFigures& figures) const;
};

} // namespace binnacle
