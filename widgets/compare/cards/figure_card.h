#pragma once

#include "models/comparison_groups.h"
#include "widgets/charts/item_picture.h"
#include "widgets/compare/comparison_card.h"

class QScrollArea;

namespace binnacle {

class ItemChart;

// A card over figures of the runs, drawn as an ItemPicture: it reads the columns that its options
// name, follows the scope, and is scrolled where the picture needs more room.
class FigureCard : public ComparisonCard
{
    Q_OBJECT
public:
    FigureCard(const CardContext& context, QWidget* parent);

    void paintBody(QPainter& painter, const QRectF& area) const override;
    // The sentence shown in place of a picture; empty: the picture.
    const QString& sentence() const { return sentence_; }

protected:
    // The columns that the options ask for, in the order in which build() finds their cells. Empty:
    // there is nothing to choose from.
    virtual std::vector<RunColumn> wantedColumns() = 0;
    // Draws the rows: ends in show() or explain().
    virtual void build() = 0;
    virtual QString ownTitle() const = 0;
    // What a card says where the runs have nothing for it.
    virtual QString nothingToShow() const;
    virtual void itemChosen(int) {}
    // The run that an item stands for, and the item that a run stands in (-1).
    virtual std::optional<RunRowId> runOf(int) const { return std::nullopt; }
    virtual int itemOf(RunRowId) const { return -1; }

    void applyOptions() override;

    ComparisonRows visibleRows() const { return columns_->visibleRows(); }
    ComparisonRows brushedRows() const; // visible, and within the brush
    void show(std::shared_ptr<const ItemPicture> picture, const QStringList& note);
    void explain(const QString& sentence, bool failed = false);
    // What is shown now; nullptr where a sentence stands in its place.
    template <class Picture>
    const Picture* shownAs() const
    {
        return dynamic_cast<const Picture*>(picture_.get());
    }
    using QWidget::show;

    // "12 of 60 runs brushed", or "60 runs".
    QString runsNote(std::size_t used) const;
    std::optional<RunColumn> columnOption(const char* key) const;
    std::vector<RunColumn> columnsOption(const char* key) const;
    QString textOption(const char* key, const char* otherwise) const;
    bool isOn(const char* key) const { return options().value(QLatin1String(key)).toBool(); }
    // The column chosen, else the metric that the comparison is about.
    std::optional<RunColumn> figureOption(const char* key) const;
    // The column that groups: chosen here ("" is none), else the scope's.
    std::optional<RunColumn> groupOption() const;

private:
    void refresh();
    void hoveredRunChanged();
    void itemHighlighted(int item);

    ComparisonColumns* columns_;
    QScrollArea* scroll_;
    ItemChart* chart_;
    std::shared_ptr<const ItemPicture> picture_;
    QString sentence_;
    bool pointing_ = false;
};

QString titleOf(const RunColumn& column);
CardOption choiceOption(const char* key, const QString& label,
                        std::vector<CardOption::Value> choices);
CardOption columnChoice(const char* key, const QString& label, bool numericOnly, bool optional);

} // namespace binnacle
