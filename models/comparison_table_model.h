#pragma once

#include "models/number_text.h"
#include "services/compare/run_comparison.h"

#include <QAbstractTableModel>
#include <QString>

#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace binnacle {

// Runs side by side: a row for each param, metric, …, under a row with the name of its group; the
// first column is the key, then a column for each run. Several models may share one comparison,
// each with its own columns, baseline and filters. Texts are made when they are asked for.
class ComparisonTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Role {
        SectionRole = Qt::UserRole + 1, // bool: the row is the name of a group
        GroupRole,                      // int: ComparisonGroup
        KeyRole,                        // QString: the key of the row
        BestRole,                       // bool: best of the runs shown
        MissingRole,                    // bool
        NumericRole,                    // bool: a figure, to be aligned at its right
        DiffersRole,                    // bool: among the runs shown
        DirectionRole,                  // int: MetricDirection
        DeltaRole,                      // QString: "+0.56 %" against the baseline; may be empty
        DeltaBetterRole,                // bool: the delta is for the better
        RunRole,                        // qlonglong: row id of the column's run; headers as well
        BaselineRole,                   // bool: the column is the baseline; headers as well
        DimmedRole,                     // bool: brushed out; headers as well
    };

    explicit ComparisonTableModel(QObject* parent = nullptr);

    void setComparison(RunComparison comparison);
    const RunComparison& comparison() const { return *comparison_; }
    // Shows the comparison of another model, whose signals tell when to call this again.
    void share(const ComparisonTableModel& other);

    // Which runs are shown, in this order; before it is called all are.
    void setShownRuns(const std::vector<RunRowId>& runs);
    std::size_t shownRuns() const { return columns_.size(); }
    std::optional<RunRowId> runAt(int column) const;
    std::size_t placeOf(int column) const { return columns_[static_cast<std::size_t>(column) - 1]; }
    const ComparisonRow* rowAt(int line) const; // nullptr: the name of a group
    void setDimmed(std::set<RunRowId> runs);
    // Deltas are shown against this run, if it is among those compared.
    void setBaseline(std::optional<RunRowId> run);
    std::optional<RunRowId> baseline() const { return baseline_; }
    QString baselineName() const; // empty: none

    // Hides equal rows, where there is more than one run to compare.
    void setOnlyDiffering(bool only);
    bool onlyDiffering() const { return onlyDiffering_; }
    void setTagsHidden(bool hidden);
    // Only rows whose key contains this, case ignored.
    void setKeyFilter(const QString& text);
    void setDirection(const QString& metric, MetricDirection direction);

    std::size_t rowsInAll() const; // of the groups shown, whatever is filtered
    std::size_t rowsDiffering() const;

    // Metrics of these rows whose steps and extremes were not given yet.
    std::vector<std::string> figuresMissing(int firstRow, int lastRow) const;
    void addFigures(FiguresByMetric figures); // one for each run of the comparison

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    struct Line
    {
        std::size_t row = 0; // of the comparison; of a section its first row
        bool section = false;
    };
    // What the cells of one row are shown with; made at first use.
    struct RowFacts
    {
        bool known = false, differs = false;
        NumberFormat format;
        std::optional<double> best;
    };
    void rebuild(); // columns_, lines_ and facts_ anew
    void rebuildColumns();
    void rebuildLines();
    bool groupShown(ComparisonGroup group) const;
    const RowFacts& facts(std::size_t row) const;
    bool differs(std::size_t row) const;
    std::optional<ComparisonDelta> delta(std::size_t row, const ComparisonCell& cell,
                                         std::size_t run) const;
    QString cellText(std::size_t row, const ComparisonCell& cell) const;
    QVariant sectionData(const ComparisonRow& row, int column, int role) const;
    QVariant keyData(const ComparisonRow& row, int role) const;
    QVariant cellData(std::size_t row, std::size_t run, int role) const;
    QString cellToolTip(std::size_t row, std::size_t run) const;
    QString accessibleText(std::size_t row, std::size_t run) const;
    void allChanged();

    std::shared_ptr<RunComparison> comparison_;
    std::optional<std::vector<RunRowId>> wanted_; // nullopt: all
    std::vector<std::size_t> columns_;            // places in comparison_->runs
    std::optional<RunRowId> baseline_;
    std::optional<std::size_t> baselinePlace_;
    std::set<RunRowId> dimmed_;
    std::vector<Line> lines_;
    mutable std::vector<RowFacts> facts_;
    FiguresByMetric figures_;
    bool onlyDiffering_ = true, tagsHidden_ = false;
    QString filter_;
};

QString comparisonGroupText(ComparisonGroup group);     // "Params", "Dataset inputs", …
QString metricDirectionText(MetricDirection direction); // "higher is better", …; empty: unknown
// "+0.56 %", "−12 %", "0 %"; where the baseline is zero the difference itself.
QString deltaText(const ComparisonDelta& delta);

} // namespace binnacle
