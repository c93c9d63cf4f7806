#pragma once

#include "services/async/deliver.h"
#include "services/statistics/param_importance.h"
#include "widgets/charts/bar_picture.h"
#include "widgets/compare/cards/figure_card.h"

namespace binnacle {

// How much a metric goes with each param over the runs: by rank correlation, or by mutual
// information. It says where the runs are too few to tell.
//   metric, params (none: the first 200 that vary; the card says how many there are), measure
//   ("rank", "information")
class ImportanceCard : public FigureCard
{
    Q_OBJECT
public:
    using FigureCard::FigureCard;

    std::vector<CardOption> optionList() const override;
    CardTable table() const override;

protected:
    std::vector<RunColumn> wantedColumns() const override; // the metric, then the params
    void build() override;
    QString ownTitle() const override;
    QString nothingToShow() const override;

private:
    struct Measured
    {
        QString name;
        ParamImportance importance;
    };
    std::optional<RunColumn> metric() const;
    std::vector<RunColumn> varyingParams() const;
    QStringList notes() const;
    bool byInformation() const { return textOption("measure", "rank") == u"information"; }
    void receive(std::vector<Measured> params);
    BarScene::Row rowFor(const Measured& param) const;
    QString sentenceFor(const ParamImportance& importance) const; // where nothing was measured

    std::vector<Measured> params_; // as shown
    LatestOnly slot_;
};

} // namespace binnacle
