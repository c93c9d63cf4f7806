#pragma once

#include "services/domain/identifiers.h"
#include "services/domain/registry.h"
#include "services/workspace/registry_reader.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <optional>
#include <string>

namespace binnacle {

// "12" → 12; nullopt: no number of a version.
std::optional<std::int64_t> versionNumber(const std::string& version);

struct ModelRow
{
    std::int64_t id = 0;
    std::int64_t digest = 0;
    std::int64_t confirmedAt = 0;
    std::int64_t createdAt = 0; // at the registry; 0: not known
    bool isNew = false;
};

// The rows of one source's registry, inside one transaction. Throws SQLite::Exception.
class RegistryRows
{
public:
    RegistryRows(SQLite::Database& db, SourceId source);

    std::optional<ModelRow> find(const std::string& name);
    // The row of `name`; made, with the event of its creation, where there is none.
    ModelRow ensure(const std::string& name, std::optional<std::int64_t> created,
                    std::int64_t seenAt);
    void add(const ModelEvent& event);
    // Binnacle changed it after `seenAt`: what was read then is older. `name` counts for aliases.
    bool changedHereSince(const std::string& model, ModelEvent::Kind kind, const std::string& name,
                          std::optional<std::int64_t> version, std::int64_t seenAt);

    // What a mirror found of the aliases of `model`, whose row is `row`: differences become events.
    void followAliases(const RegisteredModel& model, const ModelRow& row, std::int64_t seenAt);
    // `event`: the change by which the alias got its holder.
    void putAlias(std::int64_t model, const std::string& name, std::int64_t version,
                  const ModelEvent& event);
    void dropAlias(std::int64_t model, const std::string& name);

    SQLite::Database& db() { return db_; }

private:
    SQLite::Database& db_;
    SourceId source_;
    SQLite::Statement find_, addEvent_;
};

} // namespace binnacle
