#pragma once

#include "services/compare/chart_axis.h"
#include "services/domain/identifiers.h"
#include "widgets/charts/item_picture.h"

#include <QColor>

#include <limits>
#include <optional>
#include <vector>

namespace binnacle {

// Named bars from left to right, one under the other, from zero.
struct BarScene
{
    static constexpr double none = std::numeric_limits<double>::quiet_NaN();
    struct Row
    {
        QString name;
        std::optional<int> slot; // its series colour, with a dot; nullopt: coloured by its sign
        double value = none;     // NaN: no bar
        double low = none, high = none; // ends of the error bar
        QString figure;                 // at the right end
        bool words = false;             // the figure is a sentence: written where the bar would be
        bool pale = false;              // brushed out
        std::optional<RunRowId> run;
        QStringList text;
    };
    std::vector<Row> rows;
    AxisRange x;     // holds zero
    QString caption; // below, in small letters; may be empty
};

// The range of all bars and error bars, with zero.
AxisRange barRange(const std::vector<BarScene::Row>& rows);

// Its items are the rows.
class BarPicture : public ItemPicture
{
public:
    explicit BarPicture(BarScene scene) : scene_(std::move(scene)) {}

    const BarScene& scene() const { return scene_; }
    int itemOf(RunRowId run) const; // -1: has none

    int itemCount() const override { return static_cast<int>(scene_.rows.size()); }
    QStringList itemText(int item) const override;
    QRectF itemRect(int item, const QRectF& area, const QFont& font) const override;
    QSizeF leastSize(const QFont& font) const override;
    void paint(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    void paintHighlight(QPainter& painter, int item, const QRectF& area,
                        const Theme& theme) const override;

private:
    struct Columns
    {
        double names = 0, figures = 0; // widths
        QRectF bars;
    };
    Columns columns(const QRectF& area, const QFont& font) const;
    double rowHeight(const QRectF& area) const;
    double captionRoom() const;
    QRectF barRect(const BarScene::Row& row, const QRectF& bars, const QRectF& line) const;
    void paintRow(QPainter& painter, const BarScene::Row& row, const QRectF& line,
                  const Columns& columns, bool named, const Theme& theme) const;
    void paintError(QPainter& painter, const BarScene::Row& row, const QRectF& line,
                    const QRectF& bars, const Theme& theme) const;

    BarScene scene_;
};

} // namespace binnacle
