#include "widgets/drift/drift_heat_map.h"

#include "models/drift_table_model.h"
#include "models/number_text.h"
#include "widgets/charts/color_scale.h"
#include "widgets/common/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

constexpr int namesWidth = 150, rowTall = 24, headTall = 64, shareTall = 34, side = 12;

QColor cellColour(const Theme& theme, double level, bool drifted)
{
    const QColor end = drifted ? theme.bad : theme.accent;
    return mixedColor(theme.surface, end, drifted ? 0.35 + 0.6 * level : 0.04 + 0.3 * level);
}

} // namespace

DriftHeatMap::DriftHeatMap(QWidget* parent) : QAbstractScrollArea(parent)
{
    setObjectName(QStringLiteral("driftHeatMap"));
    setAccessibleName(tr("Drift of every column by window"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
}

void DriftHeatMap::setOverTime(std::optional<DriftOverTime> overTime)
{
    overTime_ = std::move(overTime);
    rows_.clear();
    current_ = -1;
    if (overTime_) {
        std::vector<double> weights;
        for (std::size_t i = 0; i < overTime_->columns.size(); ++i) {
            double weight = 0;
            for (const auto& window : overTime_->columns[i].windows)
                weight += (window.drifted ? 10 : 0) + level(overTime_->columns[i], window);
            weights.push_back(weight);
            rows_.push_back(i);
        }
        std::ranges::stable_sort(rows_, std::greater<>(),
                                 [&](std::size_t i) { return weights[i]; });
    }
    layOut();
    viewport()->update();
}

void DriftHeatMap::setCurrent(const std::string& column)
{
    for (std::size_t row = 0; overTime_ && row < rows_.size(); ++row)
        if (overTime_->columns[rows_[row]].column == column)
            current_ = static_cast<int>(row);
    viewport()->update();
}

// 0 … 1: how near to its threshold, or how far beyond it.
double DriftHeatMap::level(const ColumnOverTime& column, const WindowDrift& window) const
{
    ColumnDrift drift;
    drift.method = column.method;
    drift.statistic = window.statistic;
    drift.pValue = window.pValue;
    drift.threshold = column.threshold;
    drift.drifted = window.drifted;
    const double severity = driftSeverity(drift);
    return window.drifted ? std::min(1.0, (severity - 1) / 3) : std::clamp(severity, 0.0, 1.0);
}

QRect DriftHeatMap::cellRect(int row, int window) const
{
    if (!overTime_ || overTime_->windows.empty())
        return {};
    const auto count = static_cast<int>(overTime_->windows.size());
    const int room = viewport()->width() - namesWidth - side;
    const int left = namesWidth + room * window / count;
    const int right = namesWidth + room * (window + 1) / count;
    const int top = headTall + row * rowTall - verticalScrollBar()->value();
    return {left, top, std::max(1, right - left - (right - left > 4 ? 1 : 0)), rowTall - 2};
}

QString DriftHeatMap::cellText(int row, int window) const
{
    const auto& column = overTime_->columns[rows_[static_cast<std::size_t>(row)]];
    const auto place = static_cast<std::size_t>(window);
    const auto& cell = column.windows[place];
    const double score = cell.pValue ? *cell.pValue : cell.statistic;
    auto text =
        tr("%1, %2\n%3: %4%5\n%6")
            .arg(QString::fromStdString(column.column),
                 QString::fromStdString(overTime_->windows[place].name),
                 driftMethodTitle(column.method), cell.pValue ? QStringLiteral("p = ") : QString(),
                 numberText(score), cell.drifted ? tr("drifted") : tr("stable"));
    if (!cell.newCategories.empty())
        text += tr("\nnew: %1").arg(QString::fromStdString(cell.newCategories.front()));
    return text;
}

void DriftHeatMap::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), theme.surface);
    if (!overTime_ || overTime_->windows.empty())
        return;
    const auto windows = static_cast<int>(overTime_->windows.size());
    QFont small = font();
    small.setPixelSize(11);
    for (int row = 0; row < static_cast<int>(rows_.size()); ++row) {
        const QRect first = cellRect(row, 0);
        if (first.bottom() < headTall || first.top() > viewport()->height())
            continue;
        const auto& column = overTime_->columns[rows_[static_cast<std::size_t>(row)]];
        if (row == current_)
            painter.fillRect(QRect(0, first.top() - 1, viewport()->width(), rowTall),
                             theme.accentBackground);
        painter.setFont(font());
        painter.setPen(theme.text);
        painter.drawText(QRect(side, first.top(), namesWidth - side - 8, first.height()),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(QString::fromStdString(column.column),
                                                  Qt::ElideMiddle, namesWidth - side - 8));
        for (int window = 0; window < windows; ++window) {
            const auto place = static_cast<std::size_t>(window);
            if (place >= column.windows.size())
                break;
            const auto& cell = column.windows[place];
            const QRect box = cellRect(row, window);
            painter.fillRect(box, cellColour(theme, level(column, cell), cell.drifted));
            // Colour never speaks alone.
            if (cell.drifted && box.width() >= 6)
                painter.fillRect(QRect(box.center().x() - 1, box.center().y() - 1, 3, 3),
                                 theme.surface);
        }
        painter.setPen(theme.warning);
        for (const auto change : column.changes)
            if (change < overTime_->windows.size()) {
                const int at = cellRect(row, static_cast<int>(change)).left() - 1;
                painter.drawLine(at, first.top(), at, first.bottom());
            }
    }
    // The head stays while the rows scroll.
    painter.fillRect(QRect(0, 0, viewport()->width(), headTall - 2), theme.surface);
    painter.setFont(small);
    painter.setPen(theme.mutedText);
    painter.drawText(QRect(side, 4, namesWidth - side, shareTall), Qt::AlignLeft | Qt::AlignBottom,
                     tr("Share drifted"));
    for (int window = 0; window < windows; ++window) {
        const auto place = static_cast<std::size_t>(window);
        const double share = place < overTime_->sharesDrifted.size()
                                 ? overTime_->sharesDrifted[place]
                                 : std::nan("");
        if (std::isnan(share))
            continue;
        QRect bar = cellRect(0, window);
        const int tall = static_cast<int>(std::round((shareTall - 2) * share));
        bar.setTop(4 + shareTall - tall);
        bar.setBottom(4 + shareTall - 1);
        painter.fillRect(QRect(bar.left(), 4 + shareTall, bar.width(), 1), theme.border);
        if (tall > 0)
            painter.fillRect(bar, theme.bad);
    }
    const QRect labels(namesWidth, headTall - 22, viewport()->width() - namesWidth - side, 16);
    painter.setPen(theme.mutedText);
    painter.drawText(labels, Qt::AlignLeft | Qt::AlignVCenter,
                     QString::fromStdString(overTime_->windows.front().name));
    if (windows > 1)
        painter.drawText(labels, Qt::AlignRight | Qt::AlignVCenter,
                         QString::fromStdString(overTime_->windows.back().name));
    if (hasFocus()) {
        painter.setPen(theme.accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
    }
}

