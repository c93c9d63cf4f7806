#include "models/drift_picture.h"

#include "models/number_text.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

constexpr qreal labelRoom = 18, categoryRow = 26, plainCategories = 12;
constexpr qreal namesShare = 0.36, figuresRoom = 92;

QString tr(const char* text)
{
    return QCoreApplication::translate("DriftPicture", text);
}

// 0 … 1 without overflow between -1e308 and 1e308.
double shareBetween(double value, double low, double high)
{
    return (value / 2 - low / 2) / (high / 2 - low / 2);
}

double greatest(const DistributionSummary& summary)
{
    double most = 0;
    for (const auto* shares : {&summary.referenceShares, &summary.currentShares})
        for (const double share : *shares)
            most = std::max(most, share);
    for (const auto& category : summary.categories)
        most = std::max({most, category.reference, category.current});
    return most;
}

QColor soft(QColor colour)
{
    colour.setAlphaF(0.62F);
    return colour;
}

void paintBins(QPainter& painter, const QRectF& plot, const DistributionSummary& summary,
               const DriftColours& colours, bool plain)
{
    const double most = greatest(summary);
    if (!(most > 0))
        return;
    const double low = summary.edges.front(), high = summary.edges.back();
    const qreal gap = plain ? 0 : 1;
    for (std::size_t i = 0; i + 1 < summary.edges.size(); ++i) {
        const qreal left = plot.left() + plot.width() * shareBetween(summary.edges[i], low, high);
        const qreal right =
            plot.left() + plot.width() * shareBetween(summary.edges[i + 1], low, high);
        const auto bar = [&](double share, const QColor& colour) {
            const qreal tall = plot.height() * share / most;
            if (tall > 0)
                painter.fillRect(
                    QRectF(left, plot.bottom() - tall, std::max(right - left - gap, 0.8), tall),
                    colour);
        };
        bar(summary.referenceShares[i], soft(colours.reference));
        bar(summary.currentShares[i], soft(colours.current));
    }
}

void paintBinLabels(QPainter& painter, const QRectF& area, const DistributionSummary& summary,
                    const DriftColours& colours)
{
    const qreal bottom = area.bottom() - labelRoom;
    painter.setPen(colours.line);
    painter.drawLine(QPointF(area.left(), bottom), QPointF(area.right(), bottom));
    painter.setPen(colours.text);
    const QRectF labels(area.left(), bottom + 2, area.width(), labelRoom - 2);
    const double low = summary.edges.front(), high = summary.edges.back();
    const double span = high - low;
    const auto label = [&](double value) {
        // As many digits as the span needs.
        if (!std::isfinite(span) || span <= 0)
            return numberText(value);
        const int digits = std::clamp(2 - static_cast<int>(std::floor(std::log10(span))), 0, 12);
        if (digits > 6 || std::abs(value) >= 1e7)
            return QString::number(value, 'g', 5);
        return QString::number(value, 'f', digits);
    };
    painter.drawText(labels, Qt::AlignLeft | Qt::AlignVCenter, label(low));
    painter.drawText(labels, Qt::AlignHCenter | Qt::AlignVCenter, label(low / 2 + high / 2));
    painter.drawText(labels, Qt::AlignRight | Qt::AlignVCenter, label(high));
}

void paintPlainCategories(QPainter& painter, const QRectF& area, const DistributionSummary& summary,
                          const DriftColours& colours)
{
    const double most = greatest(summary);
    const auto count =
        std::min(summary.categories.size(), static_cast<std::size_t>(plainCategories));
    const qreal room = std::min(area.width() / static_cast<qreal>(count), 18.0);
    for (std::size_t i = 0; i < count && most > 0; ++i) {
        const auto& category = summary.categories[i];
        const qreal left = area.left() + room * static_cast<qreal>(i);
        const qreal first = area.height() * category.reference / most;
        const qreal second = area.height() * category.current / most;
        painter.fillRect(QRectF(left, area.bottom() - first, room * 0.38, first),
                         soft(colours.reference));
        painter.fillRect(QRectF(left + room * 0.4, area.bottom() - second, room * 0.38, second),
                         soft(colours.current));
    }
}

