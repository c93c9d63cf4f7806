#include "widgets/drift/drift_pictures.h"

#include "models/number_text.h"
#include "widgets/common/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

constexpr int binsHeight = 168, quantileSide = 200, lineHeight = 120;
constexpr qreal bottomRoom = 18, topRoom = 6;

QFont smallFont(const QWidget* widget)
{
    QFont font = widget->font();
    font.setPixelSize(11);
    return font;
}

double scoreOf(const WindowDrift& window)
{
    return window.pValue ? *window.pValue : window.statistic;
}

} // namespace

DriftColours driftColours()
{
    const Theme& theme = Theme::current();
    return {theme.faintText, theme.accent, theme.border, theme.mutedText};
}

DistributionView::DistributionView(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("driftDistribution"));
    setAccessibleName(tr("Distributions of reference and current"));
    setMouseTracking(true);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setSizePolicy(policy);
}

void DistributionView::setSummary(std::optional<DistributionSummary> summary)
{
    summary_ = std::move(summary);
    setVisible(summary_ && !summary_->isEmpty());
    updateGeometry();
    update();
}

QSize DistributionView::sizeHint() const
{
    const qreal wanted = summary_ ? distributionHeight(*summary_) : 0;
    return {280, wanted > 0 ? static_cast<int>(std::ceil(wanted)) : binsHeight};
}

void DistributionView::paintEvent(QPaintEvent*)
{
    if (!summary_)
        return;
    QPainter painter(this);
    painter.setFont(smallFont(this));
    paintDistribution(painter, rect(), *summary_, driftColours(), false);
}

bool DistributionView::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip && summary_) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto text =
            distributionItemText(distributionItemAt(help->pos(), rect(), *summary_), *summary_);
        if (text.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(),
                               text.toHtmlEscaped().replace(u'\n', QStringLiteral("<br>")), this);
        return true;
    }
    return QWidget::event(event);
}

QuantileView::QuantileView(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("driftQuantiles"));
    setAccessibleName(tr("Quantiles of current over those of the reference"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void QuantileView::setSummary(std::optional<DistributionSummary> summary)
{
    summary_ = std::move(summary);
    setVisible(summary_ && hasQuantiles(*summary_));
    update();
}

QSize QuantileView::sizeHint() const
{
    return {quantileSide, quantileSide + static_cast<int>(bottomRoom)};
}

void QuantileView::resizeEvent(QResizeEvent*)
{
    update();
}

void QuantileView::paintEvent(QPaintEvent*)
{
    if (!summary_)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(smallFont(this));
    paintQuantiles(painter, QRectF(rect()).adjusted(1, 1, -1, 0), *summary_, driftColours());
}

WindowLine::WindowLine(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("driftWindowLine"));
    setAccessibleName(tr("Score by window"));
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void WindowLine::setColumn(std::vector<DataWindow> windows, std::optional<ColumnOverTime> column)
{
    windows_ = std::move(windows);
    column_ = std::move(column);
    if (column_ && column_->windows.size() != windows_.size())
        column_.reset();
    setVisible(column_ && !windows_.empty());
    update();
}

QSize WindowLine::sizeHint() const
{
    return {280, lineHeight};
}

QRectF WindowLine::plot() const
{
    return QRectF(rect()).adjusted(2, topRoom, -2, -bottomRoom);
}

void WindowLine::paintEvent(QPaintEvent*)
{
    if (!column_)
        return;
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(smallFont(this));
    const QRectF area = plot();
    double most = std::isfinite(column_->threshold) ? column_->threshold * 1.25 : 0;
    for (const auto& window : column_->windows)
        if (const double score = scoreOf(window); std::isfinite(score))
            most = std::max(most, score);
    if (!(most > 0))
        most = 1;
    const auto count = static_cast<qreal>(windows_.size());
    const auto x = [&](std::size_t i) {
        return area.left() + area.width() * (static_cast<qreal>(i) + 0.5) / count;
    };
    const auto y = [&](double score) { return area.bottom() - area.height() * score / most; };
    painter.setPen(theme.border);
    painter.drawLine(area.bottomLeft(), area.bottomRight());
    if (std::isfinite(column_->threshold)) {
        painter.setPen(theme.bad);
        const qreal at = y(column_->threshold);
        painter.drawLine(QPointF(area.left(), at), QPointF(area.right(), at));
    }
    painter.setPen(theme.warning);
    for (const auto change : column_->changes)
        if (change < windows_.size()) {
            const qreal at = x(change) - 0.5 * area.width() / count;
            painter.drawLine(QPointF(at, area.top()), QPointF(at, area.bottom()));
        }
    std::optional<QPointF> last;
    for (std::size_t i = 0; i < column_->windows.size(); ++i) {
        const double score = scoreOf(column_->windows[i]);
        if (!std::isfinite(score)) {
            last.reset();
            continue;
        }
        const QPointF at(x(i), y(score));
        painter.setPen(theme.accent);
        if (last)
            painter.drawLine(*last, at);
        painter.setPen(Qt::NoPen);
        painter.setBrush(column_->windows[i].drifted ? theme.bad : theme.accent);
        painter.drawEllipse(at, 2.5, 2.5);
        last = at;
    }
    painter.setPen(theme.mutedText);
    const QRectF labels(area.left(), area.bottom() + 2, area.width(), bottomRoom - 2);
    painter.drawText(labels, Qt::AlignLeft | Qt::AlignVCenter,
                     QString::fromStdString(windows_.front().name));
    if (windows_.size() > 1)
        painter.drawText(labels, Qt::AlignRight | Qt::AlignVCenter,
                         QString::fromStdString(windows_.back().name));
}

bool WindowLine::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip && column_) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QRectF area = plot();
        const auto at = (help->pos().x() - area.left()) / area.width();
        const auto i = static_cast<std::ptrdiff_t>(at * static_cast<qreal>(windows_.size()));
        if (i >= 0 && i < static_cast<std::ptrdiff_t>(windows_.size())) {
            const auto place = static_cast<std::size_t>(i);
            const auto& window = column_->windows[place];
            QToolTip::showText(
                help->globalPos(),
                tr("%1: %2, %3 values")
                    .arg(QString::fromStdString(windows_[place].name).toHtmlEscaped(),
                         numberText(scoreOf(window)), countText(static_cast<qint64>(window.size))),
                this);
        }
        return true;
    }
    return QWidget::event(event);
}

} // namespace binnacle
