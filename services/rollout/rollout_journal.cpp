#include "services/rollout/rollout_journal.h"

#include "services/rollout/watch_clock.h"
#include "services/workspace/audit_log.h"
#include "services/workspace/process_owner.h"
#include "services/workspace/sqlite_values.h"

#include <SQLiteCpp/Statement.h>

#include <QDateTime>
#include <QJsonDocument>
#include <QRandomGenerator>

#include <array>

namespace binnacle {

namespace {

constexpr auto rollouts = Workspace::Subject::Rollouts;
constexpr auto rolloutsAndActs = Workspace::Subject::Rollouts | Workspace::Subject::Acts;

constexpr std::array<const char*, 6> eventNames = {"phase", "act",   "outcome",
                                                   "wish",  "alarm", "verdict"};

QString text(const char* source)
{
    return QCoreApplication::translate("RolloutJournal", source);
}

std::int64_t now()
{
    return QDateTime::currentMSecsSinceEpoch();
}

std::string randomId()
{
    return QStringLiteral("%1")
        .arg(QRandomGenerator::system()->generate64(), 16, 16, QLatin1Char('0'))
        .toStdString();
}

std::string compact(const QJsonObject& json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact).toStdString();
}

QJsonObject object(const SQLite::Column& column)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(column.getString())).object();
}

QString q(const SQLite::Column& column)
{
    return QString::fromStdString(column.getString());
}

// "PID:START/RANDOM": the process behind a holder.
std::string processOf(const std::string& holder)
{
    return holder.substr(0, holder.find('/'));
}

bool isHeld(SQLite::Statement& lock, int first)
{
    if (lock.getColumn(first).isNull())
        return false;
    return lock.getColumn(first + 1).getString() == bootId() &&
           lock.getColumn(first + 2).getInt64() > bootTimeMs() &&
           isRunning(processOf(lock.getColumn(first).getString()));
}

constexpr const char* columns =
    "SELECT r.id, r.plan, r.phase, r.step, r.phase_ms, r.silent_ms, r.last_look, r.paused, r.wish, "
    "r.baseline, r.reason, r.alarm, r.created_at, r.ended_at, l.holder, l.boot, l.until "
    "FROM rollout r LEFT JOIN rollout_lock l ON l.rollout = r.id ";

Result<RolloutRecord> readRecord(SQLite::Statement& row)
{
    auto plan = rolloutPlanFromJson(QByteArray::fromStdString(row.getColumn(1).getString()));
    if (!plan)
        return failure(plan.error());
    RolloutRecord record;
    auto& rollout = record.rollout;
    rollout.plan = std::move(*plan);
    const auto phase = phaseFromName(row.getColumn(2).getString());
    if (!phase)
        return failure(Error::Kind::Invalid, text("A rollout of a newer Binnacle."));
    rollout.phase = *phase;
    rollout.step = static_cast<std::size_t>(std::max<std::int64_t>(0, row.getColumn(3).getInt64()));
    rollout.phaseMs = row.getColumn(4).getInt64();
    rollout.silentMs = row.getColumn(5).getInt64();
    rollout.lastLook = row.getColumn(6).getInt64();
    rollout.paused = row.getColumn(7).getInt() != 0;
    rollout.wish = wishFromName(row.getColumn(8).getString()).value_or(RolloutWish::None);
    if (!row.getColumn(9).isNull())
        rollout.baseline = figuresFromJson(object(row.getColumn(9)));
    rollout.reason = q(row.getColumn(10));
    rollout.alarm = q(row.getColumn(11));
    record.createdAt = row.getColumn(12).getInt64();
    record.endedAt = optionalInt(row.getColumn(13));
    record.watched = isHeld(row, 14);
    return record;
}

Result<std::vector<RolloutRecord>> readAll(SQLite::Statement& row)
{
    std::vector<RolloutRecord> all;
    while (row.executeStep()) {
        auto record = readRecord(row);
        if (!record)
            return failure(record.error());
        all.push_back(std::move(*record));
    }
    return all;
}

