#pragma once

#include "services/domain/identifiers.h"
#include "services/statistics/box_summary.h"
#include "widgets/charts/item_picture.h"
#include "widgets/charts/plot_frame.h"

#include <vector>

namespace binnacle {

// The values of groups of runs, as boxes with whiskers, as violins, or both.
struct BoxScene
{
    struct Point // one run
    {
        RunRowId run{};
        double value = 0;
        bool outlier = false;
        QStringList text;
    };
    struct Group
    {
        QString name;
        int slot = 0;
        BoxSummary box;                  // count 0: nothing is drawn
        std::vector<double> at, density; // empty: no violin. `at` ascends
        std::vector<Point> points;       // by value, ascending
        QStringList text;
    };
    std::vector<Group> groups;
    AxisRange y;
    AxisUnit unit = AxisUnit::Number;
    bool boxes = true, violins = false;
    bool allPoints = false; // else outliers only
};

// Its items are each group followed by its points. Left and right lead from group to group, up and
// down through the runs of one.
class BoxPicture : public ItemPicture
{
public:
    explicit BoxPicture(BoxScene scene);

    const BoxScene& scene() const { return scene_; }
    // The run that an item stands for, or nullptr for a group.
    const BoxScene::Point* point(int item) const;
    int itemOf(RunRowId run) const; // -1: has none

    int itemCount() const override { return static_cast<int>(items_.size()); }
    QStringList itemText(int item) const override;
    QRectF itemRect(int item, const QRectF& area, const QFont& font) const override;
    int itemAt(const QPointF& place, const QRectF& area, const QFont& font) const override;
    int neighbour(int item, Qt::Key arrow) const override;
    QSizeF leastSize(const QFont& font) const override;
    void paint(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    void paintHighlight(QPainter& painter, int item, const QRectF& area,
                        const Theme& theme) const override;

private:
    struct Item
    {
        std::size_t group = 0;
        int point = -1; // -1: the group itself
    };
    QRectF plot(const QRectF& area, const QFont& widgetFont) const;
    double y(double value, const QRectF& plot) const;
    QPointF place(const Item& item, const QRectF& plot) const; // of a point
    QRectF slot(std::size_t group, const QRectF& plot) const;
    bool isShown(const BoxScene::Point& point) const { return point.outlier || scene_.allPoints; }
    void paintGroup(QPainter& painter, std::size_t group, const QRectF& plot,
                    const Theme& theme) const;
    void paintViolin(QPainter& painter, const BoxScene::Group& group, const QRectF& slot,
                     const QRectF& plot, const Theme& theme) const;
    void paintBox(QPainter& painter, const BoxScene::Group& group, const QRectF& slot,
                  const QRectF& plot, const Theme& theme) const;

    BoxScene scene_;
    PlotFrame frame_;
    std::vector<Item> items_;
    std::vector<int> firstItem_; // of each group
};

} // namespace binnacle
