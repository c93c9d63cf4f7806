#include "app/cli/run_edit.h"

#include "app/cli/output.h"
#include "app/cli/run_json.h"
#include "app/cli/text_table.h"
#include "services/sync/outbox_replay.h"
#include "services/workspace/outbox_store.h"
#include "services/workspace/source_store.h"

#include <algorithm>

namespace binnacle::cli {

namespace {

Result<Source> sourceOf(Context& context, const RunDetail& detail)
{
    return SourceStore(context.workspace).find(detail.sourceName);
}

// The edit as the outbox holds it now; nullopt: the source has it.
Result<std::optional<Edit>> stillWaiting(const OutboxStore& outbox, EditId id)
{
    const auto edits = outbox.list();
    if (!edits)
        return failure(edits.error());
    const auto found = std::ranges::find(*edits, id, &Edit::id);
    return found == edits->end() ? std::optional<Edit>() : std::optional(*found);
}

void answer(Context& context, const RunDetail& detail, const Edit& edit, const QString& pending)
{
    if (context.json) {
        JsonWriter json(context.out);
        json.beginObject();
        json.field("source", detail.sourceName);
        json.field("run_id", detail.run.id);
        json.field("key", edit.key);
        json.field("value", edit.value);
        json.field("state", pending.isNull() ? "sent" : "pending");
        json.field("message", pending.toStdString());
        json.endObject();
        return;
    }
    const auto run = plainLine(detail.run.name);
    const auto source = plainLine(detail.sourceName);
    const auto sentence = pending.isNull()
                              ? Text::tr("%1: set at %2.").arg(run, source)
                              : Text::tr("%1: pending, to be sent to %2 at its next sync. %3")
                                    .arg(run, source, plainLine(pending));
    context.out.line(sentence.toStdString());
}

Error refusal(const Edit& edit, const RunDetail& detail)
{
    const auto source = QString::fromStdString(detail.sourceName);
    if (edit.state == Edit::State::Failed)
        return {
            Error::Kind::Invalid,
            Text::tr("%1 refused the edit: %2").arg(source, QString::fromStdString(edit.message)),
            {}};
    const auto held = edit.serverValue
                          ? Text::tr("“%1”").arg(QString::fromStdString(*edit.serverValue))
                          : Text::tr("no value");
    return {Error::Kind::Conflict,
            Text::tr("%1 changed meanwhile and holds %2. The edit waits in the outbox until "
                     "somebody chooses.")
                .arg(source, held),
            {}};
}

} // namespace

CommandResult setRunTag(Context& context, const std::string& run, const std::string& key,
                        const std::string& value)
{
    const auto detail = findRun(context.workspace, run, false);
    if (!detail)
        return failed(detail.error());
    const auto source = sourceOf(context, *detail);
    if (!source)
        return failed(source.error());
    const auto backend = context.backends.open(*source);
    if (backend && !(*backend)->capabilities().editTags)
        return failed(Error::Kind::Unsupported, Text::tr("%1 keeps no tags: it can only be read.")
                                                    .arg(QString::fromStdString(source->name)));
    Edit edit;
    edit.run = detail->row;
    edit.kind = Edit::Kind::SetTag;
    edit.key = key;
    edit.value = value;
    const OutboxStore outbox(context.workspace);
    const auto id = outbox.add(edit);
    if (!id)
        return failed(id.error());

    auto why = backend ? QString() : backend.error().message;
    if (backend) {
        const auto sent = OutboxReplay(context.workspace, **backend, source->id).run(context.stop);
        if (!sent)
            why = sent.error().message;
        if (!sent && sent.error().kind == Error::Kind::Network)
            (void)SourceStore(context.workspace).recordFailure(source->id, sent.error());
    }
    const auto waiting = stillWaiting(outbox, *id);
    if (!waiting)
        return failed(waiting.error());
    if (!*waiting) {
        answer(context, *detail, edit, {});
        return {};
    }
    if ((*waiting)->state != Edit::State::Pending)
        return failed(refusal(**waiting, *detail));
    answer(context, *detail, edit, why.isNull() ? QStringLiteral("") : why);
    return {};
}

} // namespace binnacle::cli
