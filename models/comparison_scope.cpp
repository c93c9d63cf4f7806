#include "models/comparison_scope.h"

#include <algorithm>
#include <iterator>

namespace binnacle {

void ComparisonScope::setRuns(std::vector<Run> runs)
{
    if (runs == runs_)
        return;
    runs_ = std::move(runs);
    emit runsChanged();
}

std::vector<ComparisonScope::Run> ComparisonScope::visibleRuns() const
{
    std::vector<Run> shown;
    std::ranges::copy_if(runs_, std::back_inserter(shown),
                         [](const Run& run) { return !run.hidden; });
    return shown;
}

const ComparisonScope::Run* ComparisonScope::find(RunRowId run) const
{
    const auto found = std::ranges::find(runs_, run, &Run::row);
    return found == runs_.end() ? nullptr : &*found;
}

void ComparisonScope::setBrush(const QString& cardId, const std::optional<std::set<RunRowId>>& runs)
{
    const auto known = brushes_.constFind(cardId);
    if (!runs) {
        if (known == brushes_.constEnd())
            return;
        brushes_.erase(known);
    } else {
        if (known != brushes_.constEnd() && *known == *runs)
            return;
        brushes_.insert(cardId, *runs);
    }
    emit brushChanged();
}

bool ComparisonScope::passesBrush(RunRowId run) const
{
    return std::ranges::all_of(brushes_, [&](const auto& brush) { return brush.contains(run); });
}

bool ComparisonScope::passesBrush(RunRowId run, const QString& exceptCard) const
{
    for (auto brush = brushes_.begin(); brush != brushes_.end(); ++brush)
        if (brush.key() != exceptCard && !brush->contains(run))
            return false;
    return true;
}

std::size_t ComparisonScope::brushedCount() const
{
    return static_cast<std::size_t>(std::ranges::count_if(
        runs_, [this](const Run& run) { return !run.hidden && passesBrush(run.row); }));
}

void ComparisonScope::clearBrushes()
{
    if (brushes_.isEmpty())
        return;
    brushes_.clear();
    emit brushChanged();
}

void ComparisonScope::setHoveredRun(std::optional<RunRowId> run)
{
    if (run == hovered_)
        return;
    hovered_ = run;
    emit hoveredRunChanged();
}

void ComparisonScope::setCrossHair(std::optional<CrossHair> crossHair)
{
    if (crossHair == crossHair_)
        return;
    crossHair_ = crossHair;
    emit crossHairChanged();
}

void ComparisonScope::setZoomLinked(bool linked)
{
    zoomLinked_ = linked;
}

void ComparisonScope::setZoom(Zoom zoom)
{
    if (zoom == zoom_)
        return;
    zoom_ = zoom;
    if (zoomLinked_)
        emit zoomChanged();
}

void ComparisonScope::setGroupBy(std::optional<RunColumn> column)
{
    if (column == groupBy_)
        return;
    groupBy_ = std::move(column);
    emit groupByChanged();
}

} // namespace binnacle
