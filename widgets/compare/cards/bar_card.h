#pragma once

#include "widgets/charts/bar_picture.h"
#include "widgets/compare/cards/values_card.h"

namespace binnacle {

// A figure of each run, or its mean in each group with an error bar.
//   column, by ("run", "group"), group, error ("none", "sd", "se", "ci"),
//   order ("greatest", "smallest", "list")
class BarCard : public ValuesCard
{
    Q_OBJECT
public:
    using ValuesCard::ValuesCard;

    std::vector<CardOption> optionList() const override;
    CardTable table() const override;

protected:
    bool grouped() const override; // by a column that there is
    void build() override;
    QString kindTitle() const override { return tr("Bars"); }
    QString ownTitle() const override;
    std::optional<RunRowId> runOf(int item) const override;
    int itemOf(RunRowId run) const override;

private:
    void buildRuns();
    void buildGroups();
    void finish(std::vector<BarScene::Row> rows, const QStringList& note);
    double errorOf(const struct Moments& moments) const; // half the width; NaN: none
};

} // namespace binnacle
