#include "app/cli/attach_option.h"
#include "app/cli/column_list.h"
#include "app/cli/data_options.h"
#include "app/cli/output.h"
#include "app/cli/progress_line.h"
#include "app/cli/text_table.h"
#include "services/data/drift_record.h"
#include "services/data/multivariate_run.h"
#include "services/data/window_run.h"
#include "services/drift/drift_html.h"

#include <QDateTime>
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
    std::string time;
    std::string window;
    bool multivariate = false;
    std::string html;
    bool save = false;
    AttachOption attach;

    bool keeps() const { return save || attach.isSet(); }
};

// What was found, and where it was kept.
struct Found
{
    DriftDocument document;
    std::optional<std::int64_t> kept; // the id in the workspace
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

void say(Context& context, const QString& line)
{
    context.out.line(plainLine(line).toStdString());
}

void print(Context& context, const DriftOverTime& overTime)
{
    using Align = TextTable::Align;
    TextTable table({{Text::tr("WINDOW")},
                     {Text::tr("ROWS"), Align::Right},
                     {Text::tr("DRIFTED COLUMNS"), Align::Right},
                     {Text::tr("WHICH")}});
    for (std::size_t w = 0; w < overTime.windows.size(); ++w) {
        QStringList drifted;
        for (const auto& column : overTime.columns)
            if (column.windows[w].drifted)
                drifted.append(QString::fromStdString(column.column));
        table.add({QString::fromStdString(overTime.windows[w].name),
                   QString::number(overTime.windows[w].rows),
                   Text::tr("%1%").arg(shortNumber(100 * overTime.sharesDrifted[w])),
                   drifted.join(QStringLiteral(", "))});
    }
    table.print(context.out);
    for (const auto& column : overTime.columns)
        for (const auto change : column.changes)
            say(context, Text::tr("%1 changes at %2.")
                             .arg(QString::fromStdString(column.column),
                                  QString::fromStdString(overTime.windows[change].name)));
    if (overTime.outside > 0)
        say(context,
            Text::tr("%1 rows have no time: they are in no window.").arg(overTime.outside));
}

void print(Context& context, const MultivariateDrift& found)
{
    if (!found.reconstruction) {
        say(context, Text::tr("No column of numbers varies: nothing is said of them together."));
        return;
    }
    const auto& error = *found.reconstruction;
    say(context,
        Text::tr("Reconstruction by %1 components: error %2, expected %3 … %4: %5.")
            .arg(found.components)
            .arg(shortNumber(error.currentError), shortNumber(error.low), shortNumber(error.high),
                 error.drifted ? Text::tr("drifted") : Text::tr("no drift")));
    if (found.classifier)
        say(context,
            Text::tr("Domain classifier on %1 rows: area %2 (%3 … %4): %5.")
                .arg(found.classifierReference + found.classifierCurrent)
                .arg(shortNumber(found.classifier->auc.auc), shortNumber(found.classifier->auc.low),
                     shortNumber(found.classifier->auc.high),
                     found.classifier->drifted ? Text::tr("drifted") : Text::tr("no drift")));
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
                    const Found& found)
{
    if (!options.attach.isSet())
        return {};
    const auto version = rememberVersion(context, current, {});
    if (!version)
        return failure(version.error());
    auto body = driftDocumentJson(evidenceOf(found.document));
    if (found.kept)
        body.insert(QStringLiteral("report"), static_cast<qint64>(*found.kept));
    const auto text = QJsonDocument(body).toJson(QJsonDocument::Compact);
    const auto& report = found.document.report;
    return options.attach.attach(
        context, "drift", !report.datasetDrift,
        Text::tr("%1% of the columns drifted.").arg(shortNumber(100 * report.shareDrifted)),
        text.toStdString(), *version ? (*version)->digest : std::string());
}

// Tells what the report is about, and keeps it, where that is asked for.
Result<void> keep(Context& context, const Options& options, const DriftRunOptions& running,
                  const Dataset& reference, const Dataset& current, Found& found)
{
    if (!options.keeps() && options.html.empty())
        return {};
    auto subject =
        driftSubject(reference, current, QDateTime::currentMSecsSinceEpoch(), context.stop);
    if (!subject)
        return failure(subject.error());
    found.document.subject = std::move(*subject);
    if (!options.keeps())
        return {};
    const auto kept = DriftReports(context.workspace).add(keptDriftReport(found.document, running));
    if (!kept)
        return failure(kept.error());
    found.kept = *kept;
    return {};
}

CommandResult show(Context& context, const Options& options, const Found& found)
{
    const auto& document = found.document;
    if (!options.html.empty()) {
        const auto page = driftHtml(document.report, document.subject).toUtf8();
        if (auto written = writeFile(options.html, page); !written)
            return failed(written.error());
    }
    if (context.json) {
        auto object = driftDocumentJson(document);
        if (found.kept)
            object.insert(QStringLiteral("report"), static_cast<qint64>(*found.kept));
        if (auto written = writeJson(context, object); !written)
            return failed(written.error());
        return {};
    }
    print(context, document.report);
    if (document.overTime)
        print(context, *document.overTime);
    if (document.together)
        print(context, *document.together);
    if (found.kept)
        context.out.line(Text::tr("Kept as report %1.").arg(*found.kept).toStdString());
    return {};
}

Result<Found> find(Context& context, const Options& options, const Dataset& reference,
                   const Dataset& current, DriftRunOptions running)
{
    ProgressLine line(Text::tr("Drift"));
    if (!options.columns.empty())
        running.columns = splitList(options.columns);
    running.stop = context.stop;
    running.progress = [&](double share) { line.show(share); };
    auto report = runDrift(reference, current, running);
    if (!report)
        return failure(report.error());
    Found found;
    found.document.report = std::move(*report);
    if (!options.time.empty() || !options.window.empty()) {
        WindowRunOptions windows;
        windows.columns = running.columns;
        windows.choices = running.choices;
        windows.window = {options.time, options.window};
        windows.stop = context.stop;
        windows.progress = running.progress;
        auto overTime = runDriftOverTime(reference, current, windows);
        if (!overTime)
            return failure(overTime.error());
        found.document.overTime = std::move(*overTime);
    }
    if (options.multivariate) {
        MultivariateOptions together;
        together.stop = context.stop;
        together.progress = running.progress;
        auto multivariate = runMultivariate(reference, current, together);
        if (!multivariate)
            return failure(multivariate.error());
        found.document.together = std::move(*multivariate);
    }
    return found;
}

CommandResult run(Context& context, const Options& options)
{
    const auto running = choicesOf(options.config);
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
    auto found = find(context, options, *reference, *current, *running);
    if (!found)
        return failed(found.error());
    if (auto kept = keep(context, options, *running, *reference, *current, *found); !kept)
        return failed(kept.error());
    if (auto attached = attach(context, options, *current, *found); !attached)
        return failed(attached.error());
    if (found->document.report.datasetDrift)
        context.exitCode = exitFindings;
    return show(context, options, *found);
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
    command
        ->add_option("--config", options->config,
                     "YAML: drift_share, correct, and by column type (num, cat, text), "
                     "method and threshold")
        ->type_name("FILE");
    command->add_option("--columns", options->columns, "Only these, split by commas");
    command->add_option("--time", options->time, "Also by windows of this column of CUR")
        ->type_name("COLUMN");
    command
        ->add_option("--window", options->window,
                     "Their size: 6h, 1 day, 2w, 1 month; without --time a number of rows")
        ->type_name("SIZE");
    command->add_flag(
        "--multivariate", options->multivariate,
        "Also all columns of numbers together: PCA reconstruction, domain classifier");
    command->add_option("--html", options->html, "Write a page to this file")->type_name("FILE");
    command->add_flag("--save", options->save, "Keep the report in the workspace");
    options->attach.declare(*command);
    options->data.declare(*command);
    command->footer(
        "--json: an object with dataset_drift, share_drifted, drift_share and columns, each with "
        "column, type, method, statistic, p_value where there is one, threshold, drifted, sizes, "
        "missing shares, new and gone categories, explanation, difference; over_time (windows, "
        "columns, changes) with --time or --window; multivariate (reconstruction, "
        "domain_classifier) with --multivariate. The exit code is of dataset_drift alone.");
    command->callback([&request, options] {
        request.run = [options](Context& context) { return run(context, *options); };
    });
}

} // namespace binnacle::cli
