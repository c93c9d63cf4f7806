#include "widgets/charts/differences_painter.h"

#include "widgets/common/tabular_text.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>

namespace binnacle {

namespace {

constexpr int keyWidth = 220, dot = 9;

QFont semiBold(QFont font)
{
    font.setWeight(QFont::DemiBold);
    return font;
}

// Paints one row of the table: what stands in its first column and in those of the runs.
class TablePainter
{
public:
    TablePainter(QPainter& painter, const ComparisonTableModel& table,
                 const std::function<int(int)>& slotOf, const QRectF& area, const Theme& theme)
        : painter_(painter)
        , table_(table)
        , slotOf_(slotOf)
        , area_(area)
        , theme_(theme)
        , y_(area.top())
    {
        const int runs = std::max(1, table.columnCount() - 1);
        cellWidth_ = std::max(110.0, (area.width() - keyWidth) / runs);
        columns_ = std::min(runs, static_cast<int>((area.width() - keyWidth) / cellWidth_ + 0.01));
    }

    void paint()
    {
        header();
        const int rows = table_.rowCount();
        for (int row = 0; row < rows; ++row) {
            const double below = row + 1 < rows ? spacing::rowHeight : 0;
            if (y_ + spacing::rowHeight + below > area_.bottom()) {
                rest(rows - row);
                return;
            }
            line(row);
        }
    }

private:
    QRectF cell(int column) const
    {
        if (column == 0)
            return {area_.left(), y_, double(keyWidth) - 8, double(spacing::rowHeight)};
        return {area_.left() + keyWidth + (column - 1) * cellWidth_, y_, cellWidth_ - 12,
                double(spacing::rowHeight)};
    }
    QString elided(const QString& text, double width) const
    {
        return painter_.fontMetrics().elidedText(text, Qt::ElideMiddle, static_cast<int>(width));
    }
    void next()
    {
        painter_.fillRect(QRectF(area_.left(), y_ + spacing::rowHeight - 1, area_.width(), 1),
                          theme_.gridLine);
        y_ += spacing::rowHeight;
    }
    void header()
    {
        for (int column = 1; column <= columns_; ++column) {
            const QRectF rect = cell(column);
            painter_.setPen(Qt::NoPen);
            painter_.setBrush(theme_.series(slotOf_(column)));
            painter_.drawEllipse(QRectF(rect.left(), rect.center().y() - dot / 2.0, dot, dot));
            painter_.setPen(theme_.mutedText);
            const QRectF name = rect.adjusted(dot + 6, 0, 0, 0);
            painter_.drawText(
                name, Qt::AlignLeft | Qt::AlignVCenter,
                elided(table_.headerData(column, Qt::Horizontal).toString(), name.width()));
        }
        next();
    }
    void line(int row)
    {
        const auto key = table_.index(row, 0);
        const QFont font = painter_.font();
        if (key.data(ComparisonTableModel::SectionRole).toBool())
            painter_.setFont(semiBold(font));
        painter_.setPen(theme_.mutedText);
        painter_.drawText(cell(0), Qt::AlignLeft | Qt::AlignVCenter,
                          elided(key.data().toString(), cell(0).width()));
        painter_.setFont(font);
        for (int column = 1; column <= columns_; ++column) {
            const auto index = table_.index(row, column);
            const bool best = index.data(ComparisonTableModel::BestRole).toBool();
            const bool missing = index.data(ComparisonTableModel::MissingRole).toBool();
            painter_.setFont(best ? semiBold(font) : font);
            painter_.setPen(best ? theme_.good : missing ? theme_.mutedText : theme_.text);
            const QString text = index.data().toString();
            paintTabular(&painter_, cell(column), text, Qt::AlignLeft);
            const double taken = tabularWidth(text, painter_.font()) + spacing::s;
            painter_.setFont(font);
            delta(index, cell(column).adjusted(taken, 0, 0, 0));
        }
        next();
    }
    void delta(const QModelIndex& index, const QRectF& room)
    {
        const QString text = index.data(ComparisonTableModel::DeltaRole).toString();
        if (text.isEmpty() || tabularWidth(text, painter_.font()) > room.width())
            return;
        const bool better = index.data(ComparisonTableModel::DeltaBetterRole).toBool();
        painter_.setPen(better ? theme_.good : theme_.mutedText);
        paintTabular(&painter_, room, text, Qt::AlignLeft);
    }
    void rest(int rows)
    {
        painter_.setPen(theme_.mutedText);
        painter_.drawText(cell(0), Qt::AlignLeft | Qt::AlignVCenter,
                          QCoreApplication::translate("comparison", "%1 more rows").arg(rows));
    }

    QPainter& painter_;
    const ComparisonTableModel& table_;
    const std::function<int(int)>& slotOf_;
    QRectF area_;
    const Theme& theme_;
    double y_;
    double cellWidth_ = 0;
    int columns_ = 0;
};

} // namespace

void paintDifferences(QPainter& painter, const ComparisonTableModel& table,
                      const std::function<int(int)>& slotOf, const QRectF& area, const Theme& theme)
{
    TablePainter(painter, table, slotOf, area, theme).paint();
}

} // namespace binnacle
