#pragma once

#include "services/compare/contour_field.h"
#include "widgets/charts/chart_marks.h"
#include "widgets/charts/plane_axes.h"
#include "widgets/charts/plane_chart.h"

namespace binnacle {

// All that is needed to paint a contour: the surface between the nodes, and the nodes.
struct ContourScene
{
    PlaneAxis x, y;
    ContourField contour;
    std::optional<std::size_t> best; // node
    ChartLegend legend;
};

// A metric over two columns in bands of colour with lines at round values: a view over a scene.
// Marks are the nodes of the field. See PlaneChart.
class ContourChart : public PlaneChart
{
    Q_OBJECT
public:
    explicit ContourChart(QWidget* parent = nullptr);

    void setScene(ContourScene scene);
    const ContourScene& scene() const { return scene_; }
    // As many as nodes: those of which no brush leaves every run out.
    void setPassing(std::vector<bool> passing);

    QRectF plotRect() const;
    // The value of the surface at a place in the widget; nullopt outside of the nodes' hull.
    std::optional<double> valueAt(const QPointF& at) const;

protected:
    void paintGround(QPainter& painter, const QRectF& area) const override;
    void paintMarks(QPainter& painter, const QRectF& area) const override;
    std::vector<QPointF> placesIn(const QRectF& area) const override;

private:
    QRectF plotIn(const QRectF& area) const;
    void paintBands(QPainter& painter, const QRectF& plot) const;
    void paintLevels(QPainter& painter, const QRectF& plot) const;

    ContourScene scene_;
    std::vector<bool> passing_;
};

} // namespace binnacle
