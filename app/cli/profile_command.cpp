#include "app/cli/data_options.h"

#include "app/cli/column_list.h"
#include "app/cli/output.h"
#include "app/cli/progress_line.h"
#include "app/cli/text_table.h"
#include "services/data/dataset_html.h"
#include "services/data/profile/profile_json.h"

#include <QJsonDocument>

namespace binnacle::cli {

namespace {

struct Options
{
    DataOptions data;
    std::string path;
    std::string html;
    std::string columns;
    bool whole = false;
    bool keep = false;
};

QString cellOf(const ColumnProfile& profile, const std::optional<double>& value,
               const std::string& text)
{
    if (isTemporal(profile.column.kind) && value)
        return QString::fromStdString(text.empty() ? timeText(*value, profile.column.kind) : text);
    if (value)
        return shortNumber(*value);
    return text.empty() ? missingText() : QString::fromStdString(text);
}

void print(Context& context, const DatasetProfile& profile)
{
    using Align = TextTable::Align;
    TextTable table({{Text::tr("COLUMN")},
                     {Text::tr("TYPE")},
                     {Text::tr("MISSING"), Align::Right},
                     {Text::tr("DISTINCT"), Align::Right},
                     {Text::tr("MIN"), Align::Right},
                     {Text::tr("MEDIAN"), Align::Right},
                     {Text::tr("MAX"), Align::Right},
                     {Text::tr("MEAN"), Align::Right},
                     {Text::tr("STD"), Align::Right}});
    for (const auto& column : profile.columns) {
        const auto median = column.quantiles.find(0.5);
        const bool time = isTemporal(column.column.kind);
        table.add(
            {QString::fromStdString(column.column.name), QString::fromStdString(column.column.type),
             QString::number(column.missing),
             (column.distinctExact ? QString() : QStringLiteral("≈ ")) +
                 QString::number(column.distinct),
             cellOf(column, column.min, column.minText),
             median == column.quantiles.end() ? missingText() : cellOf(column, median->second, {}),
             cellOf(column, column.max, column.maxText),
             time ? missingText() : cellOf(column, column.mean, {}),
             time ? missingText() : cellOf(column, column.std, {})});
    }
    context.out.line(Text::tr("%1 rows").arg(profile.rows).toStdString());
    table.print(context.out);
    if (profile.table && profile.table->duplicateRows)
        context.out.line(Text::tr("%1 rows repeat another one")
                             .arg(*profile.table->duplicateRows)
                             .toStdString());
}

Result<DatasetProfile> profileOf(Context& context, const Options& options, const Dataset& data)
{
    ProgressLine line(Text::tr("Profile"));
    ProfileOptions profiling;
    profiling.columns = splitList(options.columns);
    profiling.stop = context.stop;
    profiling.progress = [&](double share) { line.show(share); };
    auto profile = profileDataset(data, profiling);
    if (!profile || !options.whole)
        return profile;
    auto table = profileTable(data, {context.stop, {}});
    if (!table)
        return failure(table.error());
    profile->table = std::move(*table);
    return profile;
}

CommandResult run(Context& context, const Options& options)
{
    const auto engine = options.data.engine();
    if (!engine)
        return failed(engine.error());
    const auto data = openData(context, *engine, options.data, options.path);
    if (!data)
        return failed(data.error());
    complainAbout(*data);
    const auto profile = profileOf(context, options, *data);
    if (!profile)
        return failed(profile.error());
    if (options.keep) {
        const auto text = QJsonDocument(profileJson(*profile)).toJson(QJsonDocument::Compact);
        if (auto kept = rememberVersion(context, *data, text.toStdString()); !kept)
            return failed(kept.error());
    }
    if (!options.html.empty())
        if (auto written = writeFile(options.html, profileHtml(*data, *profile).toUtf8()); !written)
            return failed(written.error());
    if (context.json) {
        auto object = profileJson(*profile);
        object[QStringLiteral("report")] = reportJson(data->report);
        if (auto written = writeJson(context, object); !written)
            return failed(written.error());
    } else if (options.html.empty()) {
        print(context, *profile);
    }
    return {};
}

} // namespace

void addProfileCommand(CLI::App& app, Request& request)
{
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("profile", "What is in a dataset, column by column");
    command->add_option("DATA", options->path, "A file, a folder, or a pattern of files")
        ->required();
    command->add_option("--html", options->html, "Write a page to this file")->type_name("FILE");
    command->add_option("--columns", options->columns, "Only these, split by commas");
    command->add_flag("--whole", options->whole, "Count repeated rows and correlate, as well");
    command->add_flag("--keep", options->keep, "Keep it in the workspace, by the data's digest");
    options->data.declare(*command);
    command->callback([&request, options] {
        request.run = [options](Context& context) { return run(context, *options); };
    });
}

} // namespace binnacle::cli
