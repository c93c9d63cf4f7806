#include "services/data/versions/dataset_comparison.h"

#include "services/data/profile/profile_json.h"
#include "services/data/versions/key_changes.h"

#include <QJsonArray>

namespace binnacle {

namespace {

std::vector<ColumnChange> schemaChanges(const Dataset& before, const Dataset& after)
{
    std::vector<ColumnChange> changes;
    for (const auto& column : before.columns) {
        const auto* other = after.column(column.name);
        if (!other)
            changes.push_back({ColumnChange::Kind::Removed, column.name, column.type, {}});
        else if (other->type != column.type)
            changes.push_back({ColumnChange::Kind::Type, column.name, column.type, other->type});
    }
    for (const auto& column : after.columns)
        if (!before.column(column.name))
            changes.push_back({ColumnChange::Kind::Added, column.name, {}, column.type});
    return changes;
}

QJsonArray textsJson(const std::vector<std::string>& texts)
{
    QJsonArray array;
    for (const auto& text : texts)
        array.append(QString::fromStdString(text));
    return array;
}

QJsonObject keyJson(const KeyChanges& changes)
{
    QJsonObject columns;
    for (const auto& [column, count] : changes.changedColumns)
        columns[QString::fromStdString(column)] = static_cast<qint64>(count);
    return {{QStringLiteral("key"), textsJson(changes.key)},
            {QStringLiteral("ambiguous"), changes.ambiguous},
            {QStringLiteral("added"), static_cast<qint64>(changes.added)},
            {QStringLiteral("removed"), static_cast<qint64>(changes.removed)},
            {QStringLiteral("changed"), static_cast<qint64>(changes.changed)},
            {QStringLiteral("changed_columns"), columns},
            {QStringLiteral("added_examples"), textsJson(changes.addedExamples)},
            {QStringLiteral("removed_examples"), textsJson(changes.removedExamples)},
            {QStringLiteral("changed_examples"), textsJson(changes.changedExamples)}};
}

Result<void> profileBoth(const Dataset& before, const Dataset& after, DatasetComparison& comparison,
                         const QueryOptions& options)
{
    ProfileOptions profiling;
    profiling.stop = options.stop;
    for (const auto& column : before.columns)
        if (after.column(column.name))
            profiling.columns.push_back(column.name);
    if (profiling.columns.empty())
        return {};
    auto first = profileDataset(before, profiling);
    if (!first)
        return failure(first.error());
    auto second = profileDataset(after, profiling);
    if (!second)
        return failure(second.error());
    comparison.rowsBefore = first->rows;
    comparison.rowsAfter = second->rows;
    for (std::size_t i = 0; i < profiling.columns.size(); ++i)
        comparison.columns.emplace_back(std::move(first->columns[i]),
                                        std::move(second->columns[i]));
    return {};
}

} // namespace

Result<DatasetComparison> compareDatasets(const Dataset& before, const Dataset& after,
                                          const std::vector<std::string>& key,
                                          const QueryOptions& options)
{
    DatasetComparison comparison;
    comparison.rowsBefore = before.rows.value_or(0);
    comparison.rowsAfter = after.rows.value_or(0);
    comparison.schema = schemaChanges(before, after);
    if (auto profiled = profileBoth(before, after, comparison, options); !profiled)
        return failure(profiled.error());
    if (key.empty())
        return comparison;
    auto changes = keyChanges(before, after, key, options);
    if (!changes)
        return failure(changes.error());
    comparison.rows = std::move(*changes);
    return comparison;
}

QJsonObject comparisonJson(const DatasetComparison& comparison)
{
    QJsonArray schema;
    for (const auto& change : comparison.schema) {
        static constexpr const char* names[] = {"added", "removed", "type"};
        schema.append(QJsonObject{
            {QStringLiteral("column"), QString::fromStdString(change.column)},
            {QStringLiteral("change"), QLatin1String(names[static_cast<std::size_t>(change.kind)])},
            {QStringLiteral("before"), QString::fromStdString(change.before)},
            {QStringLiteral("after"), QString::fromStdString(change.after)}});
    }
    DatasetProfile before{comparison.rowsBefore, {}, {}};
    DatasetProfile after{comparison.rowsAfter, {}, {}};
    for (const auto& [first, second] : comparison.columns) {
        before.columns.push_back(first);
        after.columns.push_back(second);
    }
    QJsonObject object{{QStringLiteral("schema"), schema},
                       {QStringLiteral("before"), profileJson(before)},
                       {QStringLiteral("after"), profileJson(after)}};
    if (comparison.rows)
        object[QStringLiteral("rows")] = keyJson(*comparison.rows);
    return object;
}

} // namespace binnacle
