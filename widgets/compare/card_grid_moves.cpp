#include "widgets/common/theme.h"
#include "widgets/compare/card_grid.h"
#include "widgets/compare/card_section_head.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>

#include <algorithm>
#include <cmath>

// The part of the grid that moves and sizes cards by hand.
namespace binnacle {

namespace {
constexpr int headHeight = 40; // pixels of a card by which it is held
constexpr int markerWidth = 3;
constexpr int scrollEdge = 40; // pixels from the edge where a dragged card scrolls the page
} // namespace

bool CardGrid::eventFilter(QObject* watched, QEvent* event)
{
    auto* card = qobject_cast<ComparisonCard*>(watched);
    const bool grip = !card && watched->parent() && watched->objectName() == u"cardGrip";
    if (grip)
        card = qobject_cast<ComparisonCard*>(watched->parent());
    if (!card)
        return QScrollArea::eventFilter(watched, event);
    switch (event->type()) {
    case QEvent::MouseButtonPress: {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        if (mouse->button() != Qt::LeftButton)
            break;
        const auto* placed = find(card);
        if (!placed || (!grip && mouse->position().y() > headHeight))
            break;
        drag_ = Drag{placed->spec.id,
                     grip,
                     mouse->globalPosition().toPoint(),
                     QSize(placed->spec.width, placed->spec.height),
                     false,
                     placed->section,
                     placed->order};
        card->setFocus(Qt::MouseFocusReason);
        return true;
    }
    case QEvent::MouseMove:
        if (drag_) {
            drag(static_cast<QMouseEvent*>(event)->globalPosition().toPoint());
            return true;
        }
        break;
    case QEvent::MouseButtonRelease:
        if (drag_) {
            drop();
            return true;
        }
        break;
    case QEvent::KeyPress: {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (!grip && handleKey(card, key->key(), key->modifiers()))
            return true;
        break;
    }
    default:
        break;
    }
    return QScrollArea::eventFilter(watched, event);
}

void CardGrid::drag(const QPoint& global)
{
    const QPoint by = global - drag_->from;
    if (!drag_->moved && by.manhattanLength() < QApplication::startDragDistance())
        return;
    auto* card = built_.value(drag_->id);
    drag_->moved = true;
    if (drag_->resizing) {
        const double unit = (viewport()->width() - spacing::m) / double(gridColumns);
        layout_.resizeCard(drag_->id, drag_->size.width() + qRound(by.x() / unit),
                           drag_->size.height() + qRound(by.y() / double(gridRow)));
        return;
    }
    if (card)
        card->setCursor(Qt::ClosedHandCursor);
    const QPoint inView = viewport()->mapFromGlobal(global);
    if (inView.y() < scrollEdge)
        verticalScrollBar()->setValue(verticalScrollBar()->value() - scrollEdge / 2);
    else if (inView.y() > viewport()->height() - scrollEdge)
        verticalScrollBar()->setValue(verticalScrollBar()->value() + scrollEdge / 2);
    dropTarget(canvas_->mapFromGlobal(global));
}

// Before or behind the card that is nearest to the hand.
void CardGrid::dropTarget(const QPoint& at)
{
    const Placed* nearest = nullptr;
    double best = 0;
    for (const auto& placed : places_) {
        if (placed.spec.id == drag_->id || layout_.sections()[placed.section].metricPrefix)
            continue;
        const QPoint away = at - placed.rect.center();
        const double distance = std::hypot(away.x(), away.y());
        if (!nearest || distance < best) {
            nearest = &placed;
            best = distance;
        }
    }
    marker_->setVisible(nearest != nullptr);
    if (!nearest)
        return;
    const bool behind = at.x() > nearest->rect.center().x();
    const auto* mine = find(drag_->id);
    const bool sameSection = mine && mine->section == nearest->section;
    int place = nearest->order + (behind ? 1 : 0);
    if (sameSection && mine->order < nearest->order)
        --place; // it leaves a gap before
    drag_->section = nearest->section;
    drag_->at = place;

    QPalette palette = marker_->palette();
    palette.setColor(QPalette::Window, Theme::current().accent);
    marker_->setPalette(palette);
    const int x = behind ? nearest->rect.right() + (spacing::m - markerWidth) / 2 + 1
                         : nearest->rect.left() - (spacing::m + markerWidth) / 2;
    marker_->setGeometry(x, nearest->rect.top(), markerWidth, nearest->rect.height());
    marker_->raise();
}

void CardGrid::drop()
{
    const Drag done = *drag_;
    drag_.reset();
    const bool aimed = marker_->isVisible();
    marker_->hide();
    if (auto* card = built_.value(done.id))
        card->unsetCursor();
    if (done.moved && !done.resizing && aimed)
        layout_.moveCard(done.id, done.section, done.at);
}

bool CardGrid::moveByKey(ComparisonCard* card, int key)
{
    const auto* placed = find(card);
    if (!placed || layout_.sections()[placed->section].metricPrefix)
        return false;
    const int step = key == Qt::Key_Left || key == Qt::Key_Up ? -1 : 1;
    const auto count = std::ssize(layout_.sections()[placed->section].cards);
    const int to = placed->order + step;
    const auto section = placed->section;
    if (to >= 0 && to < count)
        layout_.moveCard(placed->spec.id, section, to);
    else if (step < 0 && section > 0)
        layout_.moveCard(placed->spec.id, section - 1,
                         static_cast<int>(layout_.sections()[section - 1].cards.size()));
    else if (step > 0 && section + 1 < layout_.sections().size())
        layout_.moveCard(placed->spec.id, section + 1, 0);
    ensureWidgetVisible(card, 0, spacing::m);
    return true;
}

bool CardGrid::resizeByKey(ComparisonCard* card, int key)
{
    const auto* placed = find(card);
    if (!placed)
        return false;
    const int wider = key == Qt::Key_Right ? 1 : key == Qt::Key_Left ? -1 : 0;
    const int higher = key == Qt::Key_Down ? 1 : key == Qt::Key_Up ? -1 : 0;
    layout_.resizeCard(placed->spec.id, placed->spec.width + wider, placed->spec.height + higher);
    return true;
}

bool CardGrid::handleKey(ComparisonCard* card, int key, Qt::KeyboardModifiers modifiers)
{
    const bool arrow =
        key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Up || key == Qt::Key_Down;
    modifiers &= ~Qt::KeypadModifier;
    if (arrow && modifiers == (Qt::ControlModifier | Qt::ShiftModifier))
        return moveByKey(card, key);
    if (arrow && modifiers == (Qt::AltModifier | Qt::ShiftModifier))
        return resizeByKey(card, key);
    if (key == Qt::Key_Escape && drag_) {
        drag_.reset();
        marker_->hide();
        card->unsetCursor();
        return true;
    }
    if (key == Qt::Key_Delete && modifiers == Qt::NoModifier && card->hasFocus()) {
        layout_.removeCard(card->spec().id);
        return true;
    }
    return false;
}

} // namespace binnacle
