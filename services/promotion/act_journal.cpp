#include "services/promotion/act_journal.h"

#include "services/workspace/process_owner.h"
#include "services/workspace/sqlite_values.h"

#include <SQLiteCpp/Statement.h>

#include <QDateTime>
#include <QJsonDocument>
#include <QRandomGenerator>

#include <algorithm>

namespace binnacle {

namespace {

constexpr auto acts = Workspace::Subject::Acts;

QString text(const char* source)
{
    return QCoreApplication::translate("ActJournal", source);
}

std::int64_t now()
{
    return QDateTime::currentMSecsSinceEpoch();
}

std::string compact(const QJsonObject& json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact).toStdString();
}

QJsonObject object(const SQLite::Column& column)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(column.getString())).object();
}

std::string newId()
{
    return QStringLiteral("%1")
        .arg(QRandomGenerator::system()->generate64(), 16, 16, QLatin1Char('0'))
        .toStdString();
}

constexpr const char* columns =
    "SELECT id, plan, state, message, created_at, ended_at, owner FROM act ";

Result<ActRecord> readAct(SQLite::Database& db, SQLite::Statement& row)
{
    ActRecord record;
    record.id = row.getColumn(0).getString();
    auto plan = planFromJson(QByteArray::fromStdString(row.getColumn(1).getString()));
    if (!plan)
        return failure(plan.error());
    record.plan = std::move(*plan);
    record.state = static_cast<ActState>(row.getColumn(2).getInt());
    record.message = QString::fromStdString(row.getColumn(3).getString());
    record.createdAt = row.getColumn(4).getInt64();
    record.endedAt = optionalInt(row.getColumn(5));
    SQLite::Statement step(db, "SELECT body, state, coalesce(before, ''), coalesce(after, ''), "
                               "message, begun_at, ended_at FROM act_step WHERE act = ? ORDER BY "
                               "no");
    step.bind(1, record.id);
    while (step.executeStep()) {
        auto& journaled = record.steps.emplace_back();
        journaled.step = stepFromJson(object(step.getColumn(0)));
        journaled.state = static_cast<StepState>(step.getColumn(1).getInt());
        journaled.before = object(step.getColumn(2));
        journaled.after = object(step.getColumn(3));
        journaled.message = QString::fromStdString(step.getColumn(4).getString());
        journaled.begunAt = optionalInt(step.getColumn(5));
        journaled.endedAt = optionalInt(step.getColumn(6));
    }
    return record;
}

// An act on the same alias that has not ended, of whatever process.
std::optional<std::string> unendedOn(SQLite::Database& db, const ActPlan& plan)
{
    SQLite::Statement row(db, std::string(columns) + "WHERE state IN (0, 3)");
    while (row.executeStep()) {
        const auto other = planFromJson(QByteArray::fromStdString(row.getColumn(1).getString()));
        const auto id = row.getColumn(0).getString();
        if (other && id != plan.undoes && other->target == plan.target &&
            other->model == plan.model && other->alias == plan.alias)
            return id;
    }
    return std::nullopt;
}

void insertSteps(SQLite::Database& db, const std::string& act, const std::vector<ActStep>& steps)
{
    SQLite::Statement insert(db, "INSERT INTO act_step(act, no, body, state) VALUES(?, ?, ?, 0)");
    std::int64_t no = 0;
    for (const auto& step : steps) {
        insert.bind(1, act);
        insert.bind(2, no++);
        insert.bind(3, compact(toJson(step)));
        insert.exec();
        insert.reset();
    }
}

void updateStep(SQLite::Database& db, const std::string& act, std::size_t no, StepState state,
                const QString& message, bool ended)
{
    SQLite::Statement update(db, "UPDATE act_step SET state = ?, message = ?, ended_at = ? WHERE "
                                 "act = ? AND no = ?");
    update.bind(1, static_cast<int>(state));
    update.bind(2, message.toStdString());
    if (ended)
        update.bind(3, now());
    update.bind(4, act);
    update.bind(5, static_cast<std::int64_t>(no));
    update.exec();
}

