#include "app/cli/output.h"
#include "app/cli/promotion_parts.h"
#include "app/cli/text_table.h"
#include "services/workspace/audit_log.h"

#include <QDateTime>

#include <algorithm>
#include <limits>

namespace binnacle::cli {

namespace {

struct Options
{
    std::string since, text;
    bool csv = false, verify = false;
};

CommandResult verify(Context& context)
{
    const auto verdict = AuditLog(context.workspace).verify();
    if (!verdict)
        return failed(verdict.error());
    if (context.json)
        answerJson(context, {{QStringLiteral("whole"), verdict->whole},
                             {QStringLiteral("entries"), qint64(verdict->entries)},
                             {QStringLiteral("first_wrong"), qint64(verdict->firstWrong)},
                             {QStringLiteral("message"), verdict->sentence}});
    else if (verdict->whole)
        context.out.line(verdict->sentence.toStdString());
    if (!verdict->whole)
        return failed(Error::Kind::Invalid, verdict->sentence);
    return {};
}

CommandResult audit(Context& context, const Options& options)
{
    if (options.verify)
        return verify(context);
    AuditQuery query;
    query.text = options.text;
    query.limit = std::numeric_limits<std::size_t>::max();
    if (!options.since.empty()) {
        const auto time = QDateTime::fromString(QString::fromStdString(options.since), Qt::ISODate);
        if (!time.isValid())
            return badUsage(
                Text::tr("--since is a date or a time of ISO 8601, such as 2026-03-01."));
        query.since = time.toMSecsSinceEpoch();
    }
    auto entries = AuditLog(context.workspace).find(query);
    if (!entries)
        return failed(entries.error());
    std::ranges::reverse(*entries); // as a log is read
    if (options.csv) {
        context.out.write(auditCsv(*entries));
        return {};
    }
    if (context.json) {
        for (const auto& entry : *entries)
            context.out.line(auditJsonLine(entry));
        return {};
    }
    TextTable table({{Text::tr("WHEN")},
                     {Text::tr("WHO")},
                     {Text::tr("ACTION")},
                     {Text::tr("SUBJECT")},
                     {Text::tr("BEFORE")},
                     {Text::tr("AFTER")},
                     {Text::tr("ENTRY")}});
    for (const auto& entry : *entries)
        table.add({localTime(entry.at), QString::fromStdString(entry.systemUser),
                   QString::fromStdString(entry.action), QString::fromStdString(entry.subject),
                   QString::fromStdString(entry.before), QString::fromStdString(entry.after),
                   QString::fromStdString(entry.act)});
    table.print(context.out);
    return {};
}

} // namespace

void addAuditCommand(CLI::App& app, Request& request)
{
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("audit", "All that Binnacle changed; --json: JSON lines");
    command->add_option("--since", options->since, "From this date or time on");
    command->add_option("--text", options->text, "Only entries with these words");
    command->add_flag("--csv", options->csv, "As CSV");
    command->add_flag("--verify", options->verify, "Check the chain of hashes");
    command->callback([&request, options] {
        request.run = [options](Context& context) { return audit(context, *options); };
    });
}

} // namespace binnacle::cli
