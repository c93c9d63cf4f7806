// What Binnacle itself changed, in the mirror at once. The digest of such a row is 0: the next pass
// reads it again, whatever the registry says of it.
#include "services/workspace/json_pairs.h"
#include "services/workspace/registry_rows.h"
#include "services/workspace/registry_writer.h"

#include <algorithm>

namespace binnacle {

namespace {

struct Subject
{
    std::string table; // registered_model or model_version
    std::int64_t row = 0;
};

// nullopt: it is not mirrored.
std::optional<Subject> subjectOf(RegistryRows& rows, const std::string& model,
                                 const std::string& version)
{
    const auto known = rows.find(model);
    if (!known)
        return std::nullopt;
    if (version.empty())
        return Subject{"registered_model", known->id};
    SQLite::Statement find(rows.db(),
                           "SELECT id FROM model_version WHERE model = ? AND version = ?");
    find.bind(1, known->id);
    find.bind(2, versionNumber(version).value_or(-1));
    if (!find.executeStep())
        return std::nullopt;
    return Subject{"model_version", find.getColumn(0).getInt64()};
}

void setText(SQLite::Database& db, const Subject& subject, const std::string& column,
             const std::string& text)
{
    SQLite::Statement update(db, "UPDATE " + subject.table + " SET " + column +
                                     " = ?, digest = 0 WHERE id = ?");
    update.bind(1, text);
    update.bind(2, subject.row);
    update.exec();
}

} // namespace

Result<void> RegistryWriter::tagSet(const std::string& model, const std::string& version,
                                    const std::string& key,
                                    const std::optional<std::string>& value) const
{
    return workspace_->write(+Workspace::Subject::Registry, [&](auto& db) -> Result<void> {
        RegistryRows rows(db, source_);
        const auto subject = subjectOf(rows, model, version);
        if (!subject)
            return {};
        SQLite::Statement held(db, "SELECT tags FROM " + subject->table + " WHERE id = ?");
        held.bind(1, subject->row);
        auto tags =
            held.executeStep() ? pairsOf(held.getColumn(0).getString()) : std::vector<KeyValue>();
        std::erase_if(tags, [&](const KeyValue& tag) { return tag.key == key; });
        if (value)
            tags.push_back({key, *value});
        setText(db, *subject, "tags", pairsText(tags));
        return {};
    });
}

Result<void> RegistryWriter::described(const std::string& model, const std::string& version,
                                       const std::string& text) const
{
    return workspace_->write(+Workspace::Subject::Registry, [&](auto& db) -> Result<void> {
        RegistryRows rows(db, source_);
        if (const auto subject = subjectOf(rows, model, version))
            setText(db, *subject, "description", text);
        return {};
    });
}

Result<void> RegistryWriter::versionDeleted(const std::string& model, const std::string& version,
                                            const OwnChange& change) const
{
    return workspace_->write(+Workspace::Subject::Registry, [&](auto& db) -> Result<void> {
        RegistryRows rows(db, source_);
        const auto subject = subjectOf(rows, model, version);
        if (!subject)
            return {};
        for (const char* sql : {"DELETE FROM model_file WHERE version = ?",
                                "DELETE FROM model_version WHERE id = ?"}) {
            SQLite::Statement drop(db, sql);
            drop.bind(1, subject->row);
            drop.exec();
        }
        ModelEvent event;
        event.kind = ModelEvent::Kind::VersionDeleted;
        event.model = model;
        event.version = version;
        event.at = change.at;
        event.actor = change.actor;
        event.act = change.act;
        rows.add(event);
        return {};
    });
}

} // namespace binnacle
