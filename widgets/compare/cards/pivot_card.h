#pragma once

#include "models/comparison_columns.h"
#include "models/pivot_model.h"
#include "widgets/compare/comparison_card.h"

class QTableView;

namespace binnacle {

// Runs grouped by one or two columns downwards and one or two across, a figure of a metric in each
// cell. A click on a cell keeps the runs behind it and brushes the others out.
// Options: "rows", "columns" (arrays of columns, two at most are used), "metric" (empty: runs are
// counted), "aggregate" ("mean", …), "totals" (bool, on), "heat" (bool).
class PivotCard : public ComparisonCard
{
    Q_OBJECT
public:
    PivotCard(const CardContext& context, QWidget* parent);
    ~PivotCard() override;

    std::vector<CardOption> optionList() const override;
    CardTable table() const override;
    void paintBody(QPainter& painter, const QRectF& area) const override;

    PivotModel& model() { return model_; }

protected:
    void applyOptions() override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void prepareView();
    std::vector<RunColumn> keyColumns(const QString& option) const;
    void chooseFirst(); // rows and a metric that promise something, where none are chosen
    void refresh();
    void brushed();                               // another card may leave other runs
    std::vector<std::size_t> placesShown() const; // of the rows of columns_
    void describe(); // head, and a sentence where there is nothing to show
    void brush(const QModelIndex& index);
    void clearBrush();

    ComparisonColumns columns_;
    PivotModel model_;
    QTableView* view_;
    std::vector<RunColumn> rowColumns_, columnColumns_;
    std::string metric_;
    std::vector<std::size_t> places_; // shown in the table, see placesShown()
    std::vector<RunRowId> runs_;      // behind the places of the table
};

} // namespace binnacle
