#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/cli/progress_line.h"
#include "app/cli/text_table.h"
#include "services/sync/mirror_pass.h"
#include "services/workspace/source_store.h"

#include <QElapsedTimer>
#include <QStringList>

namespace binnacle::cli {

namespace {

struct Options
{
    std::vector<std::string> names;
    std::string histories = "all";
};

struct Outcome
{
    Source source;
    SyncProgress progress;
    std::optional<Error> error;
    double seconds = 0;
};

Result<std::vector<Source>> chosenSources(Context& context, const std::vector<std::string>& names)
{
    const SourceStore store(context.workspace);
    if (names.empty())
        return store.list();
    std::vector<Source> sources;
    for (const auto& name : names) {
        auto source = store.find(name);
        if (!source)
            return failure(source.error());
        sources.push_back(std::move(*source));
    }
    return sources;
}

Outcome syncOne(Context& context, const Source& source, HistoryMode histories)
{
    Outcome outcome;
    outcome.source = source;
    QElapsedTimer timer;
    timer.start();
    ProgressLine line(QString::fromStdString(source.name));
    auto backend = context.backends.open(source);
    if (!backend) {
        outcome.error = backend.error();
        return outcome;
    }
    const auto registry = context.backends.openRegistry(source);
    MirrorPass pass(context.workspace, *backend, source, registry ? *registry : nullptr);
    const auto report = [&](const SyncProgress& progress) {
        outcome.progress = progress;
        line.show(progress);
    };
    const auto noneUrgent = [] { return std::vector<RunRowId>(); };
    const auto done = pass.run(true, histories, report, noneUrgent, context.stop);
    if (done)
        outcome.progress = *done;
    else
        outcome.error = done.error();
    outcome.seconds = static_cast<double>(timer.elapsed()) / 1000;
    return outcome;
}

void print(Context& context, const std::vector<Outcome>& outcomes)
{
    using Align = TextTable::Align;
    TextTable table({{Text::tr("SOURCE")},
                     {Text::tr("RUNS"), Align::Right},
                     {Text::tr("CHANGED"), Align::Right},
                     {Text::tr("HISTORIES"), Align::Right},
                     {Text::tr("POINTS"), Align::Right},
                     {Text::tr("SECONDS"), Align::Right},
                     {Text::tr("RESULT")}});
    for (const auto& [source, progress, error, seconds] : outcomes)
        table.add({QString::fromStdString(source.name), QString::number(progress.runsDone),
                   QString::number(progress.runsChanged), QString::number(progress.historiesDone),
                   QString::number(progress.points), QString::number(seconds, 'f', 1),
                   error                        ? Text::tr("failed")
                   : progress.message.isEmpty() ? Text::tr("done")
                                                : Text::tr("done; %1").arg(progress.message)});
    table.print(context.out);
}

void writeJson(Context& context, const std::vector<Outcome>& outcomes)
{
    JsonWriter json(context.out);
    json.beginArray();
    for (const auto& [source, progress, error, seconds] : outcomes) {
        json.beginObject();
        json.field("source", source.name);
        json.field("ok", !error);
        json.field("runs", progress.runsDone);
        json.field("runs_changed", progress.runsChanged);
        json.field("histories", progress.historiesDone);
        json.field("points", progress.points);
        json.field("bytes", progress.bytes);
        json.field("seconds", seconds);
        json.field("message", (error ? error->message : progress.message).toStdString());
        json.endObject();
    }
    json.endArray();
}

CommandResult sync(Context& context, const Options& options)
{
    const auto sources = chosenSources(context, options.names);
    if (!sources)
        return failed(sources.error());
    const auto histories = options.histories == "none" ? HistoryMode::None : HistoryMode::All;
    std::vector<Outcome> outcomes;
    for (const auto& source : *sources) {
        outcomes.push_back(syncOne(context, source, histories));
        if (context.stop.stop_requested())
            return failed(Error::Kind::Cancelled,
                          Text::tr("Cancelled. What was mirrored until now stays, and the next "
                                   "sync goes on from there."));
    }
    if (context.json)
        writeJson(context, outcomes);
    else if (outcomes.empty())
        context.out.line(
            Text::tr("There is no source yet: binnacle-cli source add NAME URI").toStdString());
    else
        print(context, outcomes);

    QStringList failures;
    for (const auto& outcome : outcomes) {
        if (outcome.error)
            failures << QStringLiteral("%1: %2").arg(QString::fromStdString(outcome.source.name),
                                                     outcome.error->message);
    }
    if (failures.isEmpty())
        return {};
    return failed(Error::Kind::Network, failures.join(QStringLiteral(" | ")));
}

} // namespace

void addSyncCommand(CLI::App& app, Request& request)
{
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("sync", "Mirror the sources, or those that are named");
    command->add_option("NAME", options->names, "Sources (default: all)");
    command
        ->add_option("--histories", options->histories,
                     "all: metric histories as well; none: run summaries only")
        ->check(CLI::IsMember({"all", "none"}))
        ->capture_default_str();
    command->callback([&request, options] {
        request.run = [options](Context& context) { return sync(context, *options); };
    });
}

} // namespace binnacle::cli
