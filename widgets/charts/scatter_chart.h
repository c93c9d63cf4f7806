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

// A scatter plot: a view over a scene. See PlaneChart.
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

protected:
    void paintGround(QPainter& painter, const QRectF& area) const override;
    void paintMarks(QPainter& painter, const QRectF& area) const override;
    std::vector<QPointF> placesIn(const QRectF& area) const override;

private:
    QRectF plotIn(const QRectF& area) const;

    ScatterScene scene_;
    std::vector<bool> passing_;
};

} // namespace binnacle
