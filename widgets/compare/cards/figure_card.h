#pragma once

#include "models/comparison_groups.h"
#include "widgets/charts/item_picture.h"
#include "widgets/compare/cards/columns_card.h"

class QScrollArea;

namespace binnacle {

class ItemChart;

// A card over columns of the runs that is drawn as an ItemPicture, and scrolled where the picture
// needs more room.
class FigureCard : public ColumnsCard
{
    Q_OBJECT
public:
    FigureCard(const CardContext& context, QWidget* parent);

    void paintBody(QPainter& painter, const QRectF& area) const override;
    // The sentence shown in place of a picture; empty: the picture.
    const QString& sentence() const { return sentence_; }

protected:
    // Draws the rows: ends in show() or explain().
    virtual void build() = 0;
    virtual QString ownTitle() const = 0;
    // What a card says where the runs have nothing for it.
    virtual QString nothingToShow() const;
    virtual void itemChosen(int) {}
    // The run that an item stands for, and the item that a run stands in (-1).
    virtual std::optional<RunRowId> runOf(int) const { return std::nullopt; }
    virtual int itemOf(RunRowId) const { return -1; }

    void showRows() override;
    void showBrush() override { refresh(); }
    void showHovered() override;
    void showNothing(const QString& sentence, bool failed) override;

    // The runs shown; their cells stand in the order of wantedColumns().
    ComparisonRows visibleRows() const;
    ComparisonRows brushedRows() const; // those within the brush
    void show(std::shared_ptr<const ItemPicture> picture, const QStringList& note);
    void explain(const QString& sentence) { showNothing(sentence, false); }
    // What is shown now; nullptr where a sentence stands in its place.
    template <class Picture>
    const Picture* shownAs() const
    {
        return dynamic_cast<const Picture*>(picture_.get());
    }
    using QWidget::show;

    QString textOption(const char* key, const char* otherwise) const;
    bool isOn(const char* key) const { return options().value(QLatin1String(key)).toBool(); }
    // The column chosen, else the metric that the comparison is about.
    std::optional<RunColumn> figureOption(const char* key) const;
    // A number of the runs to choose, and the column that groups: with what holds without a choice.
    CardOption figureChoice(const char* key, const QString& label) const;
    CardOption groupChoice(const QString& label) const;
    // The column that groups: chosen here ("" is none), else the scope's.
    std::optional<RunColumn> groupOption() const;

private:
    void refresh();
    void itemHighlighted(int item);

    std::vector<RunColumn> read_; // whose cells rows_ holds
    std::vector<ComparisonColumns::Row> rows_;
    QScrollArea* scroll_;
    ItemChart* chart_;
    std::shared_ptr<const ItemPicture> picture_;
    QString sentence_;
    bool pointing_ = false;
};

// The first one holds where none is chosen.
CardOption choiceOption(const char* key, const QString& label,
                        std::vector<CardOption::Value> choices);
CardOption columnChoice(const char* key, const QString& label, bool numericOnly, bool optional);

} // namespace binnacle
