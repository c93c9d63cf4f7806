#include "services/data/rules/rule_sql.h"

#include "services/data/sql_text.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace binnacle {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("data", text);
}

std::string castTo(const DataColumn& column, const std::string& text)
{
    if (column.kind == ColumnKind::Text)
        return sqlText(text);
    const auto type = isNumeric(column.kind) ? std::string("DOUBLE") : column.type;
    return "CAST(" + sqlText(text) + " AS " + type + ")";
}

std::string rangeFails(const DataColumn& column, const DataRule& rule)
{
    std::vector<std::string> parts;
    const auto name = sqlName(column.name);
    if (rule.min)
        parts.push_back(name + " < " + castTo(column, *rule.min));
    if (rule.max)
        parts.push_back(name + " > " + castTo(column, *rule.max)); // NaN is above everything
    return joined(parts, " OR ");
}

std::string setOf(const DataColumn& column, const DataRule& rule)
{
    std::vector<std::string> values;
    for (const auto& value : rule.values)
        values.push_back(castTo(column, value));
    return "(" + joined(values, ", ") + ")";
}

std::string lengthFails(const std::string& name, const DataRule& rule)
{
    std::vector<std::string> parts;
    const auto length = "length(CAST(" + name + " AS VARCHAR))";
    if (rule.min)
        parts.push_back(length + " < CAST(" + sqlText(*rule.min) + " AS DOUBLE)");
    if (rule.max)
        parts.push_back(length + " > CAST(" + sqlText(*rule.max) + " AS DOUBLE)");
    return joined(parts, " OR ");
}

QString span(const DataRule& rule)
{
    const auto bound = [](const std::optional<std::string>& value) {
        return value ? QString::fromStdString(*value) : QStringLiteral("…");
    };
    if (!rule.max)
        return tr("at least %1").arg(bound(rule.min));
    if (!rule.min)
        return tr("at most %1").arg(bound(rule.max));
    return tr("%1 to %2").arg(bound(rule.min), bound(rule.max));
}

QString list(const std::vector<std::string>& values)
{
    QStringList all;
    for (const auto& value : values)
        all.append(QString::fromStdString(value));
    return all.join(u", ");
}

} // namespace

std::string failingRow(const Dataset& data, const DataRule& rule)
{
    using Kind = DataRule::Kind;
    if (rule.kind == Kind::Expression)
        return "NOT (" + rule.text + "\n)";
    const auto* column = rule.columns.empty() ? nullptr : data.column(rule.columns.front());
    if (!column)
        return {};
    const auto name = sqlName(column->name);
    switch (rule.kind) {
    case Kind::Range:
        return rangeFails(*column, rule);
    case Kind::Set:
        return rule.values.empty() ? name + " IS NOT NULL"
                                   : name + " NOT IN " + setOf(*column, rule);
    case Kind::NotSet:
        return rule.values.empty() ? std::string("false") : name + " IN " + setOf(*column, rule);
    case Kind::Pattern:
        return "NOT regexp_matches(CAST(" + name + " AS VARCHAR), " + sqlText(rule.text) + ")";
    case Kind::Length:
        return lengthFails(name, rule);
    default:
        return {};
    }
}

std::string lookedAtRow(const DataRule& rule)
{
    if (rule.kind == DataRule::Kind::Expression)
        return "(" + rule.text + "\n) IS NOT NULL";
    return sqlName(rule.columns.front()) + " IS NOT NULL";
}

QString ruleTitle(const DataRule& rule)
{
    using Kind = DataRule::Kind;
    if (!rule.name.empty())
        return QString::fromStdString(rule.name);
    const auto columns = list(rule.columns);
    const auto text = QString::fromStdString(rule.text);
    const auto percent = QString::number(rule.limit * 100) + QLatin1Char('%');
    switch (rule.kind) {
    case Kind::Exists:
        return tr("%1 is there").arg(columns);
    case Kind::Type:
        return tr("%1 is of type %2").arg(columns, text);
    case Kind::NoOthers:
        return tr("No other columns");
    case Kind::Rows:
        return tr("Rows: %1").arg(span(rule));
    case Kind::Missing:
        return tr("%1 is missing in at most %2").arg(columns, percent);
    case Kind::Range:
        return tr("%1 is %2").arg(columns, span(rule));
    case Kind::Set:
        return tr("%1 is one of %2").arg(columns, list(rule.values));
    case Kind::NotSet:
        return tr("%1 is none of %2").arg(columns, list(rule.values));
    case Kind::Pattern:
        return tr("%1 matches %2").arg(columns, text);
    case Kind::Length:
        return tr("%1 has %2 characters").arg(columns, span(rule));
    case Kind::Unique:
        return tr("%1 is unique").arg(columns);
    case Kind::Outliers:
        return tr("At most %2 of %1 are outliers").arg(columns, percent);
    case Kind::Fresh:
        return tr("%1 is at most %2 hours old").arg(columns).arg(rule.seconds / 3600);
    case Kind::Expression:
        return text;
    case Kind::Reference:
        return tr("%1 is in %2 of %3").arg(columns, QString::fromStdString(rule.key), text);
    }
    return {};
}

bool typeFits(const DataColumn& column, const std::string& wanted)
{
    auto type = wanted;
    std::ranges::transform(type, type.begin(), [](unsigned char letter) {
        return static_cast<char>(std::tolower(letter));
    });
    if (type == "integer")
        return column.kind == ColumnKind::Integer;
    if (type == "number")
        return isNumeric(column.kind);
    if (type == "text")
        return column.kind == ColumnKind::Text;
    if (type == "boolean")
        return column.kind == ColumnKind::Boolean;
    if (type == "date")
        return column.kind == ColumnKind::Date;
    if (type == "timestamp")
        return isTemporal(column.kind);
    if (type == "time")
        return column.kind == ColumnKind::Time;
    if (type == "binary")
        return column.kind == ColumnKind::Binary;
    if (type == "nested")
        return column.kind == ColumnKind::Nested;
    auto name = column.type;
    std::ranges::transform(name, name.begin(), [](unsigned char letter) {
        return static_cast<char>(std::tolower(letter));
    });
    return name == type;
}

} // namespace binnacle
