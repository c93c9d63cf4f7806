#include "services/data/versions/key_changes.h"

#include "services/data/sql_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <functional>

namespace binnacle {

namespace {

// The SQL of a comparison by key; x is a row of the one, o of the other dataset.
class KeySql
{
public:
    KeySql(const Dataset& before, const Dataset& after, const std::vector<std::string>& key)
        : before_(before), after_(after)
    {
        std::vector<std::string> matches;
        std::vector<std::string> shown;
        for (const auto& column : key) {
            names_.push_back(sqlName(column));
            matches.push_back("x." + names_.back() + " = o." + names_.back());
            shown.push_back("CAST(x." + names_.back() + " AS VARCHAR)");
        }
        match_ = joined(matches, " AND ");
        shown_ = "concat_ws(', ', " + joined(shown, ", ") + ")";
        for (const auto& column : before.columns)
            if (after.column(column.name) && std::ranges::find(key, column.name) == key.end())
                compared_.push_back(column.name);
    }

    const std::vector<std::string>& compared() const { return compared_; }
    const std::string& shown() const { return shown_; }
    std::string repeated(const Dataset& data) const
    {
        return "SELECT count(*) FROM (SELECT 1 FROM " + data.relation + " GROUP BY " +
               joined(names_, ", ") + " HAVING count(*) > 1 LIMIT 1)";
    }
    std::string only(bool inAfter) const
    {
        const auto& one = inAfter ? after_ : before_;
        const auto& other = inAfter ? before_ : after_;
        return " FROM " + one.relation + " x WHERE NOT EXISTS (SELECT 1 FROM " + other.relation +
               " o WHERE " + match_ + ")";
    }
    std::string both() const
    {
        return " FROM " + before_.relation + " x JOIN " + after_.relation + " o ON " + match_;
    }
    std::string differs(const std::string& column) const
    {
        const auto name = sqlName(column);
        const auto* first = before_.column(column);
        const auto* second = after_.column(column);
        if (first->type == second->type)
            return "x." + name + " IS DISTINCT FROM o." + name;
        if (isNumeric(first->kind) && isNumeric(second->kind))
            return "CAST(x." + name + " AS DOUBLE) IS DISTINCT FROM CAST(o." + name + " AS DOUBLE)";
        return "CAST(x." + name + " AS VARCHAR) IS DISTINCT FROM CAST(o." + name + " AS VARCHAR)";
    }
    std::string anyDiffers() const
    {
        std::vector<std::string> all;
        all.reserve(compared_.size());
        for (const auto& column : compared_)
            all.push_back(differs(column));
        return all.empty() ? "false" : "(" + joined(all, " OR ") + ")";
    }

private:
    const Dataset& before_;
    const Dataset& after_;
    std::vector<std::string> names_;
    std::vector<std::string> compared_;
    std::string match_;
    std::string shown_;
};

Result<std::vector<std::string>> examplesOf(Engine& engine, const KeySql& sql,
                                            const std::string& from, const QueryOptions& options)
{
    const auto rows =
        rowsOf(engine, "SELECT " + sql.shown() + " AS k" + from + " ORDER BY k LIMIT 5", options);
    if (!rows)
        return failure(rows.error());
    std::vector<std::string> examples;
    for (const auto& row : *rows)
        examples.push_back(row[0].toText());
    return examples;
}

Result<void> fillOnly(Engine& engine, const KeySql& sql, bool inAfter, KeyChanges& changes,
                      const QueryOptions& options)
{
    const auto row = rowOf(engine, "SELECT count(*)" + sql.only(inAfter), options);
    if (!row)
        return failure(row.error());
    auto examples = examplesOf(engine, sql, sql.only(inAfter), options);
    if (!examples)
        return failure(examples.error());
    (inAfter ? changes.added : changes.removed) = row->at(0).toInteger();
    (inAfter ? changes.addedExamples : changes.removedExamples) = std::move(*examples);
    return {};
}

Result<void> fillChanged(Engine& engine, const KeySql& sql, KeyChanges& changes,
                         const QueryOptions& options)
{
    std::vector<std::string> counts = {"count_if(" + sql.anyDiffers() + ")::BIGINT"};
    for (const auto& column : sql.compared())
        counts.push_back("count_if(" + sql.differs(column) + ")::BIGINT");
    const auto row = rowOf(engine, "SELECT " + joined(counts, ", ") + sql.both(), options);
    if (!row)
        return failure(row.error());
    changes.changed = row->at(0).toInteger();
    for (std::size_t i = 0; i < sql.compared().size(); ++i)
        if (const auto count = (*row)[i + 1].toInteger(); count > 0)
            changes.changedColumns.push_back({sql.compared()[i], count});
    std::ranges::stable_sort(changes.changedColumns, std::greater{}, &ValueCount::count);
    auto examples = examplesOf(engine, sql, sql.both() + " WHERE " + sql.anyDiffers(), options);
    if (!examples)
        return failure(examples.error());
    changes.changedExamples = std::move(*examples);
    return {};
}

} // namespace

Result<KeyChanges> keyChanges(const Dataset& before, const Dataset& after,
                              const std::vector<std::string>& key, const QueryOptions& options)
{
    for (const auto& column : key)
        if (!before.column(column) || !after.column(column))
            return failure(Error::Kind::NotFound,
                           QCoreApplication::translate("data", "There is no column “%1”.")
                               .arg(QString::fromStdString(column)));
    const KeySql sql(before, after, key);
    KeyChanges changes;
    changes.key = key;
    auto& engine = *before.engine;
    for (const auto* data : {&before, &after}) {
        const auto repeated = rowOf(engine, sql.repeated(*data), options);
        if (!repeated)
            return failure(repeated.error());
        changes.ambiguous = changes.ambiguous || repeated->at(0).toInteger() > 0;
    }
    if (changes.ambiguous)
        return changes;
    for (const bool inAfter : {true, false})
        if (auto filled = fillOnly(engine, sql, inAfter, changes, options); !filled)
            return failure(filled.error());
    if (auto filled = fillChanged(engine, sql, changes, options); !filled)
        return failure(filled.error());
    return changes;
}

} // namespace binnacle
