#include "app/cli/attach_option.h"
#include "app/cli/data_options.h"
#include "app/cli/performance_tables.h"
#include "app/cli/progress_line.h"
#include "services/data/performance_json.h"

#include <QJsonDocument>

namespace binnacle::cli {

namespace {

struct Options
{
    DataOptions data;
    std::string path;
    std::string reference;
    std::string task;
    std::string time;
    std::string window;
    PerformanceOptions running;
    AttachOption attach;
};

Result<void> attach(Context& context, const Options& options, const Dataset& data,
                    const PerformanceReport& report)
{
    if (!options.attach.isSet())
        return {};
    const auto version = rememberVersion(context, data, {});
    if (!version)
        return failure(version.error());
    const auto body = QJsonDocument(performanceJson(report)).toJson(QJsonDocument::Compact);
    return options.attach.attach(context, "performance", !report.findings(), summaryOf(report),
                                 body.toStdString(), *version ? (*version)->digest : std::string());
}

CommandResult run(Context& context, const Options& options)
{
    auto running = options.running;
    if (!options.task.empty())
        running.columns.task =
            options.task == "regression" ? ModelTask::Regression : ModelTask::Classes;
    if (!options.time.empty() || !options.window.empty())
        running.window = WindowChoice{options.time, options.window};
    const auto engine = options.data.engine();
    if (!engine)
        return failed(engine.error());
    const auto data = openData(context, *engine, options.data, options.path);
    if (!data)
        return failed(data.error());
    complainAbout(*data);
    std::optional<Dataset> reference;
    if (!options.reference.empty()) {
        auto opened = openData(context, *engine, options.data, options.reference);
        if (!opened)
            return failed(opened.error());
        complainAbout(*opened);
        reference = std::move(*opened);
    }
    ProgressLine line(Text::tr("Performance"));
    running.stop = context.stop;
    running.progress = [&](double share) { line.show(share); };
    const auto report = runPerformance(*data, reference ? &*reference : nullptr, running);
    if (!report)
        return failed(report.error());
    if (auto attached = attach(context, options, *data, *report); !attached)
        return failed(attached.error());
    if (report->findings())
        context.exitCode = exitFindings;
    if (!context.json)
        printPerformance(context, *report);
    else if (auto written = writeJson(context, performanceJson(*report)); !written)
        return failed(written.error());
    return {};
}

void declareColumns(CLI::App& command, ModelColumns& columns)
{
    command
        .add_option("--target", columns.target,
                    "Column of what was true. Missing values, or no such column, are rows "
                    "without labels")
        ->type_name("COLUMN");
    command
        .add_option("--prediction", columns.prediction,
                    "Column of what the model said (default: from the probabilities)")
        ->type_name("COLUMN");
    command
        .add_option("--probability", columns.probabilities,
                    "Column of the positive class' probability, or one for each class: by the ends "
                    "of their names (p_setosa), else in the classes' order")
        ->type_name("COLUMN");
    command
        .add_option("--positive", columns.positive,
                    "The positive one of two classes (default: the last: 1, true)")
        ->type_name("CLASS");
    command.add_option("--group", columns.groups, "Fairness between the groups of this column")
        ->type_name("COLUMN");
}

} // namespace

void addPerformanceCommand(CLI::App& app, Request& request)
{
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand(
        "performance",
        "How well does a model do? Exit code 3: worse than the reference, drifted predictions, or "
        "a group below four fifths");
    command->add_option("DATA", options->path, "A file, a folder, or a pattern of files")
        ->required();
    declareColumns(*command, options->running.columns);
    command
        ->add_option("--reference", options->reference,
                     "Data with labels that the figures are held against")
        ->type_name("DATA");
    command
        ->add_option("--task", options->task,
                     "Default: numbers of more than 20 values are a "
                     "regression")
        ->check(CLI::IsMember({"classification", "regression"}));
    command->add_option("--time", options->time, "Figures by windows of this column")
        ->type_name("COLUMN");
    command
        ->add_option("--window", options->window,
                     "Their size: 6h, 1 day, 2w, 1 month; without --time a number of rows")
        ->type_name("SIZE");
    command->add_flag("--slices", options->running.slices,
                      "Search the slices of one and two columns where the model is worst");
    command
        ->add_option("--support", options->running.slicing.support,
                     "Rows that a slice has at least (default: 30)")
        ->type_name("ROWS");
    options->attach.declare(*command);
    options->data.declare(*command);
    command->footer(
        "--json: an object with task, rows, labelled, figures, bands (of the reference), worse, "
        "findings, and where there are such: estimated (without labels: CBPE, with its "
        "assumptions), classification, windows, over_time, estimated_over_time, prediction_drift, "
        "prediction_drift_over_time, fairness, slices.");
    command->callback([&request, options] {
        request.run = [options](Context& context) { return run(context, *options); };
    });
}

} // namespace binnacle::cli