void setJson(SQLite::Database& db, const char* statement, const QJsonObject& json,
             const std::string& act, std::size_t no)
{
    SQLite::Statement update(db, statement);
    update.bind(1, compact(json));
    update.bind(2, act);
    update.bind(3, static_cast<std::int64_t>(no));
    update.exec();
}

} // namespace

const char* actStateName(ActState state)
{
    switch (state) {
    case ActState::Running:
        return "running";
    case ActState::Done:
        return "done";
    case ActState::Refused:
        return "refused";
    case ActState::Cut:
        return "cut";
    case ActState::Undone:
        return "undone";
    case ActState::Overtaken:
        return "overtaken";
    }
    return "running";
}

bool ActRecord::changedSomething() const
{
    return std::ranges::any_of(steps, [](const JournaledStep& step) {
        return step.state == StepState::Begun || step.state == StepState::Done;
    });
}

Result<ActRecord> ActJournal::open(const ActPlan& plan) const
{
    return workspace_->write(+acts, [&](auto& db) -> Result<ActRecord> {
        if (const auto other = unendedOn(db, plan))
            return failure(
                Error::Kind::Conflict,
                text("Act %1 on %2 has not ended: it runs in another window, or was cut "
                     "and has to be resumed or undone first.")
                    .arg(QString::fromStdString(*other), QString::fromStdString(plan.model)));
        ActRecord record;
        record.id = newId();
        record.plan = plan;
        record.createdAt = now();
        for (const auto& step : plan.steps) {
            auto& journaled = record.steps.emplace_back();
            journaled.step = step;
        }
        SQLite::Statement insert(
            db, "INSERT INTO act(id, kind, source, model_name, version, plan, state, created_at, "
                "undoes, owner) VALUES(?, ?, ?, ?, CAST(nullif(?, '') AS INTEGER), ?, 0, ?, "
                "nullif(?, ''), ?)");
        insert.bind(1, record.id);
        insert.bind(2, plan.kind);
        insert.bind(3, raw(plan.target));
        insert.bind(4, plan.model);
        insert.bind(5, plan.version);
        insert.bind(6, compact(toJson(plan)));
        insert.bind(7, record.createdAt);
        insert.bind(8, plan.undoes);
        insert.bind(9, processOwner());
        insert.exec();
        insertSteps(db, record.id, plan.steps);
        return record;
    });
}

Result<void> ActJournal::beginStep(const ActRecord& act, std::size_t no,
                                   const QJsonObject& before) const
{
    return workspace_->write(+acts, [&](auto& db) -> Result<void> {
        updateStep(db, act.id, no, StepState::Begun, {}, false);
        setJson(db, "UPDATE act_step SET before = ? WHERE act = ? AND no = ?", before, act.id, no);
        SQLite::Statement begun(db, "UPDATE act_step SET begun_at = ? WHERE act = ? AND no = ?");
        begun.bind(1, now());
        begun.bind(2, act.id);
        begun.bind(3, static_cast<std::int64_t>(no));
        begun.exec();
        return {};
    });
}

Result<void> ActJournal::noteStep(const ActRecord& act, std::size_t no,
                                  const QJsonObject& after) const
{
    return workspace_->write(+acts, [&](auto& db) -> Result<void> {
        setJson(db, "UPDATE act_step SET after = ? WHERE act = ? AND no = ?", after, act.id, no);
        return {};
    });
}

Result<void> ActJournal::endStep(const ActRecord& act, std::size_t no, const QJsonObject& after,
                                 const QString& message,
                                 const std::optional<AuditEntry>& entry) const
{
    return workspace_->write(+acts, [&](auto& db) -> Result<void> {
        updateStep(db, act.id, no, StepState::Done, message, true);
        setJson(db, "UPDATE act_step SET after = ? WHERE act = ? AND no = ?", after, act.id, no);
        if (entry)
            AuditLog::addIn(db, *entry);
        return {};
    });
}

