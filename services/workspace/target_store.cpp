#include "services/workspace/target_store.h"

#include <SQLiteCpp/Statement.h>

#include <QDateTime>
#include <QJsonDocument>

namespace binnacle {

namespace {

constexpr auto rollouts = Workspace::Subject::Rollouts;
constexpr const char* columns = "SELECT id, name, kind, address, settings FROM serving_target ";

QString text(const char* source)
{
    return QCoreApplication::translate("TargetStore", source);
}

ServingTarget readTarget(SQLite::Statement& row)
{
    const auto settings = QByteArray::fromStdString(row.getColumn(4).getString());
    return {TargetId{row.getColumn(0).getInt64()}, row.getColumn(1).getString(),
            row.getColumn(2).getString(), row.getColumn(3).getString(),
            QJsonDocument::fromJson(settings).object()};
}

std::string settingsOf(const ServingTarget& target)
{
    return QJsonDocument(target.settings).toJson(QJsonDocument::Compact).toStdString();
}

Error noSuchTarget(const std::string& name)
{
    return {Error::Kind::NotFound,
            text("There is no target “%1”.").arg(QString::fromStdString(name)),
            {}};
}

} // namespace

Result<TargetId> TargetStore::add(const ServingTarget& target) const
{
    return workspace_->write(+rollouts, [&](auto& db) -> Result<TargetId> {
        SQLite::Statement taken(db, "SELECT 1 FROM serving_target WHERE name = ?");
        taken.bind(1, target.name);
        if (target.name.empty() || taken.executeStep())
            return failure(
                Error::Kind::Conflict,
                text("There is a target “%1” already.").arg(QString::fromStdString(target.name)));
        SQLite::Statement insert(db, "INSERT INTO serving_target(name, kind, address, settings, "
                                     "created_at) VALUES(?, ?, ?, ?, ?)");
        insert.bind(1, target.name);
        insert.bind(2, target.kind);
        insert.bind(3, target.address);
        insert.bind(4, settingsOf(target));
        insert.bind(5, std::int64_t(QDateTime::currentMSecsSinceEpoch()));
        insert.exec();
        return TargetId{db.getLastInsertRowid()};
    });
}

Result<void> TargetStore::change(const ServingTarget& target) const
{
    return workspace_->write(+rollouts, [&](auto& db) -> Result<void> {
        SQLite::Statement update(db, "UPDATE serving_target SET address = ?, settings = ? WHERE "
                                     "name = ?");
        update.bind(1, target.address);
        update.bind(2, settingsOf(target));
        update.bind(3, target.name);
        return update.exec() == 1 ? Result<void>{} : failure(noSuchTarget(target.name));
    });
}

Result<void> TargetStore::remove(const std::string& name) const
{
    return workspace_->write(+rollouts, [&](auto& db) -> Result<void> {
        SQLite::Statement running(db, "SELECT r.id FROM rollout r JOIN serving_target t ON t.id = "
                                      "r.target WHERE t.name = ? AND r.ended_at IS NULL");
        running.bind(1, name);
        if (running.executeStep())
            return failure(Error::Kind::Conflict,
                           text("Rollout %1 on “%2” has not ended.")
                               .arg(QString::fromStdString(running.getColumn(0).getString()),
                                    QString::fromStdString(name)));
        SQLite::Statement gone(db, "DELETE FROM serving_target WHERE name = ?");
        gone.bind(1, name);
        return gone.exec() == 1 ? Result<void>{} : failure(noSuchTarget(name));
    });
}

Result<std::vector<ServingTarget>> TargetStore::list() const
{
    return workspace_->read([&](auto& db) -> Result<std::vector<ServingTarget>> {
        std::vector<ServingTarget> all;
        SQLite::Statement row(db, std::string(columns) + "ORDER BY name");
        while (row.executeStep())
            all.push_back(readTarget(row));
        return all;
    });
}

Result<ServingTarget> TargetStore::find(const std::string& name) const
{
    return workspace_->read([&](auto& db) -> Result<ServingTarget> {
        SQLite::Statement row(db, std::string(columns) + "WHERE name = ?");
        row.bind(1, name);
        return row.executeStep() ? Result<ServingTarget>(readTarget(row))
                                 : failure(noSuchTarget(name));
    });
}

Result<ServingTarget> TargetStore::find(TargetId id) const
{
    return workspace_->read([&](auto& db) -> Result<ServingTarget> {
        SQLite::Statement row(db, std::string(columns) + "WHERE id = ?");
        row.bind(1, raw(id));
        return row.executeStep() ? Result<ServingTarget>(readTarget(row))
                                 : failure(noSuchTarget(std::to_string(raw(id))));
    });
}

} // namespace binnacle
