#include "services/workspace/view_store.h"

#include <SQLiteCpp/Statement.h>

#include <QDateTime>

namespace binnacle {

Result<std::vector<SavedView>> ViewStore::views() const
{
    return workspace_->read([](auto& db) -> Result<std::vector<SavedView>> {
        std::vector<SavedView> views;
        SQLite::Statement row(db, "SELECT name, body FROM saved_view ORDER BY name");
        while (row.executeStep())
            views.push_back({row.getColumn(0).getString(), row.getColumn(1).getString()});
        return views;
    });
}

Result<void> ViewStore::saveView(const SavedView& view) const
{
    return workspace_->write(+Workspace::Subject::Views, [&](auto& db) -> Result<void> {
        SQLite::Statement put(db, "INSERT OR REPLACE INTO saved_view(name, body, updated_at) "
                                  "VALUES(?, ?, ?)");
        put.bind(1, view.name);
        put.bind(2, view.body);
        put.bind(3, static_cast<std::int64_t>(QDateTime::currentMSecsSinceEpoch()));
        put.exec();
        return {};
    });
}

Result<void> ViewStore::removeView(const std::string& name) const
{
    return workspace_->write(+Workspace::Subject::Views, [&](auto& db) -> Result<void> {
        SQLite::Statement drop(db, "DELETE FROM saved_view WHERE name = ?");
        drop.bind(1, name);
        drop.exec();
        return {};
    });
}

Result<std::optional<std::string>> ViewStore::setting(const std::string& name) const
{
    return workspace_->read([&](auto& db) -> Result<std::optional<std::string>> {
        SQLite::Statement row(db, "SELECT value FROM setting WHERE name = ?");
        row.bind(1, name);
        if (row.executeStep())
            return row.getColumn(0).getString();
        return std::nullopt;
    });
}

Result<void> ViewStore::setSetting(const std::string& name, const std::string& value) const
{
    return workspace_->write(+Workspace::Subject::Views, [&](auto& db) -> Result<void> {
        SQLite::Statement put(db, "INSERT INTO setting(name, value) VALUES(?, ?) ON CONFLICT DO "
                                  "UPDATE SET value = excluded.value WHERE value IS NOT "
                                  "excluded.value");
        put.bind(1, name);
        put.bind(2, value);
        put.exec();
        return {};
    });
}

} // namespace binnacle
