#pragma once

#include "services/compare/run_comparison.h"

#include <QAbstractTableModel>
#include <QString>

#include <vector>

namespace binnacle {

// Runs side by side: a row for each param, metric, …, under a row with the name of its group; the
// first column is the key, then a column for each run.
class ComparisonTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Role {
        SectionRole = Qt::UserRole + 1, // bool: the row is the name of a group
        GroupRole,                      // int: ComparisonGroup
        KeyRole,                        // QString: the key of the row
        BestRole,                       // bool
        MissingRole,                    // bool
        NumericRole,                    // bool: a figure, to be aligned at its right
        DiffersRole,                    // bool
        DirectionRole,                  // int: MetricDirection
    };

    explicit ComparisonTableModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    void setComparison(RunComparison comparison);
    const RunComparison& comparison() const { return comparison_; }
    // Hides equal rows, where there is more than one run to compare.
    void setOnlyDiffering(bool only);
    bool onlyDiffering() const { return onlyDiffering_; }
    // Only rows whose key contains this, case ignored.
    void setKeyFilter(const QString& text);
    void setDirection(const QString& metric, MetricDirection direction);

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
    void rebuild(); // lines_ from the comparison, the switch and the filter
    void relabel(std::size_t row);
    QVariant sectionData(const ComparisonRow& row, int column, int role) const;
    QVariant keyData(const ComparisonRow& row, int role) const;
    QVariant cellData(std::size_t row, std::size_t run, int role) const;
    QString cellToolTip(const ComparisonRow& row, std::size_t run) const;

    RunComparison comparison_;
    std::vector<std::vector<QString>> texts_; // of the cells, as shown
    std::vector<Line> lines_;
    bool onlyDiffering_ = true;
    QString filter_;
};

QString comparisonGroupText(ComparisonGroup group);     // "Params", "Dataset inputs", …
QString metricDirectionText(MetricDirection direction); // "higher is better", …; empty: unknown

} // namespace binnacle
