#include "services/drift/drift_svg.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

constexpr int labelRoom = 18;
constexpr double categoryRow = 20;

QString tr(const char* text)
{
    return QCoreApplication::translate("drift", text);
}

QString shortText(double value)
{
    return QString::number(value, 'g', 4);
}

QString open(double width, double height, const QString& label, bool scales)
{
    return QStringLiteral("<svg viewBox=\"0 0 %1 %2\"%3 role=\"img\" aria-label=\"%4\">")
        .arg(width)
        .arg(height)
        .arg(scales ? QStringLiteral(" class=\"chart\" style=\"max-width:%1px\"").arg(width)
                    : QStringLiteral(" width=\"%1\" height=\"%2\"").arg(width).arg(height),
             label.toHtmlEscaped());
}

QString rect(double x, double y, double width, double height, const char* name)
{
    return QStringLiteral("<rect x=\"%1\" y=\"%2\" width=\"%3\" height=\"%4\" class=\"%5\"/>")
        .arg(x, 0, 'f', 2)
        .arg(y, 0, 'f', 2)
        .arg(std::max(width, 0.0), 0, 'f', 2)
        .arg(std::max(height, 0.0), 0, 'f', 2)
        .arg(QLatin1String(name));
}

QString text(double x, double y, const QString& words, const char* anchor)
{
    return QStringLiteral("<text x=\"%1\" y=\"%2\" class=\"label\" text-anchor=\"%3\">%4</text>")
        .arg(x, 0, 'f', 1)
        .arg(y, 0, 'f', 1)
        .arg(QLatin1String(anchor), words.toHtmlEscaped());
}

QString ofBins(const DistributionSummary& summary, int width, int height, bool plain)
{
    const double plot = plain ? height : height - labelRoom;
    const double low = summary.edges.front(), high = summary.edges.back();
    // Halved, so that 1e308 - -1e308 is finite.
    const auto x = [&](double value) {
        return width * ((value / 2 - low / 2) / (high / 2 - low / 2));
    };
    double most = 0;
    for (const auto* shares : {&summary.referenceShares, &summary.currentShares})
        most = std::max(most, *std::ranges::max_element(*shares));
    auto svg = open(width, height, tr("Reference and current"), !plain);
    for (std::size_t i = 0; i + 1 < summary.edges.size(); ++i) {
        const double left = x(summary.edges[i]), right = x(summary.edges[i + 1]);
        const auto bar = [&](double share, const char* name) {
            const double tall = most > 0 ? (plot - 2) * share / most : 0;
            if (tall > 0)
                svg += rect(left, plot - tall, right - left - (plain ? 0.3 : 0.8), tall, name);
        };
        bar(summary.referenceShares[i], "r");
        bar(summary.currentShares[i], "c");
    }
    if (!plain) {
        svg += QStringLiteral("<line x1=\"0\" x2=\"%1\" y1=\"%2\" y2=\"%2\" class=\"axis\"/>")
                   .arg(width)
                   .arg(plot);
        svg += text(0, height - 4, shortText(low), "start");
        svg += text(width / 2.0, height - 4, shortText(low / 2 + high / 2), "middle");
        svg += text(width, height - 4, shortText(high), "end");
    }
    return svg + QStringLiteral("</svg>");
}

QString ofCategories(const DistributionSummary& summary, int width, int height, bool plain)
{
    double most = 0;
    for (const auto& category : summary.categories)
        most = std::max({most, category.reference, category.current});
    if (!(most > 0))
        return {};
    if (plain) {
        const auto count = std::min<std::size_t>(summary.categories.size(), 12);
        const double room = static_cast<double>(width) / static_cast<double>(count);
        auto svg = open(width, height, tr("Reference and current"), false);
        for (std::size_t i = 0; i < count; ++i) {
            const double left = room * static_cast<double>(i);
            const auto& category = summary.categories[i];
            const double first = (height - 2) * category.reference / most;
            const double second = (height - 2) * category.current / most;
            svg += rect(left, height - first, room * 0.4, first, "r");
            svg += rect(left + room * 0.42, height - second, room * 0.4, second, "c");
        }
        return svg + QStringLiteral("</svg>");
    }
    const double names = width * 0.34,
                 tall = categoryRow * static_cast<double>(summary.categories.size());
    auto svg = open(width, tall, tr("Reference and current"), true);
    double top = 0;
    for (const auto& category : summary.categories) {
        auto name = QString::fromStdString(category.value);
        if (name.size() > 24)
            name = name.left(23) + QStringLiteral("…");
        if (category.isNew())
            name += QStringLiteral(" · ") + tr("new");
        else if (category.isGone())
            name += QStringLiteral(" · ") + tr("gone");
        svg += text(names - 8, top + 14, name, "end");
        const double room = width - names - 90;
        svg += rect(names, top + 3, room * category.reference / most, 6, "r");
        svg += rect(names, top + 10, room * category.current / most, 6, "c");
        svg += text(width, top + 14,
                    QStringLiteral("%1% → %2%")
                        .arg(100 * category.reference, 0, 'f', 1)
                        .arg(100 * category.current, 0, 'f', 1),
                    "end");
        top += categoryRow;
    }
    return svg + QStringLiteral("</svg>");
}

} // namespace

QString distributionSvg(const DistributionSummary& summary, int width, int height, bool plain)
{
    if (summary.edges.size() >= 2)
        return ofBins(summary, width, height, plain);
    if (!summary.categories.empty())
        return ofCategories(summary, width, height, plain);
    return {};
}

QString quantileSvg(const DistributionSummary& summary, int size)
{
    const auto& reference = summary.referenceQuantiles;
    const auto& current = summary.currentQuantiles;
    if (reference.size() < 2 || reference.size() != current.size())
        return {};
    const double low = std::min(reference.front(), current.front());
    const double high = std::max(reference.back(), current.back());
    if (!(low < high))
        return {};
    const double plot = size - labelRoom;
    const auto place = [&](double value) {
        return plot * ((value / 2 - low / 2) / (high / 2 - low / 2));
    };
    auto svg = open(size, size, tr("Quantiles of current over those of the reference"), true);
    svg += rect(0.5, 0.5, plot - 1, plot - 1, "frame");
    svg += QStringLiteral("<line x1=\"0\" y1=\"%1\" x2=\"%1\" y2=\"0\" class=\"axis\"/>").arg(plot);
    for (std::size_t i = 0; i < reference.size(); ++i)
        svg += QStringLiteral("<circle cx=\"%1\" cy=\"%2\" r=\"2\" class=\"c\"/>")
                   .arg(place(reference[i]), 0, 'f', 1)
                   .arg(plot - place(current[i]), 0, 'f', 1);
    svg += text(0, size - 4, shortText(low), "start");
    svg += text(plot, size - 4, shortText(high), "end");
    return svg + QStringLiteral("</svg>");
}

} // namespace binnacle
