#pragma once

#include "widgets/charts/run_box.h"

#include <QPixmap>
#include <QRegion>
#include <QWidget>

#include <functional>
#include <optional>
#include <vector>

namespace binnacle {

// Marks on a plane, each for a run or several: the base of scatter and contour. Painted once into
// a picture, its ground (all but the marks) into another, so that a brush paints again only where
// marks have changed; the mark under the mouse is painted over it.
//   mouse                   the nearest mark with its values
//   arrow keys              from mark to mark, across by x and up by y
//   drag                    chooses the marks within a rectangle
//   click                   chooses a mark, on nothing: none; with Ctrl: one more or less
//   Space                   the mark under the keys, one more or less
//   double click, Enter     opens its run
//   Escape                  puts the values away, and chooses none
class PlaneChart : public QWidget
{
    Q_OBJECT
public:
    explicit PlaneChart(QWidget* parent = nullptr);

    void setHovered(std::optional<std::size_t> mark);
    std::optional<std::size_t> hovered() const { return hovered_; }
    void setBoxOf(std::function<RunBox(std::size_t mark)> boxOf) { boxOf_ = std::move(boxOf); }

    // The place of a mark in the widget; nullopt: it has none.
    std::optional<QPointF> markAt(std::size_t mark) const;
    // As it is now into a picture or page.
    void paintInto(QPainter& painter, const QRectF& area) const;

    QSize sizeHint() const override { return {480, 300}; }
    QSize minimumSizeHint() const override { return {220, 140}; }

signals:
    void hoveredChanged(); // by the person
    void activated(std::size_t mark);
    void chosen(const std::vector<std::size_t>& marks); // empty: no choice
    void toggled(std::size_t mark);
    void choiceSettled(); // after those: the hand has let go

protected:
    // All but the marks; no background. The font is set.
    virtual void paintGround(QPainter& painter, const QRectF& area) const = 0;
    // The marks over it; those that MarkClip leaves out need not be painted.
    virtual void paintMarks(QPainter& painter, const QRectF& area) const = 0;
    // Places of all marks, NaN where one has none, when painted into the area.
    virtual std::vector<QPointF> placesIn(const QRectF& area) const = 0;

    void sceneChanged(); // other marks
    void invalidate();   // the same ones look different
    // These marks look otherwise now; `around`: how far a mark reaches, in pixels.
    void invalidateMarks(const std::vector<std::size_t>& marks, double around);
    // What of the marks is to be painted: all, where the painter is not clipped.
    class MarkClip
    {
    public:
        explicit MarkClip(const QPainter& painter);
        bool meets(const QPointF& at, double around) const;

    private:
        std::optional<QRegion> region_;
    };
    const std::vector<QPointF>& places() const;
    std::optional<std::size_t> nearest(const QPointF& at) const;
    void hoverByPerson(std::optional<std::size_t> mark);

    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Band
    {
        QPointF begin, now;
        bool far = false;
    };
    void paintBand(QPainter& painter) const;
    void chooseWithin(const QRectF& rect);
    bool choiceKey(int key);
    void stepHovered(bool across, int direction);
    QPixmap blankPicture() const;
    void renewPicture();

    std::optional<std::size_t> hovered_;
    std::function<RunBox(std::size_t)> boxOf_;
    mutable std::optional<std::vector<QPointF>> places_;
    std::optional<Band> band_;
    QPixmap ground_, picture_; // null: to be painted again
};

} // namespace binnacle
