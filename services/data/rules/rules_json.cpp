#include "services/data/rules/rules_json.h"

#include <QJsonArray>

namespace binnacle {

namespace {

QJsonArray examplesJson(const RuleResult& result)
{
    QJsonArray examples;
    for (const auto& row : result.examples) {
        QJsonObject cells;
        for (std::size_t i = 0; i < row.size(); ++i)
            cells[QString::fromStdString(result.exampleColumns[i])] =
                row[i] ? QJsonValue(QString::fromStdString(*row[i])) : QJsonValue();
        examples.append(cells);
    }
    return examples;
}

} // namespace

QJsonObject rulesJson(const Dataset& data, std::span<const RuleResult> results)
{
    QJsonArray rules;
    for (const auto& result : results) {
        QJsonArray columns;
        for (const auto& column : result.rule.columns)
            columns.append(QString::fromStdString(column));
        rules.append(QJsonObject{
            {QStringLiteral("rule"), QLatin1String(ruleKindName(result.rule.kind))},
            {QStringLiteral("columns"), columns},
            {QStringLiteral("title"), result.title},
            {QStringLiteral("line"), result.rule.line},
            {QStringLiteral("passed"), result.passed},
            {QStringLiteral("broken"), result.broken},
            {QStringLiteral("checked"), static_cast<qint64>(result.checked)},
            {QStringLiteral("failed"), static_cast<qint64>(result.failed)},
            {QStringLiteral("message"), result.message},
            {QStringLiteral("examples"), examplesJson(result)},
        });
    }
    return {{QStringLiteral("passed"), allPassed(results)},
            {QStringLiteral("rows"),
             data.rows ? QJsonValue(static_cast<qint64>(*data.rows)) : QJsonValue()},
            {QStringLiteral("rules"), rules}};
}

} // namespace binnacle
