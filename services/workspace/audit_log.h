#pragma once

#include "services/domain/identifiers.h"
#include "services/workspace/workspace.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace binnacle {

// One change that Binnacle made outside of the workspace. All text UTF-8.
struct AuditEntry
{
    std::int64_t id = 0;    // 1, 2, 3, … without a gap; given by AuditLog::add
    std::int64_t at = 0;    // UTC milliseconds; 0: now
    std::string systemUser; // empty: the one of this process
    std::string serverUser; // as the server knows it; empty: not known
    std::string action;     // set-alias, delete-alias, set-tag, rename-run, …
    std::string sourceName;
    std::string subject; // what was changed
    std::string before, after;
    std::string evidence; // JSON
    std::string act;      // id in the journal; empty: none
    std::string previousHash, hash;
    bool operator==(const AuditEntry&) const = default;
};

struct AuditQuery
{
    std::string text;    // all words, anywhere, whatever their case
    std::string subject; // exactly; empty: any
    std::optional<std::int64_t> since;
    std::size_t limit = 20'000;
};

struct AuditVerdict
{
    bool whole = false;
    std::int64_t entries = 0;
    std::int64_t firstWrong = 0; // id; 0: none
    QString sentence;
};

// The audit log: append-only, and each entry carries the hash of the one before, so that a changed,
// missing or inserted entry shows. Of an entry
//   hash = hex(SHA-256(UTF-8(previous_hash + "\n" + json)))
// where json is the array [id, at, system_user, server_user, action, source_name, subject, before,
// after, evidence, act] as Python's json.dumps(…, ensure_ascii=False, separators=(",", ":")) writes
// it, and the first previous_hash is empty. Entries cut from the end leave acts of the journal
// without their entry, which verify() tells too. Blocks; any worker thread.
class AuditLog
{
public:
    explicit AuditLog(std::shared_ptr<Workspace> workspace) : workspace_(std::move(workspace)) {}

    // The entry as it was written.
    Result<AuditEntry> add(AuditEntry entry) const;
    // The same inside a transaction of the caller, whose subjects have to include Acts.
    static AuditEntry addIn(SQLite::Database& db, AuditEntry entry);

    Result<std::vector<AuditEntry>> find(const AuditQuery& query) const; // newest first
    Result<AuditVerdict> verify() const;

private:
    std::shared_ptr<Workspace> workspace_;
};

std::string auditHash(const AuditEntry& entry);

// With a head line; no cell is a formula to a spreadsheet. Times are ISO 8601 UTC.
std::string auditCsv(const std::vector<AuditEntry>& entries);
std::string auditJsonLine(const AuditEntry& entry); // one object, without the line's end

// The name of the person whom the system runs this process for.
std::string systemUserName();

} // namespace binnacle
