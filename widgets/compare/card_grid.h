#pragma once

#include "models/card_packing.h"
#include "models/comparison_layout.h"
#include "widgets/compare/comparison_card.h"

#include <QHash>
#include <QScrollArea>
#include <QTimer>

#include <optional>
#include <vector>

namespace binnacle {

class CardSectionHead;

// The cards of a layout on a grid of twelve columns, section below section. Only cards in sight
// (and a little beyond) exist: a page of thousands costs what is seen of it.
//   drag of a card's head          moves it; of its lower right corner: its size
//   Ctrl+Shift+arrows, Alt+Shift+arrows   the same by keyboard
//   Delete                         removes it
class CardGrid : public QScrollArea
{
    Q_OBJECT
public:
    CardGrid(ComparisonLayout& layout, const CardContext& context, QWidget* parent = nullptr);
    ~CardGrid() override;

    void setMetrics(const QStringList& metrics); // what prefixes of sections choose from
    // The card where it exists now; nullptr: out of sight or unknown.
    ComparisonCard* card(const QString& id) const { return built_.value(id); }
    int builtCount() const { return static_cast<int>(built_.size()); }
    std::size_t cardCount() const { return places_.size(); }
    QString focusedCard() const; // id; empty: none
    // Scrolls there and gives it the focus.
    void reveal(const QString& id);
    // All cards of the layout from the first to the last, built if they have to be, for an export.
    std::vector<ComparisonCard*> exportCards(std::size_t most);

signals:
    void cardBuilt(binnacle::ComparisonCard* card);
    void cardMenuRequested(const QString& id, const QPoint& globalPosition);
    void sectionMenuRequested(std::size_t section, const QPoint& globalPosition);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    bool focusNextPrevChild(bool next) override;

private:
    struct Placed
    {
        CardSpec spec; // with the options it is shown with
        std::size_t section = 0;
        int order = 0; // within the section
        QRect rect;    // on the canvas
    };
    // A card in the hand.
    struct Drag
    {
        QString id;
        bool resizing = false;
        QPoint from; // global, where it began
        QSize size;  // grid cells, as it began
        bool moved = false;
        std::size_t section = 0;
        int at = 0;
    };

    void arrange(); // where everything is; then build()
    int arrangeSection(std::size_t section, int top);
    void build(); // what is in sight
    ComparisonCard* make(const Placed& placed);
    Placed* find(const QString& id);
    Placed* find(ComparisonCard* card);
    void drag(const QPoint& global);
    void drop();
    void dropTarget(const QPoint& canvasPosition);
    bool moveByKey(ComparisonCard* card, int key);
    bool resizeByKey(ComparisonCard* card, int key);
    bool handleKey(ComparisonCard* card, int key, Qt::KeyboardModifiers modifiers);

    ComparisonLayout& layout_;
    CardContext context_;
    QStringList metrics_;
    QWidget* canvas_;
    QWidget* marker_; // where a dragged card would go
    std::vector<Placed> places_;
    std::vector<CardSectionHead*> heads_;
    QHash<QString, ComparisonCard*> built_;
    QTimer buildTimer_;
    std::optional<Drag> drag_;
};

} // namespace binnacle
