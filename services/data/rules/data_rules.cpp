#include "services/data/rules/data_rules.h"

#include <yaml-cpp/yaml.h>

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>

namespace binnacle {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("data", text);
}

// Thrown and caught in this file only: the first thing that is wrong ends the reading.
struct Fault
{
    QString message;
    RulesPlace place;
};

[[noreturn]] void fault(const YAML::Node& node, const QString& what)
{
    const auto mark = node.Mark();
    throw Fault{tr("Line %1, column %2: %3").arg(mark.line + 1).arg(mark.column + 1).arg(what),
                {mark.line + 1, mark.column + 1}};
}

QString quoted(const std::string& text)
{
    return QStringLiteral("“") + QString::fromStdString(text) + QStringLiteral("”");
}

QString placeText(const RulesPlace& place)
{
    return QStringLiteral("%1:%2").arg(place.line).arg(place.column);
}

int lineOf(const YAML::Node& node)
{
    return node.Mark().line + 1;
}

std::string textOf(const YAML::Node& node, const char* what)
{
    if (!node.IsScalar())
        fault(node, tr("%1 is a single value.").arg(QLatin1String(what)));
    return node.Scalar();
}

double numberOf(const YAML::Node& node, const char* what)
{
    const auto text = textOf(node, what);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        fault(node, tr("%1 is a number, not %2.").arg(QLatin1String(what), quoted(text)));
    return value;
}

double shareOf(const YAML::Node& node, const char* what)
{
    const double share = numberOf(node, what);
    if (!(share >= 0 && share <= 1))
        fault(node, tr("%1 is a share between 0 and 1.").arg(QLatin1String(what)));
    return share;
}

bool flagOf(const YAML::Node& node, const char* what)
{
    const auto text = textOf(node, what);
    if (text != "true" && text != "false")
        fault(node, tr("%1 is true or false, not %2.").arg(QLatin1String(what), quoted(text)));
    return text == "true";
}

std::vector<std::string> listOf(const YAML::Node& node, const char* what)
{
    if (!node.IsSequence())
        fault(node, tr("%1 is a list.").arg(QLatin1String(what)));
    std::vector<std::string> values;
    for (const auto& entry : node)
        values.push_back(textOf(entry, what));
    return values;
}

void onlyKnown(const YAML::Node& map, std::initializer_list<const char*> known,
               const QString& where)
{
    if (!map.IsMap())
        fault(map, tr("%1 is a map of names and values.").arg(where));
    for (const auto& entry : map) {
        const auto name = textOf(entry.first, "a name");
        if (std::ranges::any_of(known, [&](const char* one) { return name == one; }))
            continue;
        QStringList all;
        for (const char* one : known)
            all.append(QLatin1String(one));
        fault(entry.first,
              tr("%1 is not known in %2; known are %3.").arg(quoted(name), where, all.join(u", ")));
    }
}

DataRule rule(DataRule::Kind kind, const std::string& column, const YAML::Node& node)
{
    DataRule made;
    made.kind = kind;
    if (!column.empty())
        made.columns = {column};
    made.line = lineOf(node);
    return made;
}

void readBounds(const YAML::Node& map, DataRule& into)
{
    if (const auto& min = map["min"])
        into.min = textOf(min, "min");
    if (const auto& max = map["max"])
        into.max = textOf(max, "max");
}

// Rules of one column that are one value each.
void readColumnLimits(const std::string& column, const YAML::Node& map,
                      std::vector<DataRule>& rules)
{
    using Kind = DataRule::Kind;
    if (const auto& type = map["type"]) {
        rules.push_back(rule(Kind::Type, column, type));
        rules.back().text = textOf(type, "type");
    }
    if (const auto& missing = map["missing"]) {
        rules.push_back(rule(Kind::Missing, column, missing));
        rules.back().limit = shareOf(missing, "missing");
    }
    if (const auto& outliers = map["outliers"]) {
        rules.push_back(rule(Kind::Outliers, column, outliers));
        rules.back().limit = shareOf(outliers, "outliers");
    }
    if (const auto& unique = map["unique"]; unique && flagOf(unique, "unique"))
        rules.push_back(rule(Kind::Unique, column, unique));
    if (const auto& fresh = map["fresh"]) {
        const auto seconds = secondsOf(textOf(fresh, "fresh"));
        if (!seconds)
            fault(fresh, tr("fresh is a span of time such as 7d, 12h or 30m."));
        rules.push_back(rule(Kind::Fresh, column, fresh));
        rules.back().seconds = *seconds;
    }
}

void readColumnValues(const std::string& column, const YAML::Node& map,
                      std::vector<DataRule>& rules)
{
    using Kind = DataRule::Kind;
    const auto first = rules.size();
    if (map["min"] || map["max"]) {
        rules.push_back(rule(Kind::Range, column, map["min"] ? map["min"] : map["max"]));
        readBounds(map, rules.back());
    }
    if (const auto& set = map["in"]) {
        rules.push_back(rule(Kind::Set, column, set));
        rules.back().values = listOf(set, "in");
    }
    if (const auto& set = map["not_in"]) {
        rules.push_back(rule(Kind::NotSet, column, set));
        rules.back().values = listOf(set, "not_in");
    }
    if (const auto& pattern = map["matches"]) {
        rules.push_back(rule(Kind::Pattern, column, pattern));
        rules.back().text = textOf(pattern, "matches");
    }
    if (const auto& length = map["length"]) {
        onlyKnown(length, {"min", "max"}, QStringLiteral("length"));
        rules.push_back(rule(Kind::Length, column, length));
        readBounds(length, rules.back());
    }
    if (const auto& reference = map["references"]) {
        onlyKnown(reference, {"data", "column"}, QStringLiteral("references"));
        if (!reference["data"] || !reference["column"])
            fault(reference, tr("references names data and a column of it."));
        rules.push_back(rule(Kind::Reference, column, reference));
        rules.back().text = textOf(reference["data"], "data");
        rules.back().key = textOf(reference["column"], "column");
    }
    if (const auto& share = map["share"])
        for (auto made = first; made < rules.size(); ++made)
            rules[made].share = shareOf(share, "share");
}

