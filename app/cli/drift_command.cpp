#include "app/cli/attach_option.h"
#include "app/cli/column_list.h"
#include "app/cli/data_options.h"
#include "app/cli/output.h"
#include "app/cli/progress_line.h"
#include "app/cli/text_table.h"
#include "services/data/drift_run.h"
#include "services/drift/drift_report_json.h"

#include <QFile>
#include <QJsonDocument>

namespace binnacle::cli {

namespace {

struct Options
{
    DataOptions data;
    std::string reference;
    std::string current;
    std::string config;
    std::string columns;
    AttachOption attach;
};

void print(Context& context, const DriftReport& report)
{
    using Align = TextTable::Align;
    TextTable table({{Text::tr("COLUMN")},
                     {Text::tr("TYPE")},
                     {Text::tr("METHOD")},
                     {Text::tr("STATISTIC"), Align::Right},
                     {Text::tr("P"), Align::Right},
                     {Text::tr("THRESHOLD"), Align::Right},
                     {Text::tr("DRIFT")}});
    for (const auto& column : report.columns)
        table.add(
            {QString::fromStdString(column.column),
             QString::fromUtf8(driftColumnTypeName(column.type).data(),
                               static_cast<qsizetype>(driftColumnTypeName(column.type).size())),
             QString::fromStdString(column.method), shortNumber(column.statistic),
             column.pValue ? shortNumber(*column.pValue) : missingText(),
             shortNumber(column.threshold),
             column.drifted ? Text::tr("drifted") : Text::tr("none")});
    table.print(context.out);
    context.out.line(
        Text::tr("%1% of the columns drifted: the dataset %2.")
            .arg(shortNumber(100 * report.shareDrifted),
                 report.datasetDrift ? Text::tr("has drifted") : Text::tr("has not drifted"))
            .toStdString());
}

Result<DriftRunOptions> choicesOf(const std::string& path)
{
    if (path.empty())
        return DriftRunOptions();
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::ReadOnly))
        return failure(Error::Kind::NotFound,
                       Text::tr("%1 can not be read: %2").arg(file.fileName(), file.errorString()));
    auto options = readDriftChoices(file.readAll().toStdString());
    if (!options)
        options.error().message =
            QStringLiteral("%1: %2").arg(file.fileName(), options.error().message);
    return options;
}

Result<void> attach(Context& context, const Options& options, const Dataset& current,
                    const DriftReport& report)
{
    if (!options.attach.isSet())
        return {};
    const auto version = rememberVersion(context, current, {});
    if (!version)
        return failure(version.error());
    const auto body = QJsonDocument(driftJson(report)).toJson(QJsonDocument::Compact);
    return options.attach.attach(
        context, "drift", !report.datasetDrift,
        Text::tr("%1% of the columns drifted.").arg(shortNumber(100 * report.shareDrifted)),
        body.toStdString(), *version ? (*version)->digest : std::string());
}

CommandResult run(Context& context, const Options& options)
{
    auto running = choicesOf(options.config);
    if (!running)
        return failed(running.error());
    const auto engine = options.data.engine();
    if (!engine)
        return failed(engine.error());
    const auto reference = openData(context, *engine, options.data, options.reference);
    if (!reference)
        return failed(reference.error());
    const auto current = openData(context, *engine, options.data, options.current);
    if (!current)
        return failed(current.error());
    complainAbout(*reference);
    complainAbout(*current);
    ProgressLine line(Text::tr("Drift"));
    if (!options.columns.empty())
        running->columns = splitList(options.columns);
    running->stop = context.stop;
    running->progress = [&](double share) { line.show(share); };
    const auto report = runDrift(*reference, *current, *running);
    if (!report)
        return failed(report.error());
    if (auto attached = attach(context, options, *current, *report); !attached)
        return failed(attached.error());
    if (report->datasetDrift)
        context.exitCode = exitFindings;
    if (!context.json)
        print(context, *report);
    else if (auto written = writeJson(context, driftJson(*report)); !written)
        return failed(written.error());
    return {};
}

} // namespace

void addDriftCommand(CLI::App& app, Request& request)
{
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand(
        "drift", "Has a dataset moved away from a reference? Exit code 3: it has");
    command->add_option("REF", options->reference, "The reference: a file, a folder, a pattern")
        ->required();
    command->add_option("CUR", options->current, "The current data")->required();
    command->add_option("--config", options->config, "YAML: drift_share, and methods by column")
        ->type_name("FILE");
    command->add_option("--columns", options->columns, "Only these, split by commas");
    options->attach.declare(*command);
    options->data.declare(*command);
    command->callback([&request, options] {
        request.run = [options](Context& context) { return run(context, *options); };
    });
}

} // namespace binnacle::cli
