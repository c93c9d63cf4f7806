#include "services/data/rules/rules_json.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <array>
#include <string_view>

namespace binnacle {

namespace {

DataRule::Kind kindNamed(const std::string& name)
{
    constexpr auto last = static_cast<int>(DataRule::Kind::Reference);
    for (int kind = 0; kind <= last; ++kind)
        if (std::string_view(ruleKindName(static_cast<DataRule::Kind>(kind))) == name)
            return static_cast<DataRule::Kind>(kind);
    return DataRule::Kind::Exists;
}

void readExamples(const QJsonArray& rows, RuleResult& result)
{
    for (const auto row : rows) {
        const auto cells = row.toObject();
        if (result.exampleColumns.empty())
            for (const auto& name : cells.keys())
                result.exampleColumns.push_back(name.toStdString());
        auto& example = result.examples.emplace_back();
        for (const auto& name : result.exampleColumns) {
            const auto cell = cells[QString::fromStdString(name)];
            example.push_back(cell.isString() ? std::optional(cell.toString().toStdString())
                                              : std::nullopt);
        }
    }
}

} // namespace

std::vector<RuleResult> readRulesJson(const std::string& text)
{
    std::vector<RuleResult> results;
    const auto object = QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
    for (const auto entry : object[u"rules"].toArray()) {
        RuleResult result;
        result.rule.kind = kindNamed(entry[u"rule"].toString().toStdString());
        for (const auto column : entry[u"columns"].toArray())
            result.rule.columns.push_back(column.toString().toStdString());
        result.rule.line = entry[u"line"].toInt();
        result.title = entry[u"title"].toString();
        result.message = entry[u"message"].toString();
        result.passed = entry[u"passed"].toBool();
        result.broken = entry[u"broken"].toBool();
        result.checked = static_cast<std::int64_t>(entry[u"checked"].toDouble());
        result.failed = static_cast<std::int64_t>(entry[u"failed"].toDouble());
        readExamples(entry[u"examples"].toArray(), result);
        results.push_back(std::move(result));
    }
    return results;
}

} // namespace binnacle
