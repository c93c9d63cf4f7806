#include "widgets/compare/pivot_painter.h"

#include "widgets/common/tabular_text.h"

#include <QPainter>

#include <algorithm>

namespace binnacle {

namespace {

constexpr int padding = 10, narrowest = 64, widest = 180;

QFont fontOf(QFont font, bool total)
{
    if (total)
        font.setWeight(QFont::DemiBold);
    return font;
}

// The text stays readable on the strongest shade.
QColor shade(double heat, const Theme& theme)
{
    QColor colour = theme.accent;
    colour.setAlphaF(static_cast<float>(0.06 + 0.34 * std::clamp(heat, 0.0, 1.0)));
    return colour;
}

void paintCell(QPainter& painter, const QRectF& rect, const QModelIndex& index, const Theme& theme,
               bool heat)
{
    const auto warmth = index.data(PivotModel::HeatRole);
    if (heat && warmth.isValid())
        painter.fillRect(rect.adjusted(0, 0, 0, -1), shade(warmth.toDouble(), theme));
    painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme.gridLine);
    const bool key = index.data(PivotModel::KeyRole).toBool();
    const bool missing = index.data(PivotModel::MissingRole).toBool();
    const QRectF room = rect.adjusted(padding, 0, -padding, 0);
    const QFont before = painter.font();
    painter.setFont(fontOf(before, index.data(PivotModel::TotalRole).toBool()));
    painter.setPen(key || missing ? theme.mutedText : theme.text);
    const QString text = index.data().toString();
    if (key)
        painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(text, Qt::ElideMiddle,
                                                          static_cast<int>(room.width())));
    else
        paintTabular(&painter, room, text);
    painter.setFont(before);
}

std::vector<double> columnWidths(const QPainter& painter, const PivotModel& model)
{
    std::vector<double> widths;
    const QFontMetricsF metrics(painter.font());
    for (int column = 0; column < model.columnCount(); ++column) {
        double width =
            metrics.horizontalAdvance(model.headerData(column, Qt::Horizontal).toString());
        for (int row = 0; row < model.rowCount(); ++row)
            width = std::max(width,
                             metrics.horizontalAdvance(model.index(row, column).data().toString()));
        widths.push_back(std::clamp<double>(width * 1.08 + 2 * padding, narrowest, widest));
    }
    return widths;
}

} // namespace

QSize PivotDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const QFont font = fontOf(option.font, index.data(PivotModel::TotalRole).toBool());
    const int width = static_cast<int>(tabularWidth(index.data().toString(), font)) + 2 * padding;
    return {std::clamp(width + 2, narrowest, widest), spacing::rowHeight};
}

void PivotDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    painter->save();
    painter->setFont(option.font);
    if (option.state.testFlag(QStyle::State_Selected))
        painter->fillRect(option.rect, theme.accentBackground);
    else if (option.state.testFlag(QStyle::State_MouseOver))
        painter->fillRect(option.rect, theme.window);
    paintCell(*painter, option.rect, index, theme, heat_);
    painter->restore();
}

void paintPivot(QPainter& painter, const PivotModel& model, const QRectF& area, const Theme& theme,
                bool heat)
{
    const auto widths = columnWidths(painter, model);
    const auto columnsFrom = [&](double y, const auto& paint) {
        double x = area.left();
        for (int column = 0; column < model.columnCount(); ++column) {
            const double width = widths[static_cast<std::size_t>(column)];
            if (x + width > area.right() + 0.5)
                return;
            paint(QRectF(x, y, width, spacing::rowHeight), column);
            x += width;
        }
    };
    columnsFrom(area.top(), [&](const QRectF& rect, int column) {
        const QRectF room = rect.adjusted(padding, 0, -padding, 0);
        const auto side =
            model.headerData(column, Qt::Horizontal, Qt::TextAlignmentRole).value<Qt::Alignment>();
        painter.setPen(theme.mutedText);
        painter.drawText(
            room, static_cast<int>(side),
            painter.fontMetrics().elidedText(model.headerData(column, Qt::Horizontal).toString(),
                                             Qt::ElideMiddle, static_cast<int>(room.width())));
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme.border);
    });
    double y = area.top() + spacing::rowHeight;
    for (int row = 0; row < model.rowCount() && y + spacing::rowHeight <= area.bottom() + 0.5;
         ++row, y += spacing::rowHeight)
        columnsFrom(y, [&](const QRectF& rect, int column) {
            paintCell(painter, rect, model.index(row, column), theme, heat);
        });
}

} // namespace binnacle
