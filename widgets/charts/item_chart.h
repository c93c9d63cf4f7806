#pragma once

#include "widgets/charts/item_picture.h"

#include <QPixmap>
#include <QWidget>

#include <memory>

namespace binnacle {

// Shows an ItemPicture, and lets a person point at its items:
//   mouse, arrows, Home, End   highlight an item: its text stands in a box beside it, and is
//                              announced to assistive technology
//   click, Enter, Space        choose it
//   double click, Enter        open what it stands for
//   Escape                     put the highlight away
class ItemChart : public QWidget
{
    Q_OBJECT
public:
    explicit ItemChart(QWidget* parent = nullptr);

    // May be nullptr. Takes the highlight away.
    void setPicture(std::shared_ptr<const ItemPicture> picture);
    const ItemPicture* picture() const { return picture_.get(); }

    int highlighted() const { return highlighted_; } // -1: none
    // Told from outside: no box, no signal. -1: none.
    void showHighlight(int item);
    QRectF itemRect(int item) const; // in the widget

    QSize sizeHint() const override { return {480, 280}; }
    QSize minimumSizeHint() const override { return {120, 80}; }

signals:
    void itemHighlighted(int item); // by the person; -1: none any more
    void itemReached(int item);     // by the keys: to be scrolled to
    void itemChosen(int item);
    void itemActivated(int item);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void highlight(int item, bool byKeys);
    void paintPicture(QPainter& painter);
    void fitLeastSize();

    std::shared_ptr<const ItemPicture> picture_;
    QPixmap cached_; // null: to be painted again
    int highlighted_ = -1;
    bool boxShown_ = false;
};

} // namespace binnacle
