#pragma once

#include "services/async/deliver.h"
#include "services/statistics/correlation.h"
#include "widgets/charts/matrix_picture.h"
#include "widgets/compare/cards/figure_card.h"

namespace binnacle {

// How each two of some columns go together over the runs.
//   columns (none: params and metrics that vary), method ("pearson", "spearman")
class CorrelationCard : public FigureCard
{
    Q_OBJECT
public:
    using FigureCard::FigureCard;

    std::vector<CardOption> optionList() const override;
    CardTable table() const override;

    static constexpr std::size_t mostColumns = 20; // of those that nobody chose

signals:
    // The person wants to see the runs behind a cell.
    void scatterRequested(const binnacle::RunColumn& x, const binnacle::RunColumn& y);

protected:
    std::vector<RunColumn> wantedColumns() const override;
    void build() override;
    QString ownTitle() const override;
    QString nothingToShow() const override;
    void itemChosen(int item) override;

private:
    struct Column
    {
        RunColumn column;
        QString title;
        std::vector<double> values; // NaN where a run has none
    };
    using Matrix = std::vector<Correlation>; // by rows
    CorrelationMethod method() const;
    void receive(std::vector<Column> columns, Matrix matrix, const QStringList& note);

    std::vector<RunColumn> shown_;
    Matrix matrix_;
    LatestOnly slot_;
};

} // namespace binnacle
