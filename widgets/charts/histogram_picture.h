#pragma once

#include "widgets/charts/item_picture.h"
#include "widgets/charts/plot_frame.h"

#include <vector>

namespace binnacle {

// Counts over bins, of one sample or of groups on top of each other.
struct HistogramScene
{
    struct Group
    {
        QString name;
        int slot = 0; // see Theme::series()
        std::vector<int> counts;
    };
    std::vector<double> edges; // one more than bins
    AxisUnit unit = AxisUnit::Number;
    bool log = false;               // bins of equal width in log10
    std::vector<Group> groups;      // one without a name: no legend
    QString title;                  // of the values, below
    std::vector<QStringList> texts; // of each bin, see ItemPicture::itemText()

    std::size_t binCount() const { return edges.empty() ? 0 : edges.size() - 1; }
    int total(std::size_t bin) const;
};

// Its items are the bins.
class HistogramPicture : public ItemPicture
{
public:
    explicit HistogramPicture(HistogramScene scene);

    const HistogramScene& scene() const { return scene_; }
    int itemCount() const override { return static_cast<int>(scene_.binCount()); }
    QStringList itemText(int item) const override;
    QRectF itemRect(int item, const QRectF& area, const QFont& font) const override;
    int itemAt(const QPointF& place, const QRectF& area, const QFont& font) const override;
    void paint(QPainter& painter, const QRectF& area, const Theme& theme) const override;

private:
    PlotFrame frame(const QRectF& area, const QFont& font) const;
    QRectF binRect(std::size_t bin, const QRectF& plot, double from, double to) const;
    std::vector<LegendName> legend() const;

    HistogramScene scene_;
    AxisRange x_, y_;
};

} // namespace binnacle
