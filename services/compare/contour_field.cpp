#include "services/compare/contour_field.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace binnacle {

namespace {

constexpr int levelsWanted = 8;

std::vector<ContourField::Node> gather(const FigureAxis& x, const FigureAxis& y,
                                       std::span<const double> values, bool log)
{
    std::vector<ContourField::Node> nodes;
    std::map<std::pair<double, double>, std::size_t> known;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (std::isnan(x.values[i]) || std::isnan(y.values[i]) || !std::isfinite(values[i]) ||
            (log && values[i] <= 0))
            continue;
        const auto [place, isNew] = known.try_emplace({x.values[i], y.values[i]}, nodes.size());
        if (isNew)
            nodes.push_back({{}, x.values[i], y.values[i], 0});
        nodes[place->second].runs.push_back(i);
    }
    for (auto& node : nodes)
        for (const auto run : node.runs)
            node.value += values[run] / static_cast<double>(node.runs.size());
    return nodes;
}

} // namespace

ContourField contourField(const FigureAxis& x, const FigureAxis& y, std::span<const double> values,
                          bool log, const std::stop_token& stop)
{
    ContourField contour;
    contour.nodes = gather(x, y, values, log);
    if (contour.nodes.empty())
        return contour;
    const auto [low, high] =
        std::ranges::minmax_element(contour.nodes, {}, &ContourField::Node::value);
    contour.values = {low->value, high->value, log};
    const bool flat = !(high->value > low->value);
    for (const auto& node : contour.nodes) {
        contour.field.points.push_back({x.range.position(node.x), y.range.position(node.y)});
        contour.field.values.push_back(flat ? 0.5 : contour.values.position(node.value));
    }
    contour.field.triangles = delaunay(contour.field.points, stop);
    if (flat)
        return contour;
    for (auto& tick : axisTicks(contour.values, levelsWanted)) {
        const double at = contour.values.position(tick.value);
        if (at > 1e-9 && at < 1 - 1e-9)
            contour.levels.push_back(std::move(tick));
    }
    return contour;
}

} // namespace binnacle