void addEvent(SQLite::Database& db, const std::string& id, const RolloutEvent& event)
{
    SQLite::Statement insert(
        db, "INSERT INTO rollout_event(rollout, no, at, kind, phase, step, sentence, body) "
            "VALUES(?1, (SELECT coalesce(max(no), 0) + 1 FROM rollout_event WHERE rollout = ?1), "
            "?2, ?3, ?4, ?5, ?6, ?7)");
    insert.bind(1, id);
    insert.bind(2, event.at);
    insert.bind(3, eventName(event.kind));
    insert.bind(4, phaseName(event.phase));
    insert.bind(5, static_cast<std::int64_t>(event.step));
    insert.bind(6, event.sentence.toStdString());
    insert.bind(7, compact(event.body));
    insert.exec();
}

void addFigure(SQLite::Database& db, const RolloutPlan& plan, const FigureRow& row)
{
    SQLite::Statement insert(db, "INSERT OR REPLACE INTO serving_figure(target, model, version, "
                                 "at, percent, requests, errors, p50, p95, p99, per_second, "
                                 "replicas) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(1, raw(plan.target));
    insert.bind(2, plan.fresh.model);
    insert.bind(3, row.version);
    insert.bind(4, row.at);
    bindOptional(insert, 5, row.percent);
    const auto& figures = row.figures;
    int index = 6;
    for (const double value : {figures.requests, figures.errors, figures.p50, figures.p95,
                               figures.p99, figures.perSecond})
        bindNumber(insert, index++, value);
    bindOptional(insert, 12, row.replicas);
    insert.exec();
}

// What others should know that was done to the outside world.
void audit(SQLite::Database& db, const Rollout& rollout, const RolloutEvent& event)
{
    AuditEntry entry;
    entry.action = "rollout-" + event.body.value(QLatin1String("act")).toString().toStdString();
    entry.sourceName = rollout.plan.targetName;
    entry.subject = rollout.plan.fresh.model;
    entry.before = rollout.plan.old ? rollout.plan.old->version : std::string();
    entry.after = rollout.plan.fresh.version;
    entry.evidence = compact({{QStringLiteral("rollout"), QString::fromStdString(rollout.plan.id)},
                              {QStringLiteral("phase"), QLatin1String(phaseName(rollout.phase))},
                              {QStringLiteral("act"), event.body},
                              {QStringLiteral("reason"), rollout.reason}});
    AuditLog::addIn(db, entry);
}

Error lostLease()
{
    return {Error::Kind::Conflict,
            text("Another watcher has taken this rollout over; nothing more is done here."),
            {}};
}

bool renew(SQLite::Database& db, const std::string& id, const std::string& holder,
           std::int64_t leaseMs)
{
    SQLite::Statement update(db, "UPDATE rollout_lock SET boot = ?, until = ? WHERE rollout = ? "
                                 "AND holder = ?");
    update.bind(1, bootId());
    update.bind(2, bootTimeMs() + leaseMs);
    update.bind(3, id);
    update.bind(4, holder);
    return update.exec() == 1;
}

void updateRow(SQLite::Database& db, const Rollout& rollout, RolloutWish taken)
{
    SQLite::Statement update(
        db, "UPDATE rollout SET phase = ?, step = ?, phase_ms = ?, silent_ms = ?, last_look = ?, "
            "paused = ?, wish = CASE WHEN wish = ? THEN '' ELSE wish END, baseline = ?, reason = "
            "?, alarm = ?, ended_at = ? WHERE id = ?");
    update.bind(1, phaseName(rollout.phase));
    update.bind(2, static_cast<std::int64_t>(rollout.step));
    update.bind(3, rollout.phaseMs);
    update.bind(4, rollout.silentMs);
    update.bind(5, rollout.lastLook);
    update.bind(6, rollout.paused ? 1 : 0);
    update.bind(7, wishName(taken));
    if (rollout.baseline)
        update.bind(8, compact(toJson(*rollout.baseline)));
    else
        update.bind(8);
    update.bind(9, rollout.reason.toStdString());
    update.bind(10, rollout.alarm.toStdString());
    if (isEnded(rollout.phase))
        update.bind(11, now());
    else
        update.bind(11);
    update.bind(12, rollout.plan.id);
    update.exec();
}

} // namespace

const char* eventName(RolloutEvent::Kind kind)
{
    return eventNames.at(static_cast<std::size_t>(kind));
}