void paintCategories(QPainter& painter, const QRectF& area, const DistributionSummary& summary,
                     const DriftColours& colours)
{
    const double most = greatest(summary);
    const qreal names = area.width() * namesShare;
    const qreal room = std::max(area.width() - names - figuresRoom, 20.0);
    const QFontMetricsF metrics(painter.font());
    qreal top = area.top();
    for (const auto& category : summary.categories) {
        if (top + categoryRow > area.bottom() + 1)
            break;
        auto name = category.value.empty() ? tr("(empty)") : QString::fromStdString(category.value);
        if (category.isNew())
            name = tr("%1 · new").arg(name);
        else if (category.isGone())
            name = tr("%1 · gone").arg(name);
        painter.setPen(colours.text);
        painter.drawText(QRectF(area.left(), top, names - 8, categoryRow),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(name.simplified(), Qt::ElideMiddle, names - 8));
        const qreal left = area.left() + names;
        const qreal scale = most > 0 ? room / most : 0;
        painter.fillRect(QRectF(left, top + 5, scale * category.reference, 7),
                         soft(colours.reference));
        painter.fillRect(QRectF(left, top + 14, scale * category.current, 7),
                         soft(colours.current));
        painter.drawText(QRectF(area.right() - figuresRoom, top, figuresRoom, categoryRow),
                         Qt::AlignRight | Qt::AlignVCenter,
                         QStringLiteral("%1 → %2 %")
                             .arg(100 * category.reference, 0, 'f', 1)
                             .arg(100 * category.current, 0, 'f', 1));
        top += categoryRow;
    }
}

} // namespace

void paintDistribution(QPainter& painter, const QRectF& area, const DistributionSummary& summary,
                       const DriftColours& colours, bool plain)
{
    if (summary.edges.size() >= 2) {
        paintBins(painter, plain ? area : area.adjusted(0, 2, 0, -labelRoom), summary, colours,
                  plain);
        if (!plain)
            paintBinLabels(painter, area, summary, colours);
    } else if (!summary.categories.empty()) {
        if (plain)
            paintPlainCategories(painter, area, summary, colours);
        else
            paintCategories(painter, area, summary, colours);
    }
}

qreal distributionHeight(const DistributionSummary& summary)
{
    return summary.edges.empty() ? categoryRow * static_cast<qreal>(summary.categories.size()) : 0;
}

bool hasQuantiles(const DistributionSummary& summary)
{
    const auto& reference = summary.referenceQuantiles;
    const auto& current = summary.currentQuantiles;
    return reference.size() >= 2 && reference.size() == current.size() &&
           std::min(reference.front(), current.front()) <
               std::max(reference.back(), current.back());
}

void paintQuantiles(QPainter& painter, const QRectF& area, const DistributionSummary& summary,
                    const DriftColours& colours)
{
    if (!hasQuantiles(summary))
        return;
    const auto& reference = summary.referenceQuantiles;
    const auto& current = summary.currentQuantiles;
    const double low = std::min(reference.front(), current.front());
    const double high = std::max(reference.back(), current.back());
    const qreal side = std::min(area.width(), area.height() - labelRoom);
    const QRectF plot(area.left(), area.top(), side, side);
    painter.setPen(colours.line);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(plot.adjusted(0.5, 0.5, -0.5, -0.5));
    painter.drawLine(plot.bottomLeft(), plot.topRight());
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours.current);
    const QRectF inner = plot.adjusted(3, 3, -3, -3);
    for (std::size_t i = 0; i < reference.size(); ++i) {
        const QPointF at(inner.left() + inner.width() * shareBetween(reference[i], low, high),
                         inner.bottom() - inner.height() * shareBetween(current[i], low, high));
        painter.drawEllipse(at, 1.8, 1.8);
    }
    painter.setPen(colours.text);
    const QRectF labels(plot.left(), plot.bottom() + 2, side, labelRoom - 2);
    painter.drawText(labels, Qt::AlignLeft | Qt::AlignVCenter, QString::number(low, 'g', 4));
    painter.drawText(labels, Qt::AlignRight | Qt::AlignVCenter, QString::number(high, 'g', 4));
}

int distributionItemAt(const QPointF& place, const QRectF& area, const DistributionSummary& summary)
{
    if (!area.contains(place))
        return -1;
    if (summary.edges.size() >= 2) {
        const double share = (place.x() - area.left()) / area.width();
        for (std::size_t i = 0; i + 1 < summary.edges.size(); ++i)
            if (share <
                shareBetween(summary.edges[i + 1], summary.edges.front(), summary.edges.back()))
                return static_cast<int>(i);
        return -1;
    }
    const int row = static_cast<int>((place.y() - area.top()) / categoryRow);
    return row < static_cast<int>(summary.categories.size()) ? row : -1;
}

QString distributionItemText(int item, const DistributionSummary& summary)
{
    if (item < 0)
        return {};
    const auto i = static_cast<std::size_t>(item);
    const auto shares = [](const QString& name, double reference, double current) {
        return tr("%1\nreference %2 %\ncurrent %3 %")
            .arg(name)
            .arg(100 * reference, 0, 'f', 2)
            .arg(100 * current, 0, 'f', 2);
    };
    if (summary.edges.size() >= 2)
        return i + 1 < summary.edges.size()
                   ? shares(QStringLiteral("%1 … %2").arg(numberText(summary.edges[i]),
                                                          numberText(summary.edges[i + 1])),
                            summary.referenceShares[i], summary.currentShares[i])
                   : QString();
    return i < summary.categories.size()
               ? shares(QString::fromStdString(summary.categories[i].value),
                        summary.categories[i].reference, summary.categories[i].current)
               : QString();
}

} // namespace binnacle
