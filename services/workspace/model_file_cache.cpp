#include "services/workspace/model_file_cache.h"

#include "services/workspace/sqlite_values.h"

namespace binnacle {

Result<std::optional<std::string>> ModelFileCache::text(ModelVersionRowId version) const
{
    return workspace_->read([&](auto& db) -> Result<std::optional<std::string>> {
        SQLite::Statement row(db, "SELECT body FROM model_file WHERE version = ?");
        row.bind(1, raw(version));
        return row.executeStep() ? optionalText(row.getColumn(0)) : std::nullopt;
    });
}

Result<void> ModelFileCache::put(ModelVersionRowId version, const std::optional<std::string>& text,
                                 std::int64_t at) const
{
    if (text && text->size() > mostBytes)
        return put(version, std::nullopt, at);
    const auto subjects = text ? +Workspace::Subject::Registry : 0U;
    return workspace_->write(subjects, [&](auto& db) -> Result<void> {
        // A version that is gone meanwhile has no row, and gets none.
        SQLite::Statement put(
            db, "INSERT INTO model_file(version, body, fetched_at) SELECT id, ?2, ?3 FROM "
                "model_version WHERE id = ?1 ON CONFLICT DO UPDATE SET body = coalesce(?2, body), "
                "fetched_at = ?3");
        put.bind(1, raw(version));
        bindOptional(put, 2, text);
        put.bind(3, at);
        put.exec();
        return {};
    });
}

Result<std::vector<ModelFileCache::Wanted>>
ModelFileCache::wanted(SourceId source, std::int64_t lookedAfter, std::size_t limit) const
{
    return workspace_->read([&](auto& db) -> Result<std::vector<Wanted>> {
        std::vector<Wanted> wanted;
        SQLite::Statement row(
            db, "WITH chosen(id) AS (SELECT v.id FROM model_alias a JOIN registered_model m ON "
                "m.id = a.model JOIN model_version v ON v.model = a.model AND v.version = "
                "a.version WHERE m.source = ?1 UNION SELECT v.id FROM registered_model m JOIN "
                "model_version v ON v.model = m.id WHERE m.source = ?1 AND v.version IN (SELECT "
                "n.version FROM model_version n WHERE n.model = m.id ORDER BY n.version DESC "
                "LIMIT 3) UNION SELECT v.id FROM registered_model m JOIN model_version v ON "
                "v.model = m.id WHERE m.source = ?1 AND v.stage IN ('Production', 'Staging')) "
                "SELECT v.id, m.name, v.version FROM chosen c JOIN model_version v ON v.id = c.id "
                "JOIN registered_model m ON m.id = v.model LEFT JOIN model_file f ON f.version = "
                "v.id WHERE f.version IS NULL OR (f.body IS NULL AND f.fetched_at < ?2) ORDER BY "
                "m.last_update_time DESC, v.version DESC LIMIT ?3");
        row.bind(1, raw(source));
        row.bind(2, lookedAfter);
        row.bind(3, static_cast<std::int64_t>(limit));
        while (row.executeStep())
            wanted.push_back({ModelVersionRowId{row.getColumn(0).getInt64()},
                              row.getColumn(1).getString(),
                              std::to_string(row.getColumn(2).getInt64())});
        return wanted;
    });
}

} // namespace binnacle
