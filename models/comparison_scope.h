#pragma once

#include "models/run_colors.h"
#include "services/compare/chart_axis.h"
#include "services/compare/x_axis.h"
#include "services/domain/identifiers.h"
#include "services/query/run_query.h"

#include <QHash>
#include <QObject>
#include <QString>

#include <optional>
#include <set>
#include <vector>

namespace binnacle {

// What all cards of a comparison share: its runs, those brushed, the run under the mouse, the
// cross-hair, and the stretch in sight where zooms are linked. Cards write what a person does in
// them and follow the signals; none knows another. Lives on the GUI thread.
class ComparisonScope : public QObject
{
    Q_OBJECT
public:
    struct Run
    {
        RunRowId row{};
        QString id; // the source's own
        QString name;
        int slot = 0; // colour, see RunColors
        bool hidden = false;
        bool operator==(const Run&) const = default;
    };
    struct CrossHair
    {
        XAxis axis = XAxis::Step;
        double x = 0;
        bool operator==(const CrossHair&) const = default;
    };
    struct Zoom
    {
        XAxis axis = XAxis::Step;
        std::optional<AxisRange> range; // nullopt: everything
        bool operator==(const Zoom&) const = default;
    };

    using QObject::QObject;

    void setRuns(std::vector<Run> runs);
    const std::vector<Run>& runs() const { return runs_; } // in the order of the list
    std::vector<Run> visibleRuns() const;                  // not hidden
    const Run* find(RunRowId run) const;

    // Each card may narrow the runs; a run that any brush leaves out is shown pale, or not at all.
    // nullopt takes the card's brush away.
    void setBrush(const QString& cardId, const std::optional<std::set<RunRowId>>& runs);
    bool isBrushed() const { return !brushes_.isEmpty(); }
    bool passesBrush(RunRowId run) const;
    // The same, without the brush of one card: what the card itself shows.
    bool passesBrush(RunRowId run, const QString& exceptCard) const;
    std::size_t brushedCount() const; // visible runs that pass
    void clearBrushes();

    void setHoveredRun(std::optional<RunRowId> run);
    std::optional<RunRowId> hoveredRun() const { return hovered_; }

    void setCrossHair(std::optional<CrossHair> crossHair);
    const std::optional<CrossHair>& crossHair() const { return crossHair_; }

    void setZoomLinked(bool linked);
    bool zoomLinked() const { return zoomLinked_; }
    void setZoom(Zoom zoom); // heard by the other cards where zooms are linked
    const Zoom& zoom() const { return zoom_; }

    // Runs with the same value of this column form a group: of lines, boxes, colours.
    void setGroupBy(std::optional<RunColumn> column);
    const std::optional<RunColumn>& groupBy() const { return groupBy_; }

signals:
    void runsChanged(); // which runs, their order, names, colours or what is hidden
    void brushChanged();
    void hoveredRunChanged();
    void crossHairChanged();
    void zoomChanged();
    void groupByChanged();

private:
    std::vector<Run> runs_;
    QHash<QString, std::set<RunRowId>> brushes_; // by card
    std::optional<RunRowId> hovered_;
    std::optional<CrossHair> crossHair_;
    bool zoomLinked_ = true;
    Zoom zoom_;
    std::optional<RunColumn> groupBy_;
};

} // namespace binnacle
