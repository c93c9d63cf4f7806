#pragma once

#include "widgets/charts/bar_picture.h"
#include "widgets/compare/cards/figure_card.h"

namespace binnacle {

// A figure of each run, or its mean in each group with an error bar.
//   column, by ("run", "group"), group, error ("none", "sd", "se", "ci"),
//   order ("greatest", "smallest", "list")
class BarCard : public FigureCard
{
    Q_OBJECT
public:
    using FigureCard::FigureCard;

    std::vector<CardOption> optionList() const override;
    CardTable table() const override;

protected:
    std::vector<RunColumn> wantedColumns() const override;
    void build() override;
    QString ownTitle() const override;
    std::optional<RunRowId> runOf(int item) const override;
    int itemOf(RunRowId run) const override;

private:
    bool grouped() const; // by a column that there is
    void buildRuns();
    void buildGroups();
    void finish(std::vector<BarScene::Row> rows, const QStringList& note);
    double errorOf(const struct Moments& moments) const; // half the width; NaN: none
};

} // namespace binnacle
