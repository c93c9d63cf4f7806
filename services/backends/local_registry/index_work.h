#pragma once

#include "services/backends/local_registry/index_rows.h"

#include "services/backends/registry_checks.h"

#include <SQLiteCpp/Database.h>

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace binnacle::local_registry {

// Work on the rows of a model, of one of its versions, or of either where `version` may be empty.
// What is not there is NotFound.
template <class Work>
auto atModel(const std::string& name, Work work)
{
    return
        [&name, work = std::move(work)](
            SQLite::Database& db) -> std::invoke_result_t<Work, SQLite::Database&, std::int64_t> {
            const auto model = checked(db, name, {});
            if (!model)
                return failure(model.error());
            return work(db, *model);
        };
}

template <class Work>
auto atEither(const std::string& name, const std::string& version, Work work)
{
    using Number = std::optional<std::int64_t>;
    return [&name, &version, work = std::move(work)](SQLite::Database& db)
               -> std::invoke_result_t<Work, SQLite::Database&, std::int64_t, Number> {
        Number number;
        if (!version.empty()) {
            const auto read = versionNumberOf(name, version);
            if (!read)
                return failure(read.error());
            number = *read;
        }
        const auto model = checked(db, name, number);
        if (!model)
            return failure(model.error());
        return work(db, *model, number);
    };
}

template <class Work>
auto atVersion(const std::string& name, const std::string& version, Work work)
{
    return [&name, &version, work = std::move(work)](SQLite::Database& db)
               -> std::invoke_result_t<Work, SQLite::Database&, std::int64_t, std::int64_t> {
        const auto number = versionNumberOf(name, version);
        if (!number)
            return failure(number.error());
        const auto model = checked(db, name, *number);
        if (!model)
            return failure(model.error());
        return work(db, *model, *number);
    };
}

} // namespace binnacle::local_registry