Result<Rollout> RolloutJournal::open(RolloutPlan plan) const
{
    return workspace_->write(rolloutsAndActs, [&](auto& db) -> Result<Rollout> {
        SQLite::Statement other(db, "SELECT id FROM rollout WHERE target = ? AND model = ? AND "
                                    "ended_at IS NULL");
        other.bind(1, raw(plan.target));
        other.bind(2, plan.fresh.model);
        if (other.executeStep())
            return failure(Error::Kind::Conflict,
                           text("Rollout %1 of %2 on “%3” has not ended: advance it or roll it "
                                "back first.")
                               .arg(q(other.getColumn(0)), QString::fromStdString(plan.fresh.model),
                                    QString::fromStdString(plan.targetName)));
        plan.id = randomId();
        Rollout rollout;
        rollout.plan = std::move(plan);
        SQLite::Statement insert(
            db, "INSERT INTO rollout(id, target, model, version, plan, phase, step, phase_ms, "
                "silent_ms, last_look, paused, wish, reason, alarm, created_at) VALUES(?, ?, ?, ?, "
                "?, ?, 0, 0, 0, 0, 0, '', '', '', ?)");
        insert.bind(1, rollout.plan.id);
        insert.bind(2, raw(rollout.plan.target));
        insert.bind(3, rollout.plan.fresh.model);
        insert.bind(4, rollout.plan.fresh.version);
        insert.bind(5, compact(toJson(rollout.plan)));
        insert.bind(6, phaseName(rollout.phase));
        insert.bind(7, now());
        insert.exec();
        return rollout;
    });
}

Result<RolloutRecord> RolloutJournal::find(const std::string& id) const
{
    return workspace_->read([&](auto& db) -> Result<RolloutRecord> {
        SQLite::Statement row(db, std::string(columns) + "WHERE r.id = ?");
        row.bind(1, id);
        if (row.executeStep())
            return readRecord(row);
        return failure(Error::Kind::NotFound,
                       text("There is no rollout “%1”.").arg(QString::fromStdString(id).left(60)));
    });
}

Result<std::vector<RolloutRecord>> RolloutJournal::unfinished() const
{
    return workspace_->read([&](auto& db) {
        SQLite::Statement row(db, std::string(columns) +
                                      "WHERE r.ended_at IS NULL ORDER BY r.created_at, r.id");
        return readAll(row);
    });
}

Result<std::vector<RolloutRecord>> RolloutJournal::newest(std::size_t limit) const
{
    return workspace_->read([&](auto& db) {
        SQLite::Statement row(db,
                              std::string(columns) + "ORDER BY r.created_at DESC, r.id LIMIT ?");
        row.bind(1, static_cast<std::int64_t>(limit));
        return readAll(row);
    });
}

Result<std::vector<RolloutEvent>> RolloutJournal::events(const std::string& id) const
{
    return workspace_->read([&](auto& db) -> Result<std::vector<RolloutEvent>> {
        std::vector<RolloutEvent> all;
        SQLite::Statement row(db, "SELECT at, kind, phase, step, sentence, body FROM rollout_event "
                                  "WHERE rollout = ? ORDER BY no");
        row.bind(1, id);
        while (row.executeStep()) {
            RolloutEvent event;
            event.at = row.getColumn(0).getInt64();
            const auto kind = row.getColumn(1).getString();
            for (std::size_t i = 0; i < eventNames.size(); ++i) {
                if (kind == eventNames[i])
                    event.kind = static_cast<RolloutEvent::Kind>(i);
            }
            event.phase =
                phaseFromName(row.getColumn(2).getString()).value_or(RolloutPhase::Prepared);
            event.step = static_cast<std::size_t>(row.getColumn(3).getInt64());
            event.sentence = q(row.getColumn(4));
            event.body = object(row.getColumn(5));
            all.push_back(std::move(event));
        }
        return all;
    });
}

