#include "services/workspace/key_table.h"

namespace binnacle {

KeyTable::KeyTable(SQLite::Database& db)
    : db_(db)
    , select_(db, "SELECT id FROM key WHERE kind = ? AND name = ?")
    , insert_(db, "INSERT INTO key(kind, name) VALUES(?, ?)")
{
}

std::int64_t KeyTable::find(KeyKind kind, const std::string& name)
{
    auto& known = known_.at(static_cast<std::size_t>(kind));
    if (const auto found = known.find(name); found != known.end())
        return found->second;
    select_.bind(1, static_cast<int>(kind));
    select_.bindNoCopy(2, name);
    const std::int64_t id = select_.executeStep() ? select_.getColumn(0).getInt64() : 0;
    select_.reset();
    if (id != 0)
        known.emplace(name, id);
    return id;
}

std::int64_t KeyTable::idOf(KeyKind kind, const std::string& name)
{
    if (const auto id = find(kind, name); id != 0)
        return id;
    insert_.bind(1, static_cast<int>(kind));
    insert_.bindNoCopy(2, name);
    insert_.exec();
    insert_.reset();
    const auto id = db_.getLastInsertRowid();
    known_.at(static_cast<std::size_t>(kind)).emplace(name, id);
    return id;
}

} // namespace binnacle
