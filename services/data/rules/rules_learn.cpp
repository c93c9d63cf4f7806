#include "services/data/profile/profiler.h"
#include "services/data/rules/rules_check.h"

#include <yaml-cpp/yaml.h>

#include <array>
#include <charconv>
#include <cmath>

namespace binnacle {

namespace {

constexpr std::int64_t setSize = 12; // so many different texts are a set
constexpr double missingRoom = 1.5;  // a share that varies from day to day is given room
constexpr double rowsRoom = 2;

std::string kindWord(ColumnKind kind)
{
    switch (kind) {
    case ColumnKind::Boolean:
        return "boolean";
    case ColumnKind::Integer:
        return "integer";
    case ColumnKind::Number:
        return "number";
    case ColumnKind::Text:
        return "text";
    case ColumnKind::Date:
        return "date";
    case ColumnKind::Timestamp:
        return "timestamp";
    case ColumnKind::Time:
        return "time";
    case ColumnKind::Binary:
        return "binary";
    case ColumnKind::Nested:
    case ColumnKind::Untyped:
        return "nested";
    }
    return "text";
}

std::string numberText(double value)
{
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return {buffer.data(), end.ptr};
}

// A share with room, of two digits.
double roomy(double share)
{
    const double wide = std::min(share * missingRoom, 1.0);
    const double unit = std::pow(10.0, std::floor(std::log10(wide)) - 1);
    return std::min(std::ceil(wide / unit) * unit, 1.0);
}

void writeBounds(YAML::Emitter& out, const ColumnProfile& profile)
{
    if (!isNumeric(profile.column.kind) || !profile.min)
        return;
    const bool exact = profile.column.kind == ColumnKind::Integer && !profile.minText.empty();
    out << YAML::Key << "min" << YAML::Value
        << (exact ? profile.minText : numberText(*profile.min));
    out << YAML::Key << "max" << YAML::Value
        << (exact ? profile.maxText : numberText(*profile.max));
}

bool isSet(const ColumnProfile& profile)
{
    const bool few = profile.distinctExact && profile.distinct <= setSize && profile.topExact &&
                     static_cast<std::int64_t>(profile.topValues.size()) == profile.distinct;
    return profile.column.kind == ColumnKind::Text && few &&
           profile.present() >= 5 * profile.distinct;
}

void writeColumn(YAML::Emitter& out, const ColumnProfile& profile)
{
    out << YAML::Key << profile.column.name << YAML::Value << YAML::Flow << YAML::BeginMap;
    if (profile.column.kind != ColumnKind::Untyped)
        out << YAML::Key << "type" << YAML::Value << kindWord(profile.column.kind);
    const double missing =
        profile.rows > 0 ? static_cast<double>(profile.missing) / static_cast<double>(profile.rows)
                         : 1;
    out << YAML::Key << "missing" << YAML::Value << numberText(missing > 0 ? roomy(missing) : 0);
    writeBounds(out, profile);
    if (isSet(profile)) {
        out << YAML::Key << "in" << YAML::Value << YAML::Flow << YAML::BeginSeq;
        for (const auto& [value, count] : profile.topValues)
            out << YAML::DoubleQuoted << value;
        out << YAML::EndSeq;
    } else if (profile.lengths) {
        out << YAML::Key << "length" << YAML::Value << YAML::Flow << YAML::BeginMap << YAML::Key
            << "min" << YAML::Value << profile.lengths->min << YAML::Key << "max" << YAML::Value
            << profile.lengths->max << YAML::EndMap;
    }
    if (profile.distinctExact && profile.distinct == profile.present() && profile.rows > 1 &&
        profile.missing == 0 && profile.infinite == 0 &&
        (profile.column.kind == ColumnKind::Integer || profile.column.kind == ColumnKind::Text))
        out << YAML::Key << "unique" << YAML::Value << "true";
    if (profile.outliers && isNumeric(profile.column.kind) && profile.present() > 0) {
        const double share = static_cast<double>(profile.outliers->low + profile.outliers->high) /
                             static_cast<double>(profile.present());
        out << YAML::Key << "outliers" << YAML::Value
            << numberText(share > 0 ? roomy(share) : 0.01);
    }
    out << YAML::EndMap;
}

} // namespace

Result<std::string> learnRules(const Dataset& data, const QueryOptions& options)
{
    ProfileOptions profiling;
    profiling.stop = options.stop;
    profiling.progress = options.progress;
    const auto profile = profileDataset(data, profiling);
    if (!profile)
        return failure(profile.error());
    YAML::Emitter out;
    out << YAML::Comment(
               "A proposal, learnt from one dataset: what was true of it. Edit it: bounds "
               "that were\nonly met by chance are the ones to widen or to take out.")
        << YAML::Newline;
    out << YAML::BeginMap;
    out << YAML::Key << "version" << YAML::Value << 1;
    const auto rows = static_cast<double>(profile->rows);
    out << YAML::Key << "rows" << YAML::Value << YAML::Flow << YAML::BeginMap << YAML::Key << "min"
        << YAML::Value << static_cast<std::int64_t>(std::floor(rows / rowsRoom)) << YAML::Key
        << "max" << YAML::Value << static_cast<std::int64_t>(std::ceil(rows * rowsRoom))
        << YAML::EndMap;
    out << YAML::Key << "other_columns" << YAML::Value << "false";
    out << YAML::Key << "columns" << YAML::Value << YAML::BeginMap;
    for (const auto& column : profile->columns)
        writeColumn(out, column);
    out << YAML::EndMap << YAML::EndMap;
    return std::string(out.c_str()) + "\n";
}

} // namespace binnacle