Result<std::vector<FigureRow>> RolloutJournal::figures(TargetId target, const std::string& model,
                                                       std::int64_t since) const
{
    return workspace_->read([&](auto& db) -> Result<std::vector<FigureRow>> {
        std::vector<FigureRow> all;
        SQLite::Statement row(db, "SELECT version, at, percent, requests, errors, p50, p95, p99, "
                                  "per_second, replicas FROM serving_figure WHERE target = ? AND "
                                  "model = ? AND at >= ? ORDER BY at, version");
        row.bind(1, raw(target));
        row.bind(2, model);
        row.bind(3, since);
        while (row.executeStep()) {
            FigureRow figure{row.getColumn(0).getString(), row.getColumn(1).getInt64(), {}, {}, {}};
            if (!row.getColumn(2).isNull())
                figure.percent = row.getColumn(2).getDouble();
            figure.figures = {numberOrNaN(row.getColumn(3)),
                              numberOrNaN(row.getColumn(4)),
                              numberOrNaN(row.getColumn(5)),
                              numberOrNaN(row.getColumn(6)),
                              numberOrNaN(row.getColumn(7)),
                              numberOrNaN(row.getColumn(8)),
                              {}};
            if (!row.getColumn(9).isNull())
                figure.replicas = row.getColumn(9).getInt();
            all.push_back(std::move(figure));
        }
        return all;
    });
}

Result<void> RolloutJournal::wish(const std::string& id, RolloutWish wish) const
{
    const auto record = find(id);
    if (!record)
        return failure(record.error());
    if (record->endedAt)
        return failure(Error::Kind::Conflict, text("This rollout has ended."));
    return workspace_->write(+rollouts, [&](auto& db) -> Result<void> {
        SQLite::Statement update(db, "UPDATE rollout SET wish = ? WHERE id = ?");
        update.bind(1, wishName(wish));
        update.bind(2, id);
        update.exec();
        const auto& at = record->rollout;
        addEvent(db, id,
                 {now(),
                  RolloutEvent::Kind::Wish,
                  at.phase,
                  at.step,
                  text("A person asked: %1").arg(QLatin1String(wishName(wish))),
                  {{QStringLiteral("by"), QString::fromStdString(systemUserName())}}});
        return {};
    });
}

Result<std::string> RolloutJournal::take(const std::string& id, std::int64_t leaseMs) const
{
    return workspace_->write(+rollouts, [&](auto& db) -> Result<std::string> {
        SQLite::Statement lock(db, "SELECT holder, boot, until FROM rollout_lock WHERE rollout = "
                                   "?");
        lock.bind(1, id);
        if (lock.executeStep() && isHeld(lock, 0))
            return failure(Error::Kind::Conflict,
                           text("Rollout %1 is watched by another process right now.")
                               .arg(QString::fromStdString(id)));
        const auto holder = processOwner() + "/" + randomId();
        SQLite::Statement insert(db, "INSERT OR REPLACE INTO rollout_lock(rollout, holder, boot, "
                                     "until) VALUES(?, ?, ?, ?)");
        insert.bind(1, id);
        insert.bind(2, holder);
        insert.bind(3, bootId());
        insert.bind(4, bootTimeMs() + leaseMs);
        insert.exec();
        return holder;
    });
}

Result<void> RolloutJournal::release(const std::string& id, const std::string& holder) const
{
    return workspace_->write(+rollouts, [&](auto& db) -> Result<void> {
        SQLite::Statement gone(db, "DELETE FROM rollout_lock WHERE rollout = ? AND holder = ?");
        gone.bind(1, id);
        gone.bind(2, holder);
        gone.exec();
        return {};
    });
}

Result<void> RolloutJournal::write(const Rollout& rollout, RolloutWish taken,
                                   const std::string& holder, std::int64_t leaseMs,
                                   const std::vector<RolloutEvent>& events,
                                   const std::vector<FigureRow>& figures) const
{
    return workspace_->write(rolloutsAndActs, [&](auto& db) -> Result<void> {
        if (!renew(db, rollout.plan.id, holder, leaseMs))
            return failure(lostLease());
        updateRow(db, rollout, taken);
        for (const auto& event : events) {
            addEvent(db, rollout.plan.id, event);
            if (event.kind == RolloutEvent::Kind::Act)
                audit(db, rollout, event);
        }
        for (const auto& row : figures)
            addFigure(db, rollout.plan, row);
        return {};
    });
}

Result<void> RolloutJournal::note(const std::string& id, const RolloutEvent& event) const
{
    return workspace_->write(+rollouts, [&](auto& db) -> Result<void> {
        addEvent(db, id, event);
        return {};
    });
}

} // namespace binnacle
