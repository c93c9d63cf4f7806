#pragma once

#include "models/pivot_model.h"
#include "widgets/common/theme.h"

#include <QRectF>
#include <QStyledItemDelegate>

namespace binnacle {

// Cells of a pivot: figures at the right, totals semi-bold, missing as a muted dash; on request the
// accent behind a figure, stronger for greater values.
class PivotDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void setHeat(bool on) { heat_ = on; }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    bool heat_ = false;
};

// The pivot into a picture: as much of it as there is room for.
void paintPivot(QPainter& painter, const PivotModel& model, const QRectF& area, const Theme& theme,
                bool heat);

} // namespace binnacle
