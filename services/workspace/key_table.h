#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <array>
#include <cstdint>
#include <string>
#include <unordered_map>

namespace binnacle {

enum class KeyKind { Metric = 0, Param = 1, Tag = 2 };

// Ids of metric, param and tag names, within one transaction.
class KeyTable
{
public:
    explicit KeyTable(SQLite::Database& db);

    std::int64_t idOf(KeyKind kind, const std::string& name); // made where there is none
    std::int64_t find(KeyKind kind, const std::string& name); // 0: there is none

private:
    SQLite::Database& db_;
    SQLite::Statement select_;
    SQLite::Statement insert_;
    std::array<std::unordered_map<std::string, std::int64_t>, 3> known_;
};

} // namespace binnacle
