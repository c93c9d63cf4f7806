#pragma once

#include "models/run_table_model.h"

#include <QFont>

#include <utility>
#include <vector>

namespace binnacle {

// How wide the columns of the run table are where nobody chose: as their heads and the values read
// first ask for. Measured once for a list of columns, so that nothing moves while a person scrolls.
class ColumnWidths
{
public:
    explicit ColumnWidths(const RunTableModel* model) : model_(model) {}

    void forget(); // other columns
    // Measures by the rows given; false where that was done before or nothing is read yet. Again
    // where figures have more digits by now.
    bool measure(int firstRow, int lastRow, const QFont& font, bool outline);
    // Sources out of reach have a mark beside their names. True: measure again.
    bool setMarksSources(bool marks) { return std::exchange(marks_, marks) != marks; }

    // Pixels of every column. `room` is for all of them together; heads give way to names where it
    // is too small.
    struct Plan
    {
        std::vector<int> widths; // by column; 0: not shown
        int name = 0;            // of the name column where nobody chose its width
    };
    Plan plan(int room, const std::vector<bool>& shown, const std::vector<SortTerm>& order,
              const QFont& font) const;

private:
    int headWidth(const ColumnSpec& spec, bool sorted, const QFont& font) const;
    int valueWidth(int column) const;
    bool digitsGrew() const;

    const RunTableModel* model_;
    std::vector<int> values_;           // by column, empty: not measured
    std::vector<NumberFormat> formats_; // by column, as they were measured
    int name_ = 0;
    bool marks_ = false;
};

} // namespace binnacle
