#include "services/data/sqlite_table.h"

#include "services/data/duckdb_appender.h"
#include "services/data/sql_text.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace binnacle {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("data", text);
}

// What the values of a column are: decided by them, since SQLite's columns have no type.
struct ColumnPlan
{
    std::string name;
    const char* type = "VARCHAR";
    bool mixed = false;
};

std::vector<std::string> tablesOf(SQLite::Database& db)
{
    std::vector<std::string> names;
    SQLite::Statement tables(db, "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') "
                                 "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name");
    while (tables.executeStep())
        names.push_back(tables.getColumn(0).getString());
    return names;
}

Result<std::string> chosenTable(SQLite::Database& db, const DatasetAddress& address)
{
    const auto names = tablesOf(db);
    const auto file = QString::fromStdString(address.path);
    if (names.empty())
        return failure(Error::Kind::NotFound, tr("%1 has no table.").arg(file));
    if (address.table.empty() && names.size() == 1)
        return names.front();
    if (std::ranges::find(names, address.table) != names.end())
        return address.table;
    QStringList all;
    for (const auto& name : names)
        all.append(QString::fromStdString(name));
    return failure(Error::Kind::NotFound,
                   address.table.empty()
                       ? tr("%1 has several tables: name one of %2.").arg(file, all.join(u", "))
                       : tr("%1 has no table “%2”: it has %3.")
                             .arg(file, QString::fromStdString(address.table), all.join(u", ")));
}

std::string limited(const std::string& table, OpenDepth depth)
{
    return sqlName(table) + (depth == OpenDepth::Preview ? " LIMIT 1000" : "");
}

// One pass over the types of all values.
std::vector<ColumnPlan> planOf(SQLite::Database& db, const std::string& rows)
{
    std::vector<ColumnPlan> plan;
    std::vector<std::string> counts;
    SQLite::Statement columns(db, "SELECT * FROM (SELECT * FROM " + rows + ") LIMIT 0");
    for (int i = 0; i < columns.getColumnCount(); ++i) {
        const std::string name = columns.getColumnName(i);
        plan.push_back({name, "VARCHAR", false});
        for (const char* type : {"integer", "real", "text", "blob"})
            counts.push_back("sum(typeof(" + sqlName(name) + ") = '" + type + "')");
    }
    SQLite::Statement types(db, "SELECT " + joined(counts, ", ") + " FROM (SELECT * FROM " + rows +
                                    ")");
    if (!types.executeStep())
        return plan;
    for (std::size_t i = 0; i < plan.size(); ++i) {
        std::array<std::int64_t, 4> count{};
        for (std::size_t k = 0; k < count.size(); ++k)
            count[k] = types.getColumn(static_cast<int>(4 * i + k)).getInt64();
        const auto [integers, reals, texts, blobs] = count;
        if (blobs > 0 && integers + reals + texts == 0)
            plan[i].type = "BLOB";
        else if (texts + blobs == 0 && integers + reals > 0)
            plan[i].type = reals > 0 ? "DOUBLE" : "BIGINT";
        else
            plan[i].mixed = integers + reals + blobs > 0;
    }
    return plan;
}

void append(DuckDbAppender& into, const SQLite::Column& value, const ColumnPlan& plan)
{
    const std::string_view type = plan.type;
    if (value.isNull())
        into.null();
    else if (type == "BIGINT")
        into.integer(value.getInt64());
    else if (type == "DOUBLE")
        into.number(value.getDouble());
    else if (type == "BLOB")
        into.bytes({static_cast<const char*>(value.getBlob()),
                    static_cast<std::size_t>(value.getBytes())});
    else
        into.text(value.getString());
}

Result<void> copyRows(SQLite::Database& db, const std::string& rows,
                      const std::vector<ColumnPlan>& plan, DuckDbAppender& into,
                      const QueryOptions& options)
{
    SQLite::Statement all(db, "SELECT * FROM " + rows);
    for (std::int64_t row = 0; all.executeStep() && into.good(); ++row) {
        if (row % 4096 == 0 && options.stop.stop_requested())
            return failure(cancelledError());
        for (std::size_t i = 0; i < plan.size(); ++i)
            append(into, all.getColumn(static_cast<int>(i)), plan[i]);
        into.endRow();
    }
    return into.finish();
}

std::string createStatement(const std::string& table, const std::vector<ColumnPlan>& plan)
{
    std::vector<std::string> columns;
    columns.reserve(plan.size());
    for (const auto& column : plan)
        columns.push_back(sqlName(column.name) + " " + column.type);
    return "CREATE TABLE " + sqlName(table) + " (" + joined(columns, ", ") + ")";
}

Result<void> copyTable(Dataset& data, DuckDbEngine& engine, OpenDepth depth,
                       const QueryOptions& options)
{
    SQLite::Database db(data.files.front(), SQLite::OPEN_READONLY, 10'000);
    const auto chosen = chosenTable(db, data.address);
    if (!chosen)
        return failure(chosen.error());
    data.address.table = *chosen;
    const auto rows = limited(*chosen, depth);
    const auto plan = planOf(db, rows);
    for (const auto& column : plan)
        if (column.mixed)
            data.report.asText.push_back(column.name);
    auto session = engine.session();
    if (!session)
        return failure(session.error());
    const auto table = engine.freshName("sqlite");
    if (auto made = (*session)->execute(createStatement(table, plan)); !made)
        return made;
    auto* connection = static_cast<DuckDbEngine::Connection*>(session->get());
    DuckDbAppender appender(connection->handle(), table);
    data.relation = sqlName(table);
    return copyRows(db, rows, plan, appender, options);
}

} // namespace

Result<void> openSqlite(Dataset& data, DuckDbEngine& engine, OpenDepth depth,
                        const QueryOptions& options)
{
    if (data.files.size() > 1)
        return failure(Error::Kind::Unsupported,
                       tr("Of SQLite files, one is opened at a time: there are %1 at %2.")
                           .arg(data.files.size())
                           .arg(QString::fromStdString(data.address.path)));
    try {
        if (auto copied = copyTable(data, engine, depth, options); !copied)
            return copied;
    } catch (const std::exception& exception) {
        return failure(Error::Kind::Storage, tr("The SQLite file %1 can not be read: %2")
                                                 .arg(QString::fromStdString(data.files.front()),
                                                      QString::fromUtf8(exception.what())));
    }
    auto columns = engine.describe("SELECT * FROM " + data.relation);
    if (!columns)
        return failure(columns.error());
    data.columns = std::move(*columns);
    const auto count = rowOf(engine, "SELECT count(*) FROM " + data.relation);
    if (!count)
        return failure(count.error());
    if (depth == OpenDepth::Whole)
        data.rows = count->at(0).toInteger();
    data.randomAccess = true;
    data.report.complete = depth == OpenDepth::Whole;
    return {};
}

Result<std::vector<std::string>> sqliteTables(const std::string& file)
{
    try {
        SQLite::Database db(file, SQLite::OPEN_READONLY);
        return tablesOf(db);
    } catch (const std::exception& exception) {
        return failure(Error::Kind::Storage,
                       tr("The SQLite file %1 can not be read: %2")
                           .arg(QString::fromStdString(file), QString::fromUtf8(exception.what())));
    }
}

} // namespace binnacle
