#include "app/cli/attach_option.h"
#include "app/cli/data_options.h"

#include "app/cli/output.h"
#include "app/cli/progress_line.h"
#include "app/cli/text_table.h"
#include "services/data/dataset_html.h"
#include "services/data/rules/rules_json.h"
#include "services/workspace/dataset_store.h"

#include <QDateTime>
#include <QFile>
#include <QJsonDocument>

#include <algorithm>
#include <filesystem>
#include <map>

namespace binnacle::cli {

namespace {

struct Options
{
    DataOptions data;
    std::string path;
    std::string rules;
    std::string html;
    AttachOption attach;
};

Result<std::string> textOf(const std::string& path)
{
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::ReadOnly))
        return failure(
            Error::Kind::NotFound,
            Text::tr("The rules %1 can not be read: %2").arg(file.fileName(), file.errorString()));
    return file.readAll().toStdString();
}

Result<std::vector<DataRule>> rulesOf(const std::string& path, const std::string& text)
{
    auto rules = readRules(text);
    if (!rules)
        rules.error().message =
            QStringLiteral("%1: %2").arg(QString::fromStdString(path), rules.error().message);
    return rules;
}

// What references name is read from beside the file of rules, before the engine is sealed.
using References = std::map<std::string, Result<Dataset>>;

References openReferences(Context& context, const std::shared_ptr<DuckDbEngine>& engine,
                          const Options& options, std::span<const DataRule> rules)
{
    const auto folder = std::filesystem::path(options.rules).parent_path();
    References opened;
    for (const auto& rule : rules)
        if (rule.kind == DataRule::Kind::Reference && !opened.contains(rule.text))
            opened.emplace(rule.text,
                           openDataset(engine, {(folder / rule.text).string(), {}, {}, {}},
                                       OpenDepth::Whole, {context.stop, {}}));
    return opened;
}

void print(Context& context, std::span<const RuleResult> results)
{
    TextTable table({{Text::tr("RESULT")}, {Text::tr("RULE")}, {Text::tr("FOUND")}});
    for (const auto& result : results)
        table.add({result.passed   ? Text::tr("holds")
                   : result.broken ? Text::tr("broken")
                                   : Text::tr("FAILS"),
                   result.title, result.message});
    table.print(context.out);
    for (const auto& result : results) {
        if (result.examples.empty())
            continue;
        context.out.line(result.title.toStdString() + ":");
        std::vector<TextTable::Column> titles;
        for (const auto& column : result.exampleColumns)
            titles.push_back({QString::fromStdString(column)});
        TextTable examples(titles);
        for (const auto& row : result.examples) {
            std::vector<QString> cells;
            for (const auto& cell : row)
                cells.push_back(cell ? QString::fromStdString(*cell) : missingText());
            examples.add(cells);
        }
        examples.print(context.out);
    }
}

QString summaryOf(std::span<const RuleResult> results)
{
    const auto failed = std::ranges::count(results, false, &RuleResult::passed);
    return failed == 0 ? Text::tr("All %1 rules hold.").arg(results.size())
                       : Text::tr("%1 of %2 rules fail.").arg(failed).arg(results.size());
}

// The results stay with the version of the dataset that they are of, and go to a model version
// where that is asked for.
Result<void> keep(Context& context, const Options& options, const Dataset& data,
                  const std::string& rules, std::span<const RuleResult> results)
{
    const auto version = rememberVersion(context, data, {});
    if (!version)
        return failure(version.error());
    DataCheckRow check;
    check.rules = rules;
    check.passed = allPassed(results);
    check.body =
        QJsonDocument(rulesJson(data, results)).toJson(QJsonDocument::Compact).toStdString();
    check.createdAt = QDateTime::currentMSecsSinceEpoch();
    if (*version)
        if (auto added = DatasetStore(context.workspace).addCheck((*version)->row, check); !added)
            return added;
    if (!options.attach.isSet())
        return {};
    return options.attach.attach(context, "quality", check.passed, summaryOf(results), check.body,
                                 *version ? (*version)->digest : std::string());
}

CommandResult show(Context& context, const Options& options, const Dataset& data,
                   std::span<const RuleResult> results)
{
    if (!allPassed(results))
        context.exitCode = exitFindings;
    if (!options.html.empty())
        if (auto written = writeFile(options.html, rulesHtml(data, results).toUtf8()); !written)
            return failed(written.error());
    if (context.json) {
        if (auto written = writeJson(context, rulesJson(data, results)); !written)
            return failed(written.error());
    } else {
        print(context, results);
    }
    return {};
}

CommandResult run(Context& context, const Options& options)
{
    const auto text = textOf(options.rules);
    if (!text)
        return failed(text.error());
    const auto rules = rulesOf(options.rules, *text);
    if (!rules)
        return failed(rules.error());
    const auto engine = options.data.engine();
    if (!engine)
        return failed(engine.error());
    const auto data = openData(context, *engine, options.data, options.path);
    if (!data)
        return failed(data.error());
    complainAbout(*data);
    auto references = openReferences(context, *engine, options, *rules);
    std::vector<const Dataset*> readable = {&*data};
    for (const auto& [name, reference] : references)
        if (reference)
            readable.push_back(&*reference);
    if (auto sealed = sealTo(**engine, readable); !sealed)
        return failed(sealed.error());
    ProgressLine line(Text::tr("Rules"));
    RuleOptions checking;
    checking.stop = context.stop;
    checking.progress = [&](double share) { line.show(share); };
    checking.now = QDateTime::currentMSecsSinceEpoch();
    checking.reference = [&](const std::string& name) { return references.at(name); };
    const auto results = checkRules(*data, *rules, checking);
    if (!results)
        return failed(results.error());
    if (auto kept = keep(context, options, *data, *text, *results); !kept)
        return failed(kept.error());
    return show(context, options, *data, *results);
}

} // namespace

void addCheckCommand(CLI::App& app, Request& request)
{
    const auto options = std::make_shared<Options>();
    auto* command =
        app.add_subcommand("check", "Does a dataset keep the rules of a file? Exit code 3: it does "
                                    "not");
    command->add_option("DATA", options->path, "A file, a folder, or a pattern of files")
        ->required();
    command->add_option("--rules", options->rules, "YAML; `rules learn` writes a first one")
        ->required()
        ->type_name("FILE");
    command->add_option("--html", options->html, "Write a page to this file")->type_name("FILE");
    options->attach.declare(*command);
    options->data.declare(*command);
    command->callback([&request, options] {
        request.run = [options](Context& context) { return run(context, *options); };
    });
}

} // namespace binnacle::cli
