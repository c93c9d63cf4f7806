#include "widgets/compare/card_grid.h"

#include "widgets/common/theme.h"
#include "widgets/compare/card_kinds.h"
#include "widgets/compare/card_section_head.h"

#include <QElapsedTimer>
#include <QResizeEvent>
#include <QScrollBar>
#include <QSet>

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {
constexpr int gap = spacing::m;
constexpr int leastCardWidth = 260; // pixels: a narrow window gives cards more columns
constexpr int buildBudget = 10;     // ms in one go on the GUI thread
constexpr double keepBeyond = 1.5;  // heights of the view in which cards out of sight are kept
} // namespace

CardGrid::CardGrid(ComparisonLayout& layout, const CardContext& context, QWidget* parent)
    : QScrollArea(parent)
    , layout_(layout)
    , context_(context)
    , canvas_(new QWidget)
    , marker_(new QWidget(canvas_))
{
    setObjectName(QStringLiteral("cardGrid"));
    setAccessibleName(tr("Cards"));
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidget(canvas_);
    setWidgetResizable(false);
    canvas_->setAutoFillBackground(false);
    viewport()->setAutoFillBackground(false);
    marker_->setAutoFillBackground(true);
    marker_->hide();
    buildTimer_.setSingleShot(true);
    connect(&buildTimer_, &QTimer::timeout, this, &CardGrid::build);
    connect(&layout_, &ComparisonLayout::changed, this, &CardGrid::arrange);
    arrange();
}

CardGrid::~CardGrid() = default;

void CardGrid::setMetrics(const QStringList& metrics)
{
    if (metrics == metrics_)
        return;
    metrics_ = metrics;
    arrange();
}

CardGrid::Placed* CardGrid::find(const QString& id)
{
    const auto found =
        std::ranges::find_if(places_, [&](const Placed& placed) { return placed.spec.id == id; });
    return found == places_.end() ? nullptr : &*found;
}

CardGrid::Placed* CardGrid::find(ComparisonCard* card)
{
    return card ? find(card->spec().id) : nullptr;
}

QString CardGrid::focusedCard() const
{
    for (auto it = built_.begin(); it != built_.end(); ++it)
        if (it.value()->hasFocus() || it.value()->isAncestorOf(focusWidget()))
            return it.key();
    return {};
}

// One section below `top`; the answer is where the next begins.
int CardGrid::arrangeSection(std::size_t section, int top)
{
    const auto& from = layout_.sections()[section];
    const auto cards = layout_.cardsOf(section, metrics_);
    auto* head = heads_[section];
    const bool shown = !from.title.isEmpty() || layout_.sections().size() > 1;
    head->setVisible(shown);
    if (shown) {
        head->show(from.title.isEmpty() ? tr("Cards") : from.title, cards.size(), from.collapsed);
        head->setGeometry(gap, top, viewport()->width() - 2 * gap, CardSectionHead::height);
        top += CardSectionHead::height + spacing::xs;
    }
    if (from.collapsed)
        return top;

    const double unit = std::max(1.0, (viewport()->width() - gap) / double(gridColumns) - gap);
    const int least = std::clamp(static_cast<int>(std::ceil((leastCardWidth + gap) / (unit + gap))),
                                 1, gridColumns);
    const int perRow = std::max(1, gridColumns / least); // cards of the least width side by side
    std::vector<CardSize> sizes;
    for (const auto& card : cards) {
        // Where a row holds few cards, all are a whole share of it: no holes beside them.
        const int share = std::clamp(qRound(card.width * perRow / double(gridColumns)), 1, perRow);
        sizes.push_back(
            {perRow < 3 ? share * gridColumns / perRow : std::max(card.width, least), card.height});
    }
    const auto packed = packCards(sizes, gridColumns);
    int bottom = top;
    for (std::size_t i = 0; i < cards.size(); ++i) {
        const int left = gap + qRound(packed[i].x * (unit + gap));
        const int right =
            gap + qRound((packed[i].x + std::min(sizes[i].width, gridColumns)) * (unit + gap)) -
            gap;
        const QRect rect(left, top + packed[i].y * gridRow, right - left,
                         sizes[i].height * gridRow - gap);
        places_.push_back({cards[i], section, static_cast<int>(i), rect});
        places_.back().spec.options = layout_.effectiveOptions(cards[i]);
        bottom = std::max(bottom, rect.bottom() + 1 + gap);
    }
    return bottom;
}

