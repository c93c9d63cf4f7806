#pragma once

#include "services/compare/axis_fit.h"
#include "widgets/charts/chart_marks.h"
#include "widgets/charts/plane_axes.h"
#include "widgets/charts/plane_chart.h"

namespace binnacle {

// All that is needed to paint a scatter plot: a mark for each run.
struct ScatterScene
{
    struct Point
    {
        QString name;
        MarkColor color;
        int shape = 0;
        double radius = 4.5; // pixels
    };
    PlaneAxis x, y;
    std::vector<Point> points; // as many as the axes have values
    std::optional<AxisFit> fit;
    ChartLegend legend;
};

// A scatter plot: a view over a scene. See PlaneChart; besides
//   drag              chooses the marks within a rectangle
//   click             chooses a mark, on nothing: none; with Ctrl: one more or less
//   Space             the mark under the keys, one more or less; Escape: none
class ScatterChart : public PlaneChart
{
    Q_OBJECT
public:
    explicit ScatterChart(QWidget* parent = nullptr);

    void setScene(ScatterScene scene);
    const ScatterScene& scene() const { return scene_; }
    // As many as points: those that no brush leaves out; the others are pale.
    void setPassing(std::vector<bool> passing);
    const std::vector<bool>& passing() const { return passing_; }
    QRectF plotRect() const;

signals:
    void chosen(const std::vector<std::size_t>& points); // empty: no choice
    void toggled(std::size_t point);

protected:
    void paintGround(QPainter& painter, const QRectF& area) const override;
    void paintMarks(QPainter& painter, const QRectF& area) const override;
    std::vector<QPointF> placesIn(const QRectF& area) const override;
    void paintOver(QPainter& painter) const override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Band
    {
        QPointF begin, now;
        bool far = false;
    };
    QRectF plotIn(const QRectF& area) const;
    void chooseWithin(const QRectF& rect);

    ScatterScene scene_;
    std::vector<bool> passing_;
    std::optional<Band> band_;
};

} // namespace binnacle