Result<void> ActJournal::failStep(const ActRecord& act, std::size_t no,
                                  const QString& message) const
{
    return workspace_->write(+acts, [&](auto& db) -> Result<void> {
        updateStep(db, act.id, no, StepState::Failed, message, true);
        return {};
    });
}

Result<void> ActJournal::end(const std::string& act, ActState state, const QString& message) const
{
    return workspace_->write(+acts, [&](auto& db) -> Result<void> {
        SQLite::Statement update(
            db, "UPDATE act SET state = ?, message = ?, ended_at = ?, owner = '' WHERE id = ?");
        update.bind(1, static_cast<int>(state));
        update.bind(2, message.toStdString());
        if (state != ActState::Cut)
            update.bind(3, now());
        update.bind(4, act);
        update.exec();
        if (state != ActState::Done)
            return {};
        SQLite::Statement undone(db, "UPDATE act SET state = ?, ended_at = coalesce(ended_at, ?) "
                                     "WHERE id = (SELECT undoes FROM act WHERE id = ?)");
        undone.bind(1, static_cast<int>(ActState::Undone));
        undone.bind(2, now());
        undone.bind(3, act);
        undone.exec();
        return {};
    });
}

Result<void> ActJournal::takeUp(const std::string& act) const
{
    return workspace_->write(+acts, [&](auto& db) -> Result<void> {
        SQLite::Statement row(db, "SELECT state, owner FROM act WHERE id = ?");
        row.bind(1, act);
        if (!row.executeStep())
            return failure(
                Error::Kind::NotFound,
                text("There is no act “%1” in the journal.").arg(QString::fromStdString(act)));
        const auto state = static_cast<ActState>(row.getColumn(0).getInt());
        const auto owner = row.getColumn(1).getString();
        if (state != ActState::Running && state != ActState::Cut)
            return failure(Error::Kind::Conflict, text("This act has ended."));
        if (state == ActState::Running && isRunning(owner))
            return failure(Error::Kind::Conflict,
                           text("Another process is at this act right now."));
        SQLite::Statement update(db, "UPDATE act SET state = 0, owner = ? WHERE id = ?");
        update.bind(1, processOwner());
        update.bind(2, act);
        update.exec();
        return {};
    });
}

Result<ActRecord> ActJournal::find(const std::string& id) const
{
    return workspace_->read([&](auto& db) -> Result<ActRecord> {
        SQLite::Statement row(db, std::string(columns) + "WHERE id = ?");
        row.bind(1, id);
        if (row.executeStep())
            return readAct(db, row);
        return failure(
            Error::Kind::NotFound,
            text("There is no act “%1” in the journal.").arg(QString::fromStdString(id).left(60)));
    });
}

Result<std::vector<ActRecord>> ActJournal::unfinished() const
{
    return workspace_->read([&](auto& db) -> Result<std::vector<ActRecord>> {
        std::vector<ActRecord> found;
        SQLite::Statement row(db, std::string(columns) +
                                      "WHERE state IN (0, 3) ORDER BY created_at, id");
        while (row.executeStep()) {
            if (row.getColumn(2).getInt() == 0 && isRunning(row.getColumn(6).getString()))
                continue;
            auto record = readAct(db, row);
            if (!record)
                return failure(record.error());
            found.push_back(std::move(*record));
        }
        return found;
    });
}

Result<std::vector<ActRecord>> ActJournal::ofModel(SourceId source, const std::string& model) const
{
    return workspace_->read([&](auto& db) -> Result<std::vector<ActRecord>> {
        std::vector<ActRecord> found;
        SQLite::Statement row(db, std::string(columns) + "WHERE source = ? AND model_name = ? "
                                                         "ORDER BY created_at DESC, id");
        row.bind(1, raw(source));
        row.bind(2, model);
        while (row.executeStep()) {
            auto record = readAct(db, row);
            if (!record)
                return failure(record.error());
            found.push_back(std::move(*record));
        }
        return found;
    });
}

} // namespace binnacle
