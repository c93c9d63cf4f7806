#pragma once

#include "services/data/profile/column_profile.h"

#include <QString>

#include <optional>
#include <vector>

namespace binnacle {

// The profile of a column in words and figures, as it is shown.
struct ProfileFact
{
    QString name, value;
};
// What fits its kind: distinct, min, median, max, mean, std, lengths, outliers, …
std::vector<ProfileFact> profileFacts(const ColumnProfile& profile);
QString distinctText(const ColumnProfile& profile);     // "1,203", "about 1,200,000"
QString missingShareText(const ColumnProfile& profile); // "2.3 % missing", "None missing"
// What should be looked at: "Constant", "All missing", "All different"; empty: nothing.
QString profileRemark(const ColumnProfile& profile);
// A figure of the column as its kind is written; an en dash where there is none.
QString profileValue(const ColumnProfile& profile, const std::optional<double>& value,
                     const std::string& exact = {});
QString percentText(std::int64_t part, std::int64_t whole); // "2.3 %", "< 0.1 %"
QString profileSentence(const ColumnProfile& profile);      // for assistive technology
QString profileTip(const ColumnProfile& profile);           // all quantiles

} // namespace binnacle
