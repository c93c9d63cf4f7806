#include "services/compare/comparison_svg.h"

#include "services/compare/chart_path.h"
#include "services/compare/plain_number.h"

#include <QString>

#include <cmath>

namespace binnacle {

namespace {

constexpr double marginLeft = 56, marginRight = 14, marginTop = 10, marginBottom = 26;

std::string pixel(double value)
{
    return plainNumber(std::round(value * 10) / 10);
}

std::string attribute(const char* name, double value)
{
    return std::string(" ") + name + "=\"" + pixel(value) + "\"";
}

std::string gridLines(const AxisRange& x, const AxisRange& y, PlotSize plot)
{
    std::string out;
    for (const auto& tick : axisTicks(y, 5)) {
        const double at = (1 - y.position(tick.value)) * plot.height;
        out += "<line class=\"grid\" x1=\"0\"" + attribute("x2", plot.width) + attribute("y1", at) +
               attribute("y2", at) + "/>";
        out += "<text class=\"label ytick\" text-anchor=\"end\" x=\"-8\"" + attribute("y", at + 4) +
               ">" + tick.label + "</text>";
    }
    for (const auto& tick : axisTicks(x, 6, true)) {
        const double at = x.position(tick.value) * plot.width;
        out += "<text class=\"label xtick\" text-anchor=\"middle\"" + attribute("x", at) +
               attribute("y", plot.height + 18) + ">" + tick.label + "</text>";
    }
    out += "<line class=\"axis\" x1=\"0\"" + attribute("x2", plot.width) +
           attribute("y1", plot.height) + attribute("y2", plot.height) + "/>";
    return out;
}

std::string strokes(const ChartPath& path)
{
    std::string out;
    for (const auto& stroke : path.strokes) {
        out += "<path d=\"M";
        for (const auto& point : stroke)
            out += pixel(point.x) + " " + pixel(point.y) + " ";
        out += "\"/>";
    }
    for (const auto& dot : path.dots)
        out += "<circle r=\"3\"" + attribute("cx", dot.x) + attribute("cy", dot.y) + "/>";
    return out;
}

// NaN is a cross on the axis, an infinity an arrow head at its end of the plot.
std::string marks(const ChartPath& path, PlotSize plot)
{
    std::string out;
    for (const auto& mark : path.marks) {
        const bool top = mark.kind == PathMark::Kind::PlusInfinity;
        const char* shape = mark.kind == PathMark::Kind::NaN ? "M-3 -3L3 3M-3 3L3 -3"
                            : top                            ? "M-4 6L0 0L4 6Z"
                                                             : "M-4 -6L0 0L4 -6Z";
        const char* name = mark.kind == PathMark::Kind::NaN ? "NaN"
                           : top                            ? "Infinity"
                                                            : "-Infinity";
        out += "<path class=\"mark\" transform=\"translate(" + pixel(mark.x) + " " +
               pixel(top ? 0 : plot.height) + ")\" d=\"" + shape + "\"><title>" + name +
               "</title></path>";
    }
    return out;
}

} // namespace

std::string escapedHtml(const std::string& text)
{
    auto clean = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    for (QChar& c : clean)
        if ((c < u' ' && c != u'\n' && c != u'\t') || c == QChar(0x7f))
            c = QChar::ReplacementCharacter;
    return clean.toHtmlEscaped().replace(u'\'', QStringLiteral("&#39;")).toStdString();
}

ChartFrame chartFrame(const MetricChart& chart, int width, int height)
{
    ChartFrame frame{marginLeft,
                     marginTop,
                     {width - marginLeft - marginRight, height - marginTop - marginBottom},
                     stepAxis(chart.steps()),
                     {}};
    frame.y = valueAxis(bandSpans(chart), frame.x, false).value_or(AxisRange{});
    return frame;
}

std::string metricChartSvg(const MetricChart& chart, const std::vector<std::string>& runNames,
                           int width, int height)
{
    const auto [left, top, plot, x, y] = chartFrame(chart, width, height);
    std::string out = "<svg class=\"chart\" role=\"img\" viewBox=\"0 0 " + std::to_string(width) +
                      " " + std::to_string(height) + "\" aria-label=\"" +
                      escapedHtml(chart.metric) + "\">";
    out += "<g class=\"plot\" transform=\"translate(" + pixel(left) + " " + pixel(top) + ")\">";
    out += gridLines(x, y, plot);
    for (std::size_t i = 0; i < chart.lines.size(); ++i) {
        const auto path = chartPath(chart.lines[i].bands, x, y, plot);
        out += "<g class=\"line s" + std::to_string(i % 8) + "\">";
        if (i < runNames.size())
            out += "<title>" + escapedHtml(runNames[i]) + "</title>";
        out += strokes(path) + marks(path, plot) + "</g>";
    }
    return out + "</g></svg>";
}

} // namespace binnacle
