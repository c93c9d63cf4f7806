#include "services/data/profile/profile_json.h"

#include <QJsonArray>

#include <cmath>

namespace binnacle {

namespace {

constexpr double exactIntegers = 9007199254740992.0; // 2^53

QJsonValue text(const std::string& value)
{
    return QString::fromStdString(value);
}

QJsonValue number(const std::optional<double>& value)
{
    return value && std::isfinite(*value) ? QJsonValue(*value) : QJsonValue();
}

// The number of a column as its kind is written.
QJsonValue valueOf(const ColumnProfile& profile, const std::optional<double>& value,
                   const std::string& exact = {})
{
    const auto kind = profile.column.kind;
    if (kind == ColumnKind::Text)
        return exact.empty() && profile.present() == 0 ? QJsonValue() : text(exact);
    if (!value)
        return {};
    if (isTemporal(kind))
        return text(exact.empty() ? timeText(*value, kind) : exact);
    if (kind == ColumnKind::Integer && !exact.empty() && std::abs(*value) >= exactIntegers)
        return text(exact);
    return number(value);
}

QJsonObject quantilesJson(const ColumnProfile& profile)
{
    QJsonObject object;
    for (const auto& [share, value] : profile.quantiles)
        object[QString::number(share)] = valueOf(profile, value);
    return object;
}

QJsonArray topJson(const ColumnProfile& profile)
{
    QJsonArray values;
    for (const auto& [value, count] : profile.topValues)
        values.append(QJsonObject{{QStringLiteral("value"), text(value)},
                                  {QStringLiteral("count"), static_cast<qint64>(count)}});
    return values;
}

void addDetails(QJsonObject& object, const ColumnProfile& profile)
{
    if (!profile.histogram.empty()) {
        QJsonArray counts;
        for (const auto count : profile.histogram)
            counts.append(static_cast<qint64>(count));
        object[QStringLiteral("histogram")] = counts;
    }
    if (!profile.topValues.empty()) {
        object[QStringLiteral("top_values")] = topJson(profile);
        object[QStringLiteral("top_exact")] = profile.topExact;
    }
    if (const auto& lengths = profile.lengths)
        object[QStringLiteral("lengths")] =
            QJsonObject{{QStringLiteral("min"), static_cast<qint64>(lengths->min)},
                        {QStringLiteral("max"), static_cast<qint64>(lengths->max)},
                        {QStringLiteral("mean"), number(lengths->mean)}};
    if (const auto& outliers = profile.outliers)
        object[QStringLiteral("outliers")] =
            QJsonObject{{QStringLiteral("low_fence"), valueOf(profile, outliers->lowFence)},
                        {QStringLiteral("high_fence"), valueOf(profile, outliers->highFence)},
                        {QStringLiteral("low"), static_cast<qint64>(outliers->low)},
                        {QStringLiteral("high"), static_cast<qint64>(outliers->high)}};
}

QJsonObject columnJson(const ColumnProfile& profile)
{
    const bool moments =
        isNumeric(profile.column.kind) || profile.column.kind == ColumnKind::Boolean;
    QJsonObject object{
        {QStringLiteral("name"), text(profile.column.name)},
        {QStringLiteral("type"), text(profile.column.type)},
        {QStringLiteral("kind"), QLatin1String(columnKindName(profile.column.kind))},
        {QStringLiteral("missing"), static_cast<qint64>(profile.missing)},
        {QStringLiteral("nan"), static_cast<qint64>(profile.nan)},
        {QStringLiteral("infinite"), static_cast<qint64>(profile.infinite)},
        {QStringLiteral("empty"), static_cast<qint64>(profile.empty)},
        {QStringLiteral("distinct"), static_cast<qint64>(profile.distinct)},
        {QStringLiteral("distinct_exact"), profile.distinctExact},
        {QStringLiteral("constant"), profile.isConstant()},
        {QStringLiteral("min"), valueOf(profile, profile.min, profile.minText)},
        {QStringLiteral("max"), valueOf(profile, profile.max, profile.maxText)},
        {QStringLiteral("mean"), valueOf(profile, profile.mean)},
        {QStringLiteral("std"), moments ? number(profile.std) : QJsonValue()},
        {QStringLiteral("quantiles"), quantilesJson(profile)},
    };
    if (profile.column.kind == ColumnKind::Text)
        object[QStringLiteral("mean")] = QJsonValue();
    addDetails(object, profile);
    return object;
}

QJsonObject correlationJson(const TableProfile& table)
{
    QJsonArray names;
    QJsonArray rows;
    const auto size = table.correlated.size();
    for (std::size_t i = 0; i < size; ++i) {
        names.append(text(table.correlated[i]));
        QJsonArray row;
        for (std::size_t k = 0; k < size; ++k)
            row.append(number(table.correlation[i * size + k]));
        rows.append(row);
    }
    return {{QStringLiteral("columns"), names}, {QStringLiteral("matrix"), rows}};
}

} // namespace

QJsonObject profileJson(const DatasetProfile& profile)
{
    QJsonArray columns;
    for (const auto& column : profile.columns)
        columns.append(columnJson(column));
    QJsonObject object{{QStringLiteral("rows"), static_cast<qint64>(profile.rows)},
                       {QStringLiteral("columns"), columns}};
    if (profile.table) {
        if (profile.table->duplicateRows)
            object[QStringLiteral("duplicate_rows")] =
                static_cast<qint64>(*profile.table->duplicateRows);
        object[QStringLiteral("correlation")] = correlationJson(*profile.table);
    }
    return object;
}

QJsonObject reportJson(const DatasetReport& report)
{
    QJsonArray asText;
    for (const auto& name : report.asText)
        asText.append(text(name));
    QJsonArray notes;
    for (const auto& note : report.notes)
        notes.append(note);
    QJsonArray problems;
    for (const auto& problem : report.problems)
        problems.append(QJsonObject{{QStringLiteral("file"), text(problem.file)},
                                    {QStringLiteral("line"), static_cast<qint64>(problem.line)},
                                    {QStringLiteral("column"), static_cast<qint64>(problem.column)},
                                    {QStringLiteral("column_name"), text(problem.columnName)},
                                    {QStringLiteral("message"), problem.message}});
    return {{QStringLiteral("complete"), report.complete},
            {QStringLiteral("rejected_rows"), static_cast<qint64>(report.rejectedRows)},
            {QStringLiteral("more_rejected"), report.moreRejected},
            {QStringLiteral("as_text"), asText},
            {QStringLiteral("notes"), notes},
            {QStringLiteral("problems"), problems}};
}

} // namespace binnacle
