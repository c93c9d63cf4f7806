#include "widgets/runs/run_header.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"
#include "widgets/runs/run_cell_delegate.h"

#include <QContextMenuEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace binnacle {

namespace {
constexpr int headHeight = 30;
constexpr int padding = 10;
constexpr int arrow = 14;

// The curve of a metric has the metric's name and a picture of a curve.
bool isCurve(const ColumnSpec& spec)
{
    return spec.show == ColumnSpec::Show::Sparkline;
}

QString headText(const ColumnSpec& spec)
{
    return isCurve(spec) ? QString::fromStdString(spec.column.name) : columnTitle(spec);
}
} // namespace

RunHeader::RunHeader(const RunTableModel* model, QWidget* parent)
    : QHeaderView(Qt::Horizontal, parent), model_(model)
{
    setSectionsClickable(true);
    setSectionsMovable(true);
    setHighlightSections(false);
    setMinimumSectionSize(40);
    setFixedHeight(headHeight);
    setMouseTracking(true);
    connect(this, &QHeaderView::sectionClicked, this,
            [this](int section) { emit sortRequested(section, adding_); });
}

void RunHeader::setOrder(const std::vector<SortTerm>& order)
{
    order_ = order;
    viewport()->update();
}

void RunHeader::paintSection(QPainter* painter, const QRect& rect, int section) const
{
    const Theme& theme = Theme::current();
    const ColumnSpec& spec = model_->columns()[static_cast<std::size_t>(section)];
    painter->fillRect(rect, theme.surface);
    painter->setPen(theme.border);
    painter->drawLine(rect.bottomLeft(), rect.bottomRight());

    const auto term = std::find_if(order_.begin(), order_.end(), [&](const SortTerm& entry) {
        return entry.column == spec.column && spec.show == ColumnSpec::Show::Value;
    });
    const bool sorted = term != order_.end();
    QRect room =
        rect.adjusted(isNameColumn(spec) ? RunCellDelegate::dotWidth + 8 : padding, 0, -padding, 0);
    QFont font = this->font();
    if (sorted)
        font.setWeight(QFont::Medium);
    painter->setFont(font);
    painter->setPen(sorted ? theme.text : theme.mutedText);
    const QFontMetrics metrics(font);
    const QString rank =
        sorted && order_.size() > 1 ? QString::number(term - order_.begin() + 1) : QString();
    const int mark = sorted          ? arrow + 2 + metrics.horizontalAdvance(rank)
                     : isCurve(spec) ? arrow + 4
                                     : 0;
    const QString text =
        metrics.elidedText(headText(spec), Qt::ElideRight, qMax(0, room.width() - mark));
    const int width = metrics.horizontalAdvance(text);
    const int left =
        model_->isFigureColumn(section) ? room.right() + 1 - width - mark : room.left();
    painter->drawText(QRect(left, rect.top(), width + 1, rect.height()), Qt::AlignVCenter, text);
    if (isCurve(spec))
        icon(QStringLiteral("chart-line"), theme.mutedText)
            .paint(painter, left + width + 4, rect.top() + (rect.height() - arrow) / 2, arrow,
                   arrow);
    if (!sorted)
        return;
    icon(term->descending ? QStringLiteral("arrow-down") : QStringLiteral("arrow-up"), theme.text)
        .paint(painter, left + width + 2, rect.top() + (rect.height() - arrow) / 2, arrow, arrow);
    painter->drawText(QRect(left + width + 2 + arrow, rect.top(), 20, rect.height()),
                      Qt::AlignVCenter, rank);
}

void RunHeader::mousePressEvent(QMouseEvent* event)
{
    held_ = event->button() == Qt::LeftButton;
    QHeaderView::mousePressEvent(event);
}

void RunHeader::mouseReleaseEvent(QMouseEvent* event)
{
    adding_ = event->modifiers().testFlag(Qt::ShiftModifier);
    QHeaderView::mouseReleaseEvent(event);
    if (std::exchange(held_, false))
        emit released();
}

void RunHeader::contextMenuEvent(QContextMenuEvent* event)
{
    if (const int section = logicalIndexAt(event->pos()); section >= 0)
        emit menuRequested(section, event->globalPos());
}

int RunHeader::widthOf(const ColumnSpec& spec, bool sorted, const QFont& font)
{
    QFont shown = font;
    if (sorted)
        shown.setWeight(QFont::Medium);
    const int mark = sorted || isCurve(spec) ? arrow + 4 : 0;
    return QFontMetrics(shown).horizontalAdvance(headText(spec)) + mark + 2 * padding + 2;
}

QSize RunHeader::sectionSizeFromContents(int section) const
{
    const ColumnSpec& spec = model_->columns()[static_cast<std::size_t>(section)];
    return {widthOf(spec, true, font()), headHeight};
}

} // namespace binnacle