void CardGrid::arrange()
{
    const auto sections = layout_.sections().size();
    while (heads_.size() < sections) {
        auto* head = new CardSectionHead(canvas_);
        const auto index = heads_.size();
        head->setObjectName(QStringLiteral("cardSection%1").arg(index));
        connect(head, &QAbstractButton::clicked, this, [this, index] {
            if (index < layout_.sections().size())
                layout_.setCollapsed(index, !layout_.sections()[index].collapsed);
        });
        connect(head, &CardSectionHead::menuRequested, this,
                [this, index](const QPoint& at) { emit sectionMenuRequested(index, at); });
        heads_.push_back(head);
    }
    for (std::size_t i = sections; i < heads_.size(); ++i)
        heads_[i]->hide();

    QSet<QString> gone;
    for (const auto& placed : places_)
        gone.insert(placed.spec.id);
    places_.clear();
    int bottom = gap;
    for (std::size_t i = 0; i < sections; ++i)
        bottom = arrangeSection(i, bottom);
    canvas_->resize(viewport()->width(), std::max(bottom, viewport()->height()));
    // What nobody sees narrows nothing.
    for (const auto& placed : places_)
        gone.remove(placed.spec.id);
    for (const auto& id : gone)
        context_.scope.setBrush(id, std::nullopt);

    for (auto it = built_.begin(); it != built_.end();) {
        const auto* placed = find(it.key());
        if (placed && placed->spec.kind == it.value()->spec().kind) {
            it.value()->setGeometry(placed->rect);
            it.value()->setSpec(placed->spec);
            ++it;
        } else {
            it.value()->deleteLater();
            it.value()->hide();
            it = built_.erase(it);
        }
    }
    build();
}

// Builds what is in sight, a little at a time, and lets go of what is far from it.
void CardGrid::build()
{
    const int height = std::max(viewport()->height(), 1);
    const QRect sight(0, verticalScrollBar()->value(), viewport()->width(), height);
    const QRect kept =
        sight.adjusted(0, -qRound(keepBeyond * height), 0, qRound(keepBeyond * height));
    const QString focused = focusedCard();
    for (const auto& placed : places_) {
        auto* card = built_.value(placed.spec.id);
        if (card && !kept.intersects(placed.rect) && placed.spec.id != focused) {
            built_.remove(placed.spec.id);
            card->hide();
            card->deleteLater();
        }
    }
    QElapsedTimer spent;
    spent.start();
    for (const auto& placed : places_) {
        if (!sight.intersects(placed.rect) || built_.contains(placed.spec.id))
            continue;
        if (spent.elapsed() >= buildBudget) {
            buildTimer_.start(0);
            return;
        }
        make(placed);
    }
}

ComparisonCard* CardGrid::make(const Placed& placed)
{
    const auto* kind = findCardKind(placed.spec.kind);
    if (!kind)
        return nullptr; // of a newer version: stays in the layout, is not shown
    auto* card = kind->make(context_, canvas_);
    card->installEventFilter(this);
    card->grip()->installEventFilter(this);
    connect(card, &ComparisonCard::optionsEdited, this, [this, card](const QJsonObject& options) {
        if (const auto* mine = find(card)) {
            // As arranged, not as shown: the shared options are not the card's own.
            const auto arranged = layout_.card(mine->spec.id);
            layout_.setOptions(arranged ? *arranged : mine->spec, options);
        }
    });
    connect(card, &ComparisonCard::menuRequested, this,
            [this, card](const QPoint& at) { emit cardMenuRequested(card->spec().id, at); });
    built_.insert(placed.spec.id, card);
    card->setGeometry(placed.rect);
    card->setSpec(placed.spec);
    card->show();
    emit cardBuilt(card);
    return card;
}

void CardGrid::reveal(const QString& id)
{
    const auto* placed = find(id);
    if (!placed)
        return;
    verticalScrollBar()->setValue(placed->rect.top() - gap);
    build();
    auto* card = built_.value(id);
    if (!card)
        card = make(*placed);
    if (card)
        card->setFocus(Qt::OtherFocusReason);
}

std::vector<ComparisonCard*> CardGrid::exportCards(std::size_t most)
{
    std::vector<ComparisonCard*> cards;
    for (const auto& placed : places_) {
        if (cards.size() == most)
            break;
        auto* card = built_.value(placed.spec.id);
        if (!card)
            card = make(placed);
        if (card)
            cards.push_back(card);
    }
    return cards;
}

void CardGrid::resizeEvent(QResizeEvent* event)
{
    QScrollArea::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        arrange();
    else
        build();
}

void CardGrid::scrollContentsBy(int dx, int dy)
{
    QScrollArea::scrollContentsBy(dx, dy);
    buildTimer_.start(0);
}

bool CardGrid::focusNextPrevChild(bool next)
{
    // Tab leads into cards that are only built when they are in sight.
    const bool moved = QScrollArea::focusNextPrevChild(next);
    if (auto* focus = focusWidget(); focus && canvas_->isAncestorOf(focus))
        ensureWidgetVisible(focus, 0, gap);
    return moved;
}

} // namespace binnacle
