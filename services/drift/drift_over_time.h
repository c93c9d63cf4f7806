#pragma once

#include "services/domain/result.h"
#include "services/drift/drift_report.h"

#include <QJsonObject>

#include <cstdint>
#include <string>
#include <vector>

namespace binnacle {

enum class WindowKind { Time, Number, Rows };

// A part of a dataset, by a column or by the order of its rows.
struct DataWindow
{
    WindowKind kind = WindowKind::Rows;
    std::string name; // "2024-01-01", "2024-01-01 06:00", "10 – 20", "1 – 1000"
    // Half open, [from, to). Time: milliseconds since 1970 (UTC, or the zone-less time of the
    // column); Number: the column's; Rows: places from 0.
    double from = 0, to = 0;
    std::uint64_t rows = 0;
    bool operator==(const DataWindow&) const = default;
};

// What one window says against the whole reference.
struct WindowDrift
{
    double statistic = 0; // NaN: not measured
    std::optional<double> pValue;
    bool drifted = false;
    DriftGap gap = DriftGap::None;
    std::uint64_t size = 0; // values that were compared
    double missingShare = 0;
    std::vector<std::string> newCategories; // at most 20, by text
};

// One method and threshold for all windows: the default one is chosen by the reference and the
// whole of the current data, so that the windows can be compared.
struct ColumnOverTime
{
    std::string column;
    DriftColumnType type = DriftColumnType::Numeric;
    std::string method;
    double threshold = 0;
    double referenceMissingShare = 0;
    std::vector<WindowDrift> windows; // one for each
    // Where the level of the statistic changes (changePoints() with changePenalty()): windows with
    // which a new level begins.
    std::vector<std::size_t> changes;
};

struct DriftOverTime
{
    std::vector<DataWindow> windows; // ascending; those without rows are not there
    std::vector<ColumnOverTime> columns;
    std::vector<double> sharesDrifted; // of the measured columns, by window; NaN: none measured
    std::vector<std::size_t> changes;  // of that
    std::uint64_t outside = 0;         // rows that are in no window: they have no time
};

// Fills shares and changes from the columns' windows.
void completeOverTime(DriftOverTime& overTime);

// {"windows": [{"name", "from", "to", "rows", "share_drifted"}], "columns": [{"column", "type",
// "method", "threshold", "windows": [{"statistic", "p_value" where there is one, "drifted",
// "size", "missing_share", "new_categories"}], "changes": [place of a window]}], "changes",
// "rows_outside"}. "from" and "to" of times are texts of ISO 8601. Numbers that are not finite are
// texts as in driftJson().
QJsonObject overTimeJson(const DriftOverTime& overTime);
QJsonObject windowJson(const DataWindow& window);
// Reads that again. Invalid where it is not that.
Result<DriftOverTime> readOverTime(const QJsonObject& json);

} // namespace binnacle
