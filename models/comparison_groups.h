#pragma once

#include "models/comparison_columns.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace binnacle {

using ComparisonRows = std::vector<const ComparisonColumns::Row*>;

// Runs with the same value of a column.
struct RunGroupRows
{
    QString name;         // the value; missingText() where there is none
    bool missing = false; // the runs without a value
    ComparisonRows rows;  // in the order given
};

// Rows by the value of the column at this place of their cells. "0.1" and "0.10" are one value.
// Numbers ascend, then texts by name, then the runs without a value.
std::vector<RunGroupRows> groupRows(const ComparisonRows& rows, std::size_t column);

// The numbers of one column, and how many runs have none and why.
struct ColumnFigures
{
    struct Entry
    {
        const ComparisonColumns::Row* row = nullptr;
        double value = 0;
    };
    std::vector<Entry> finite; // in the order given
    std::size_t missing = 0, texts = 0, nan = 0, infinite = 0, notPositive = 0;

    std::vector<double> values() const;
    // "2 without a value", "1 NaN", …: what a card leaves out, for its note.
    QStringList leftOut() const;
};

// `positive`: for a log axis, which has no place for others.
ColumnFigures columnFigures(const ComparisonRows& rows, std::size_t column, bool positive = false);

} // namespace binnacle
