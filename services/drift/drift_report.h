#pragma once

#include "services/drift/distribution_summary.h"
#include "services/drift/drift_defaults.h"

#include <QString>

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle {

// Why a column has no result.
enum class DriftGap {
    None,
    TypesDiffer,
    MethodUnsuited, // not for this type of column
    ReferenceEmpty,
    CurrentEmpty,
    NotDefined, // the method has no value for these samples
};

// What is said of one column.
struct ColumnDrift
{
    std::string column;
    DriftColumnType type = DriftColumnType::Numeric;
    std::string method;   // DriftMethodFacts::name; what another tool's report says where unknown
    double statistic = 0; // NaN: not measured, see explanation
    std::optional<double> pValue;
    std::optional<double> adjustedPValue; // Benjamini–Hochberg over the report, where asked for
    double threshold = 0;
    bool drifted = false;
    DriftGap gap = DriftGap::None;
    std::uint64_t referenceSize = 0, currentSize = 0;
    double referenceMissingShare = 0, currentMissingShare = 0;
    std::vector<std::string> newCategories, goneCategories; // at most 20 of each, by text
    std::string explanation;                                // the test and its threshold in words
    std::string difference;                          // from Evidently's definition; empty: none
    std::optional<DistributionSummary> distribution; // for pictures; a run adds it
};

struct DriftReport
{
    std::vector<ColumnDrift> columns;
    double driftShare = defaultDriftShare; // the threshold
    double shareDrifted = 0;               // of the columns that were measured
    bool datasetDrift = false;
    bool corrected = false; // p-values for their number, by Benjamini and Hochberg
};

// Whether anything was measured of the column.
bool isMeasured(const ColumnDrift& column);
// How far the column is beyond its threshold, the same for every method: above 1 where it drifted,
// 0 … 1 where not, 0 where nothing was measured. Of distances the statistic over the threshold, of
// p-values 1 + log10(threshold / p), both pressed so that the drifted come first.
double driftSeverity(const ColumnDrift& column);

// A method that the column's type does not have, and a sample without values, give a result that is
// not measured and not drifted, with the reason as its explanation. Stopped: not defined.
ColumnDrift columnDrift(const std::string& column, const ColumnSample& reference,
                        const ColumnSample& current, const DriftChoice& choice = {},
                        const std::stop_token& stop = {});
// The reason in words, of the context "drift" of the translations; empty for None.
QString gapText(DriftGap gap);

// Share and dataset drift of the columns. With `correct` p-values are corrected for their number
// first and decide anew.
DriftReport driftReport(std::vector<ColumnDrift> columns, double driftShare = defaultDriftShare,
                        bool correct = false);
// The same columns with other thresholds, another share, or the correction on or off: nothing is
// measured again.
DriftReport decidedAnew(DriftReport report, double driftShare, bool correct);

} // namespace binnacle
