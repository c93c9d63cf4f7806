#pragma once

#include "widgets/charts/parallel_scene.h"
#include "widgets/charts/run_box.h"

#include <QHash>
#include <QPixmap>
#include <QTimer>
#include <QWidget>

#include <functional>
#include <optional>

namespace binnacle {

// Parallel coordinates: a view over a scene. What a person brushes is told by brushesChanged();
// which lines pass (with what other charts brush) is told to it.
//   drag along an axis     a brush; inside one it moves, at its ends it is sized; a click clears it
//   drag a title           moves the axis; double click on it turns the axis around
//   double click on a line, Enter  opens the run
//   Left, Right            the axis that the keys act on; with Ctrl: moves it; F turns it, L log
//   Up, Down               a brush, or moves it; Shift: its upper end, Ctrl: its lower end
//   Delete, Escape         clears the brush of the axis, all brushes
//   Page Up, Page Down     from run to run
// The pale lines are a picture that is kept; a step of a brush paints the lines that pass over it.
class ParallelChart : public QWidget
{
    Q_OBJECT
public:
    explicit ParallelChart(QWidget* parent = nullptr);

    // Brushes of axes that stay, stay.
    void setScene(ParallelScene scene);
    const ParallelScene& scene() const { return scene_; }
    // As many as lines: those that no brush of any chart leaves out.
    void setPassing(std::vector<bool> passing);
    const std::vector<bool>& passing() const { return passing_; }
    void setHovered(std::optional<std::size_t> line);
    std::optional<std::size_t> hovered() const { return hovered_; }
    void setBoxOf(std::function<RunBox(std::size_t line)> boxOf) { boxOf_ = std::move(boxOf); }

    std::optional<AxisBrush> brush(std::size_t axis) const;
    void setBrush(std::size_t axis, std::optional<AxisBrush> brush);
    void clearBrushes();
    // All of them, by the key of the axis.
    void setBrushes(const QHash<QString, AxisBrush>& brushes);
    const QHash<QString, AxisBrush>& brushes() const { return brushes_; }
    // Lines within its own brushes; nullopt: it has none.
    std::optional<std::vector<bool>> brushedLines() const;

    std::size_t currentAxis() const { return current_; }
    const ParallelGeometry& geometry() const; // in the widget
    // As it is now into a picture or page.
    void paintInto(QPainter& painter, const QRectF& area) const;

    QSize sizeHint() const override { return {640, 300}; }
    QSize minimumSizeHint() const override { return {240, 140}; }

signals:
    void brushesChanged();
    void brushesSettled(); // by the person, who has rested since
    void hoveredChanged(); // by the person
    void activated(std::size_t line);
    void axisMoved(std::size_t from, std::size_t to);
    void axisFlipped(std::size_t axis);
    void axisLogToggled(std::size_t axis);
    void currentAxisChanged();

protected:
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
    struct Drag
    {
        enum class Kind { NewBrush, Move, UpperEnd, LowerEnd, Title };
        Kind kind = Kind::NewBrush;
        std::size_t axis = 0;
        QPointF begin, now;
        AxisBrush before;
        bool far = false; // it is a drag, not a click
    };
    void invalidate(); // geometry and pictures
    void ensurePictures();
    void paintBrushes(QPainter& painter, const ParallelGeometry& geometry) const;
    void paintDrag(QPainter& painter) const;
    std::optional<std::size_t> axisAt(const QPointF& at) const;
    std::optional<std::size_t> titleAt(const QPointF& at) const;
    std::optional<std::size_t> lineAt(const QPointF& at) const;
    Drag beginOn(std::size_t axis, const QPointF& at) const;
    void dragBrush();
    std::size_t dropPlace(double x) const;
    void hoverByPerson(std::optional<std::size_t> line);
    void setCurrent(std::size_t axis);
    bool keyOnAxis(QKeyEvent* event);
    bool keyOnBrush(QKeyEvent* event);
    void stepHovered(int direction);
    void refreshCursor(const QPointF& at);

    ParallelScene scene_;
    std::vector<bool> passing_;
    QHash<QString, AxisBrush> brushes_; // by the key of the axis
    std::optional<std::size_t> hovered_;
    std::function<RunBox(std::size_t)> boxOf_;
    std::size_t current_ = 0;
    std::optional<Drag> drag_;
    QTimer settle_;

    mutable std::optional<ParallelGeometry> geometry_;
    QPixmap pale_;   // all lines pale; null: to be painted again
    QPixmap labels_; // axes with their words, over the lines
    QPixmap whole_;  // pale lines, those that pass, axes
};

} // namespace binnacle
