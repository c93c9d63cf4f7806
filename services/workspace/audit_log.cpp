#include "services/workspace/audit_log.h"

#include "services/domain/csv_field.h"

#include <SQLiteCpp/Statement.h>

#include <QCryptographicHash>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <pwd.h>
#include <unistd.h>

#include <array>

namespace binnacle {

namespace {

QString text(const char* source)
{
    return QCoreApplication::translate("AuditLog", source);
}

QString q(const std::string& value)
{
    return QString::fromStdString(value);
}

constexpr const char* columns =
    "SELECT id, at, system_user, server_user, action, source_name, subject, before, after, "
    "evidence, act, previous_hash, hash FROM audit_entry ";

AuditEntry read(SQLite::Statement& row)
{
    const auto string = [&](int i) { return row.getColumn(i).getString(); };
    AuditEntry entry;
    entry.id = row.getColumn(0).getInt64();
    entry.at = row.getColumn(1).getInt64();
    entry.systemUser = string(2);
    entry.serverUser = string(3);
    entry.action = string(4);
    entry.sourceName = string(5);
    entry.subject = string(6);
    entry.before = string(7);
    entry.after = string(8);
    entry.evidence = string(9);
    entry.act = string(10);
    entry.previousHash = string(11);
    entry.hash = string(12);
    return entry;
}

bool holds(const AuditEntry& entry, const QStringList& words)
{
    if (words.isEmpty())
        return true;
    const QString all = q(entry.systemUser + '\n' + entry.serverUser + '\n' + entry.action + '\n' +
                          entry.sourceName + '\n' + entry.subject + '\n' + entry.before + '\n' +
                          entry.after + '\n' + entry.evidence + '\n' + entry.act);
    for (const auto& word : words) {
        if (!all.contains(word, Qt::CaseInsensitive))
            return false;
    }
    return true;
}

// Valid UTF-8 in, valid UTF-8 out: what is hashed is what is stored.
std::string clean(const std::string& value)
{
    QString text = q(value);
    text.remove(QChar(0));
    return text.toStdString();
}

QString isoTime(std::int64_t at)
{
    return QDateTime::fromMSecsSinceEpoch(at, Qt::UTC).toString(Qt::ISODateWithMs);
}

// Acts that ended well after changing something leave an entry each.
std::optional<std::string> actWithoutEntry(SQLite::Database& db)
{
    SQLite::Statement row(db, "SELECT DISTINCT s.act FROM act_step s WHERE s.state = 2 AND NOT "
                              "EXISTS (SELECT 1 FROM audit_entry e WHERE e.act = s.act) LIMIT 1");
    if (row.executeStep())
        return row.getColumn(0).getString();
    return std::nullopt;
}

AuditVerdict broken(AuditVerdict verdict, std::int64_t id, const QString& sentence)
{
    verdict.firstWrong = id;
    verdict.sentence = sentence;
    return verdict;
}

} // namespace

std::string systemUserName()
{
    std::array<char, 4096> room{};
    passwd entry{};
    passwd* found = nullptr;
    if (::getpwuid_r(::getuid(), &entry, room.data(), room.size(), &found) == 0 && found)
        return found->pw_name;
    return std::to_string(::getuid());
}

std::string auditHash(const AuditEntry& entry)
{
    const QJsonArray fields{qint64(entry.id),    qint64(entry.at), q(entry.systemUser),
                            q(entry.serverUser), q(entry.action),  q(entry.sourceName),
                            q(entry.subject),    q(entry.before),  q(entry.after),
                            q(entry.evidence),   q(entry.act)};
    const auto json = QJsonDocument(fields).toJson(QJsonDocument::Compact);
    const auto all = QByteArray::fromStdString(entry.previousHash) + '\n' + json;
    return QCryptographicHash::hash(all, QCryptographicHash::Sha256).toHex().toStdString();
}

AuditEntry AuditLog::addIn(SQLite::Database& db, AuditEntry entry)
{
    if (entry.at == 0)
        entry.at = QDateTime::currentMSecsSinceEpoch();
    if (entry.systemUser.empty())
        entry.systemUser = systemUserName();
    if (entry.evidence.empty())
        entry.evidence = "{}";
    for (auto* field : {&entry.systemUser, &entry.serverUser, &entry.action, &entry.sourceName,
                        &entry.subject, &entry.before, &entry.after, &entry.evidence, &entry.act})
        *field = clean(*field);
    entry.id = 1;
    entry.previousHash.clear();
    SQLite::Statement last(db, "SELECT id, hash FROM audit_entry ORDER BY id DESC LIMIT 1");
    if (last.executeStep()) {
        entry.id = last.getColumn(0).getInt64() + 1;
        entry.previousHash = last.getColumn(1).getString();
    }
    entry.hash = auditHash(entry);
    SQLite::Statement insert(db, "INSERT INTO audit_entry VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                                 "?, ?)");
    insert.bind(1, entry.id);
    insert.bind(2, entry.at);
    int index = 3;
    for (const auto* field : {&entry.systemUser, &entry.serverUser, &entry.action,
                              &entry.sourceName, &entry.subject, &entry.before, &entry.after,
                              &entry.evidence, &entry.act, &entry.previousHash, &entry.hash})
        insert.bind(index++, *field);
    insert.exec();
    return entry;
}

Result<AuditEntry> AuditLog::add(AuditEntry entry) const
{
    return workspace_->write(+Workspace::Subject::Acts, [&](auto& db) -> Result<AuditEntry> {
        return addIn(db, std::move(entry));
    });
}

Result<std::vector<AuditEntry>> AuditLog::find(const AuditQuery& query) const
{
    const QStringList words =
        q(query.text).simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return workspace_->read([&](auto& db) -> Result<std::vector<AuditEntry>> {
        std::vector<AuditEntry> found;
        SQLite::Statement row(db, std::string(columns) +
                                      "WHERE at >= ?1 AND (?2 = '' OR subject = ?2) ORDER BY id "
                                      "DESC");
        row.bind(1, query.since.value_or(std::numeric_limits<std::int64_t>::min()));
        row.bind(2, query.subject);
        while (found.size() < query.limit && row.executeStep()) {
            auto entry = read(row);
            if (holds(entry, words))
                found.push_back(std::move(entry));
        }
        return found;
    });
}

Result<AuditVerdict> AuditLog::verify() const
{
    return workspace_->read([](auto& db) -> Result<AuditVerdict> {
        AuditVerdict verdict;
        std::string before;
        SQLite::Statement row(db, std::string(columns) + "ORDER BY id");
        while (row.executeStep()) {
            const auto entry = read(row);
            const auto expected = ++verdict.entries;
            if (entry.id != expected)
                return broken(verdict, entry.id, text("Entry %1 is missing.").arg(expected));
            if (entry.previousHash != before)
                return broken(verdict, entry.id,
                              text("Entry %1 does not follow the one before it.").arg(entry.id));
            if (auditHash(entry) != entry.hash)
                return broken(verdict, entry.id,
                              text("Entry %1 was changed after it was written.").arg(entry.id));
            before = entry.hash;
        }
        if (const auto act = actWithoutEntry(db))
            return broken(verdict, verdict.entries + 1,
                          text("The entry of act %1 is missing.").arg(q(*act)));
        verdict.whole = true;
        verdict.sentence = text("All %1 entries are as they were written.").arg(verdict.entries);
        return verdict;
    });
}

std::string auditCsv(const std::vector<AuditEntry>& entries)
{
    std::string csv = "id,at,system_user,server_user,action,source,subject,before,after,evidence,"
                      "act,previous_hash,hash\r\n";
    for (const auto& entry : entries) {
        csv += std::to_string(entry.id) + ',' + isoTime(entry.at).toStdString();
        for (const auto* field : {&entry.systemUser, &entry.serverUser, &entry.action,
                                  &entry.sourceName, &entry.subject, &entry.before, &entry.after,
                                  &entry.evidence, &entry.act, &entry.previousHash, &entry.hash})
            csv += ',' + quotedField(withoutFormula(*field));
        csv += "\r\n";
    }
    return csv;
}

std::string auditJsonLine(const AuditEntry& entry)
{
    QJsonObject object{{QStringLiteral("id"), qint64(entry.id)},
                       {QStringLiteral("at"), qint64(entry.at)},
                       {QStringLiteral("system_user"), q(entry.systemUser)},
                       {QStringLiteral("server_user"), q(entry.serverUser)},
                       {QStringLiteral("action"), q(entry.action)},
                       {QStringLiteral("source"), q(entry.sourceName)},
                       {QStringLiteral("subject"), q(entry.subject)},
                       {QStringLiteral("before"), q(entry.before)},
                       {QStringLiteral("after"), q(entry.after)},
                       {QStringLiteral("evidence"), q(entry.evidence)},
                       {QStringLiteral("act"), q(entry.act)},
                       {QStringLiteral("previous_hash"), q(entry.previousHash)},
                       {QStringLiteral("hash"), q(entry.hash)}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

} // namespace binnacle
