#include "models/promoter_desk.h"
#include "services/promotion/act_journal.h"
#include "services/workspace/audit_log.h"

#include <QSaveFile>

#include <map>

namespace binnacle {

namespace {

constexpr std::size_t mostExported = 10'000'000;

AuditQuery queryOf(const AuditFilter& filter, std::size_t limit)
{
    AuditQuery query;
    query.text = filter.text.toStdString();
    query.since = filter.since;
    query.limit = limit;
    return query;
}

// Done, and its own former state is known.
bool isUndoable(const Result<ActRecord>& act)
{
    return act && (act->state == ActState::Done || act->state == ActState::Overtaken) &&
           act->plan.kind != "undo" && act->plan.kind != "delete-version";
}

} // namespace

Result<std::vector<AuditLine>> WorkspaceAudit::lines(const AuditFilter& filter, std::size_t limit,
                                                     std::stop_token stop)
{
    const auto entries = AuditLog(workspace_).find(queryOf(filter, limit));
    if (!entries)
        return failure(entries.error());
    const ActJournal journal(workspace_);
    std::map<std::string, bool> undoable; // by act: several entries may be of one
    std::vector<AuditLine> lines;
    lines.reserve(entries->size());
    const auto text = [](const std::string& value) { return QString::fromStdString(value); };
    for (const AuditEntry& entry : *entries) {
        if (stop.stop_requested())
            return failure(cancelledError());
        AuditLine line;
        line.id = entry.id;
        line.at = entry.at;
        line.systemUser = text(entry.systemUser);
        line.serverUser = text(entry.serverUser);
        line.action = text(entry.action);
        line.source = text(entry.sourceName);
        line.subject = text(entry.subject);
        line.before = text(entry.before);
        line.after = text(entry.after);
        line.evidence = text(entry.evidence);
        line.act = entry.act;
        if (promoter_ && !entry.act.empty()) {
            const auto known = undoable.find(entry.act);
            line.undoable = known != undoable.end()
                                ? known->second
                                : (undoable[entry.act] = isUndoable(journal.find(entry.act)));
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

Result<AuditChain> WorkspaceAudit::verify(std::stop_token)
{
    const auto verdict = AuditLog(workspace_).verify();
    if (!verdict)
        return failure(verdict.error());
    return AuditChain{verdict->whole, verdict->sentence};
}

Result<void> WorkspaceAudit::exportTo(const QString& file, Form form, const AuditFilter& filter,
                                      std::stop_token)
{
    const auto entries = AuditLog(workspace_).find(queryOf(filter, mostExported));
    if (!entries)
        return failure(entries.error());
    std::string text;
    if (form == Form::Csv) {
        text = auditCsv(*entries);
    } else {
        for (const AuditEntry& entry : *entries)
            text += auditJsonLine(entry) + '\n';
    }
    QSaveFile out(file);
    const auto size = static_cast<qint64>(text.size());
    if (!out.open(QIODevice::WriteOnly) || out.write(text.data(), size) != size || !out.commit())
        return failure(Error::Kind::Storage,
                       AuditLogModel::tr("%1 cannot be written: %2").arg(file, out.errorString()));
    return {};
}

Result<QString> WorkspaceAudit::undo(const std::string& act, std::stop_token stop)
{
    if (!promoter_)
        return failure(Error::Kind::Unsupported,
                       AuditLogModel::tr("Nothing can be undone from here."));
    const auto record = promoter_->undo(act, {}, std::move(stop));
    if (!record)
        return failure(record.error());
    return record->message.isEmpty() ? planSentence(record->plan) : record->message;
}

} // namespace binnacle
