#pragma once

#include "widgets/charts/item_picture.h"

#include <utility>
#include <vector>

namespace binnacle {

// A square of numbers in [-1, 1] between named columns, painted on the diverging scale.
struct MatrixScene
{
    struct Cell
    {
        double value = 0; // NaN: none
        QStringList text;
    };
    std::vector<QString> names;
    std::vector<Cell> cells; // names × names, by rows
};

// Its items are the cells, by rows.
class MatrixPicture : public ItemPicture
{
public:
    explicit MatrixPicture(MatrixScene scene) : scene_(std::move(scene)) {}

    const MatrixScene& scene() const { return scene_; }
    std::pair<int, int> rowAndColumn(int item) const; // (row, column)

    int itemCount() const override { return static_cast<int>(scene_.cells.size()); }
    QStringList itemText(int item) const override;
    QRectF itemRect(int item, const QRectF& area, const QFont& font) const override;
    int itemAt(const QPointF& place, const QRectF& area, const QFont& font) const override;
    int neighbour(int item, Qt::Key arrow) const override;
    QSizeF leastSize(const QFont& font) const override;
    void paint(QPainter& painter, const QRectF& area, const Theme& theme) const override;

private:
    struct Places
    {
        QRectF cells;
        bool upright = false; // names above stand upright
    };
    Places places(const QRectF& area, const QFont& font) const;
    int size() const { return static_cast<int>(scene_.names.size()); }
    QRectF cellRect(int row, int column, const QRectF& cells) const;
    void paintNames(QPainter& painter, const Places& places, const QRectF& area,
                    const Theme& theme) const;
    void paintCells(QPainter& painter, const QRectF& cells, const Theme& theme) const;

    MatrixScene scene_;
};

} // namespace binnacle