void DriftHeatMap::layOut()
{
    const int whole = headTall + static_cast<int>(rows_.size()) * rowTall + side;
    verticalScrollBar()->setRange(0, std::max(0, whole - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(rowTall);
}

void DriftHeatMap::resizeEvent(QResizeEvent*)
{
    layOut();
}

void DriftHeatMap::scrollContentsBy(int, int)
{
    viewport()->update();
}

int DriftHeatMap::rowAt(int y) const
{
    if (y < headTall)
        return -1;
    const int row = (y - headTall + verticalScrollBar()->value()) / rowTall;
    return row < static_cast<int>(rows_.size()) ? row : -1;
}

void DriftHeatMap::choose(int row)
{
    if (row < 0 || row >= static_cast<int>(rows_.size()))
        return;
    current_ = row;
    const QRect box = cellRect(row, 0);
    if (box.top() < headTall)
        verticalScrollBar()->setValue(verticalScrollBar()->value() + box.top() - headTall);
    else if (box.bottom() > viewport()->height())
        verticalScrollBar()->setValue(verticalScrollBar()->value() + box.bottom() -
                                      viewport()->height() + 4);
    viewport()->update();
    emit columnChosen(overTime_->columns[rows_[static_cast<std::size_t>(row)]].column);
}

void DriftHeatMap::mousePressEvent(QMouseEvent* event)
{
    choose(rowAt(static_cast<int>(event->position().y())));
}

void DriftHeatMap::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Down)
        choose(current_ + 1);
    else if (event->key() == Qt::Key_Up)
        choose(std::max(0, current_ - 1));
    else
        QAbstractScrollArea::keyPressEvent(event);
}

bool DriftHeatMap::viewportEvent(QEvent* event)
{
    if (event->type() != QEvent::ToolTip || !overTime_)
        return QAbstractScrollArea::viewportEvent(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int row = rowAt(help->pos().y());
    for (int window = 0; row >= 0 && window < static_cast<int>(overTime_->windows.size()); ++window)
        if (cellRect(row, window).adjusted(0, -1, 1, 1).contains(help->pos())) {
            QToolTip::showText(
                help->globalPos(),
                cellText(row, window).toHtmlEscaped().replace(u'\n', QStringLiteral("<br>")),
                viewport());
            return true;
        }
    QToolTip::hideText();
    return true;
}

} // namespace binnacle
