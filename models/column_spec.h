#pragma once

#include "services/query/run_query.h"

#include <QJsonArray>
#include <QString>

#include <vector>

namespace binnacle {

// A column of the run table as a person arranged it.
struct ColumnSpec
{
    enum class Show { Value, Sparkline }; // Sparkline: the metric over its steps

    RunColumn column;
    Show show = Show::Value;
    bool pinned = false; // stays at the left when the table is scrolled sideways
    int width = 0;       // pixels; 0: the default of its kind
    bool operator==(const ColumnSpec&) const = default;

    // The same thing shown, wherever it stands.
    bool shows(const ColumnSpec& other) const
    {
        return column == other.column && show == other.show;
    }
};

using ColumnList = std::vector<ColumnSpec>;

ColumnSpec attributeColumn(const char* name);
bool isNameColumn(const ColumnSpec& spec);

QString columnTitle(const ColumnSpec& spec);  // "val_accuracy", "val_accuracy, best", "Started"
QString columnDetail(const ColumnSpec& spec); // for the tooltip: "Metric val_accuracy: greatest"
QString columnKindText(RunColumn::Kind kind); // "Metric", …
QString statText(RunColumn::Stat stat);       // "Last", "Step of the best", …
int defaultWidth(const ColumnSpec& spec);     // pixels

// As kept in views and settings. Entries that can not be read are left out.
QJsonArray columnsToJson(const ColumnList& columns);
ColumnList columnsFromJson(const QJsonArray& array);

} // namespace binnacle
