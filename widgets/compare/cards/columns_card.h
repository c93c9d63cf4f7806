#pragma once

#include "models/number_text.h"
#include "services/compare/figure_axis.h"
#include "services/compare/time_axis.h"
#include "widgets/charts/chart_marks.h"
#include "widgets/compare/comparison_card.h"

#include <QTimer>

#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace binnacle {

// A card over columns of the runs: it says which it wants, and is told when their cells, what is
// brushed or the run under the mouse have changed.
class ColumnsCard : public ComparisonCard
{
    Q_OBJECT
public:
    ColumnsCard(const CardContext& context, QWidget* parent);

protected:
    // By the options as they are now, else what the runs offer; any order.
    virtual std::vector<RunColumn> wantedColumns() const = 0;
    virtual void showRows() = 0; // of runs(); there is one at least
    virtual void showBrush() = 0;
    virtual void showHovered() = 0;
    // A sentence in place of the runs: there are none, or their cells could not be read.
    virtual void showNothing(const QString& sentence, bool failed)
    {
        showSentence(sentence, failed);
    }

    void applyOptions() override;

    // The runs shown, as of the last showRows().
    const std::vector<ComparisonScope::Run>& runs() const { return runs_; }
    std::optional<std::size_t> placeOf(RunRowId run) const;
    std::vector<RunCell> cellsOf(const RunColumn& column) const; // one for each of runs()
    bool hasRead(const std::vector<RunColumn>& columns) const;   // all of them, for cellsOf()
    std::vector<bool> passing() const; // those of runs() that no brush leaves out
    // "17 of 60 runs brushed", else "60 runs".
    QString countNote() const;

    std::optional<RunColumn> columnOption(const QString& key) const;
    std::vector<RunColumn> columnsOption(const QString& key) const;
    bool hasOption(const QString& key) const { return options().contains(key); }
    void hover(std::optional<std::size_t> run);
    // Narrows the runs to those; nullopt: this card's brush is away.
    void brush(const std::optional<std::vector<bool>>& within);

private:
    void askColumns();
    void rowsChanged();

    ComparisonColumns columns_;
    bool asked_ = false;
    std::vector<ComparisonScope::Run> runs_;
    std::vector<const ComparisonColumns::Row*> rows_; // valid until columns_ changes
    QTimer stale_;
};

QString columnHeading(const RunColumn& column);
// A category of the column as people read it: "Finished".
std::function<QString(const QString&)> wordsOf(const RunColumn& column);
// What its numbers are: start and end are clock times, the duration passes.
AxisUnit unitOf(const RunColumn& column);
// Its cells on an axis; durations are read as such.
FigureAxis columnAxis(const RunColumn& column, std::span<const RunCell> cells, FigureScale scale);
// Numbers of a unit in words: "4 Nov 2026 14:05:09", "1 h 20 min 3 s", or in the format.
QString unitText(double value, AxisUnit unit, const NumberFormat& format);
// For a table: a time as ISO 8601, else the number; a header says the unit (see unitHeading()).
QVariant unitValue(double value, AxisUnit unit);
QString unitHeading(const QString& heading, AxisUnit unit); // "From (ms)"
// For a table: a number, a text, or invalid where the cell is missing.
QVariant tableValue(const RunCell& cell);
// For a box beside the mouse.
QString boxValue(const RunColumn& column, const RunCell& cell);

// How the runs are coloured by a column (nullopt: each in its own colour), and what that means.
struct FigureColors
{
    std::vector<MarkColor> marks;
    std::optional<ChartLegend::Part> legend;
};
FigureColors figureColors(const std::vector<ComparisonScope::Run>& runs,
                          const std::optional<RunColumn>& column,
                          const std::vector<RunCell>& cells);

// What a new card shows of these runs: params that differ (those with numbers first), and metrics
// that differ, the one in the chart first.
struct ColumnOffer
{
    std::vector<RunColumn> params, metrics;
};
ColumnOffer columnOffer(const ComparisonModel& comparison);

} // namespace binnacle