void readColumns(const YAML::Node& columns, std::vector<DataRule>& rules)
{
    if (!columns.IsMap())
        fault(columns, tr("columns is a map: the name of each column and its rules."));
    for (const auto& entry : columns) {
        const auto column = textOf(entry.first, "the name of a column");
        const bool optional = entry.second.IsMap() && entry.second["required"] &&
                              !flagOf(entry.second["required"], "required");
        if (!optional)
            rules.push_back(rule(DataRule::Kind::Exists, column, entry.first));
        if (entry.second.IsNull())
            continue;
        onlyKnown(entry.second,
                  {"type", "required", "missing", "min", "max", "in", "not_in", "matches", "length",
                   "unique", "outliers", "fresh", "references", "share"},
                  tr("the rules of column %1").arg(quoted(column)));
        readColumnLimits(column, entry.second, rules);
        readColumnValues(column, entry.second, rules);
    }
}

void readChecks(const YAML::Node& checks, std::vector<DataRule>& rules)
{
    if (!checks.IsSequence())
        fault(checks, tr("checks is a list."));
    for (const auto& check : checks) {
        onlyKnown(check, {"name", "expression", "share"}, tr("a check"));
        if (!check["expression"])
            fault(check, tr("A check has an expression."));
        auto made = rule(DataRule::Kind::Expression, {}, check);
        made.text = textOf(check["expression"], "expression");
        if (check["name"])
            made.name = textOf(check["name"], "name");
        if (check["share"])
            made.share = shareOf(check["share"], "share");
        rules.push_back(std::move(made));
    }
}

void readUnique(const YAML::Node& unique, std::vector<DataRule>& rules)
{
    if (!unique.IsSequence())
        fault(unique, tr("unique is a list of lists of columns."));
    for (const auto& columns : unique) {
        auto made = rule(DataRule::Kind::Unique, {}, columns);
        made.columns = listOf(columns, "unique");
        rules.push_back(std::move(made));
    }
}

std::vector<DataRule> readDocument(const YAML::Node& root)
{
    onlyKnown(root, {"version", "rows", "other_columns", "columns", "unique", "checks"},
              tr("the file"));
    if (root["version"] && textOf(root["version"], "version") != "1")
        fault(root["version"], tr("Rules of version 1 are understood."));
    std::vector<DataRule> rules;
    if (const auto& rows = root["rows"]) {
        onlyKnown(rows, {"min", "max"}, QStringLiteral("rows"));
        for (const char* bound : {"min", "max"})
            if (rows[bound])
                numberOf(rows[bound], bound);
        rules.push_back(rule(DataRule::Kind::Rows, {}, rows));
        readBounds(rows, rules.back());
    }
    if (root["columns"])
        readColumns(root["columns"], rules);
    if (const auto& others = root["other_columns"]; others && !flagOf(others, "other_columns")) {
        auto made = rule(DataRule::Kind::NoOthers, {}, others);
        if (root["columns"])
            for (const auto& entry : root["columns"])
                made.columns.push_back(entry.first.Scalar());
        rules.push_back(std::move(made));
    }
    if (root["unique"])
        readUnique(root["unique"], rules);
    if (root["checks"])
        readChecks(root["checks"], rules);
    return rules;
}

} // namespace

std::optional<RulesPlace> rulesFaultPlace(const Error& error)
{
    const auto parts = error.detail.split(QLatin1Char(':'));
    if (parts.size() != 2)
        return std::nullopt;
    const RulesPlace place{parts[0].toInt(), parts[1].toInt()};
    return place.line > 0 && place.column > 0 ? std::optional(place) : std::nullopt;
}

const char* ruleKindName(DataRule::Kind kind)
{
    static constexpr std::array names = {
        "exists",  "type",   "other_columns", "rows",     "missing", "range", "in",        "not_in",
        "matches", "length", "unique",        "outliers", "fresh",   "check", "references"};
    return names[static_cast<std::size_t>(kind)];
}

std::optional<double> secondsOf(const std::string& text)
{
    static constexpr std::pair<char, double> units[] = {
        {'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}, {'w', 604800}};
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end + 1 != text.data() + text.size() || !(value >= 0))
        return std::nullopt;
    for (const auto& [unit, seconds] : units)
        if (*end == unit)
            return value * seconds;
    return std::nullopt;
}

Result<std::vector<DataRule>> readRules(const std::string& yaml)
{
    try {
        const auto root = YAML::Load(yaml);
        if (!root.IsMap())
            return failure(Error::Kind::Invalid,
                           tr("The file holds no rules: it begins with “version: 1”."));
        return readDocument(root);
    } catch (const Fault& wrong) {
        return failure(Error::Kind::Invalid, wrong.message, placeText(wrong.place));
    } catch (const YAML::Exception& exception) {
        return failure(Error::Kind::Invalid,
                       tr("Line %1, column %2: %3")
                           .arg(exception.mark.line + 1)
                           .arg(exception.mark.column + 1)
                           .arg(QString::fromStdString(exception.msg)),
                       placeText({exception.mark.line + 1, exception.mark.column + 1}));
    }
}

} // namespace binnacle
