#include "app/cli/column_list.h"
#include "app/cli/command.h"
#include "app/cli/csv_writer.h"
#include "app/cli/output.h"
#include "app/cli/run_json.h"
#include "app/cli/text_table.h"
#include "services/query/filter_parser.h"
#include "services/query/run_query_engine.h"
#include "services/workspace/source_store.h"

#include <algorithm>

namespace binnacle::cli {

namespace {

constexpr std::size_t pageSize = 200; // runs held at once; answers stream through

struct Options
{
    std::vector<std::string> experiments;
    std::vector<std::string> sources;
    std::string filter;
    std::vector<std::string> orderBy;
    std::vector<std::string> columns;
    std::int64_t limit = -1;
    bool csv = false;
    bool deleted = false;
};

RunColumn attribute(const char* name)
{
    return {RunColumn::Kind::Attribute, name, RunColumn::Stat::Last};
}

// Experiments of this name or id in any source.
Result<std::vector<ExperimentRowId>> experimentRows(Context& context,
                                                    const std::vector<std::string>& wanted)
{
    std::vector<ExperimentRowId> rows;
    if (wanted.empty())
        return rows;
    const auto experiments = RunReader(context.workspace).experiments();
    if (!experiments)
        return failure(experiments.error());
    for (const auto& name : wanted) {
        const auto before = rows.size();
        for (const auto& summary : *experiments) {
            if (summary.experiment.name == name || summary.experiment.id == name)
                rows.push_back(summary.row);
        }
        if (rows.size() == before)
            return failure(Error::Kind::NotFound,
                           Text::tr("There is no experiment “%1”; binnacle-cli experiments lists "
                                    "them.")
                               .arg(QString::fromStdString(name)));
    }
    return rows;
}

Result<std::vector<SourceId>> sourceRows(Context& context, const std::vector<std::string>& names)
{
    std::vector<SourceId> rows;
    for (const auto& name : names) {
        const auto source = SourceStore(context.workspace).find(name);
        if (!source)
            return failure(source.error());
        rows.push_back(source->id);
    }
    return rows;
}

class RunList
{
public:
    RunList(Context& context, const Options& options)
        : context_(context), options_(options), engine_(context.workspace)
    {
    }

    CommandResult print()
    {
        if (auto ready = prepare(); !ready)
            return ready;
        auto ordering = engine_.run(query_, context_.stop);
        if (!ordering)
            return failed(ordering.error());
        rows_ = std::move(ordering->rows);
        if (options_.limit >= 0 && rows_.size() > static_cast<std::size_t>(options_.limit))
            rows_.resize(static_cast<std::size_t>(options_.limit));
        if (context_.json)
            return printJson();
        return options_.csv ? printCsv() : printTable();
    }

private:
    // What the command line says wrongly is found before anything is printed.
    CommandResult prepare()
    {
        auto columns = columnsFromTexts(options_.columns);
        if (!columns)
            return badUsage(columns.error().message);
        columns_ = std::move(*columns);
        auto order = sortTermsFromTexts(options_.orderBy);
        if (!order)
            return badUsage(order.error().message);
        query_.order = std::move(*order);
        if (const auto parsed = parseFilter(options_.filter); !parsed)
            return badUsage(
                Text::tr("The filter is wrong at character %1: %2.")
                    .arg(QString::fromUtf8(options_.filter.data(),
                                           static_cast<qsizetype>(parsed.error().position))
                             .size() +
                         1)
                    .arg(QString::fromStdString(parsed.error().message)));
        query_.filter = options_.filter;
        query_.lifecycle = options_.deleted ? LifecycleView::All : LifecycleView::ActiveOnly;
        auto sources = sourceRows(context_, options_.sources);
        if (!sources)
            return failed(sources.error());
        query_.sources = std::move(*sources);
        auto experiments = experimentRows(context_, options_.experiments);
        if (!experiments)
            return failed(experiments.error());
        query_.experiments = std::move(*experiments);
        return {};
    }

    template <class Visit>
    CommandResult eachPage(Visit visit)
    {
        for (std::size_t at = 0; at < rows_.size(); at += pageSize) {
            if (context_.stop.stop_requested())
                return failed(cancelledError());
            const auto page = std::span(rows_).subspan(at, std::min(pageSize, rows_.size() - at));
            if (auto visited = visit(page); !visited)
                return visited;
            if (auto written = context_.out.flush(); !written)
                return failed(written.error());
        }
        return {};
    }

    // Figures and datasets are no part of a run's params, metrics and tags.
    std::vector<RunColumn> extraColumns() const
    {
        std::vector<RunColumn> extra;
        std::ranges::copy_if(columns_, std::back_inserter(extra), [](const RunColumn& column) {
            return column.kind == RunColumn::Kind::Dataset ||
                   column.stat != RunColumn::Stat::Last ||
                   (column.kind == RunColumn::Kind::Attribute && column.name == "duration");
        });
        return extra;
    }

    CommandResult printJson()
    {
        const auto extra = extraColumns();
        const RunReader reader(context_.workspace);
        JsonWriter json(context_.out);
        json.beginArray();
        const auto page = [&](std::span<const RunRowId> rows) -> CommandResult {
            const auto details = reader.details(rows);
            if (!details)
                return failed(details.error());
            std::vector<RunRowCells> cells;
            if (!extra.empty()) {
                auto read = engine_.cells(rows, extra, context_.stop);
                if (!read)
                    return failed(read.error());
                cells = std::move(*read);
            }
            for (const auto& detail : *details) {
                json.beginObject();
                writeRunFields(json, detail, columns_);
                writeExtra(json, detail.row, extra, cells);
                json.endObject();
            }
            return {};
        };
        if (auto printed = eachPage(page); !printed)
            return printed;
        json.endArray();
        return {};
    }

    static void writeExtra(JsonWriter& json, RunRowId row, std::span<const RunColumn> columns,
                           const std::vector<RunRowCells>& cells)
    {
        const auto found = std::ranges::find_if(
            cells, [&](const RunRowCells& one) { return one.head.row == row; });
        if (found == cells.end())
            return;
        json.key("columns");
        json.beginObject();
        for (std::size_t i = 0; i < columns.size(); ++i) {
            json.key(columnTitle(columns[i]));
            const auto& cell = found->cells[i];
            if (cell.state == RunCell::State::Missing)
                json.null();
            else if (cell.state == RunCell::State::Text)
                json.text(cell.text);
            else
                json.number(cell.number);
        }
        json.endObject();
    }

    // Everything that occurs in the scope: attributes, params, metrics, tags but MLflow's own.
    Result<std::vector<RunColumn>> allColumns()
    {
        std::vector<RunColumn> all{attribute("source"),   attribute("experiment_name"),
                                   attribute("run_id"),   attribute("run_name"),
                                   attribute("status"),   attribute("start_time"),
                                   attribute("end_time"), attribute("lifecycle_stage")};
        auto occurring = engine_.columns(query_, {}, context_.stop);
        if (!occurring)
            return failure(occurring.error());
        std::vector<RunColumn> keys;
        for (auto& info : *occurring) {
            const bool internal =
                info.column.kind == RunColumn::Kind::Tag && info.column.name.starts_with("mlflow.");
            if (!internal && info.column.kind != RunColumn::Kind::Attribute &&
                info.column.kind != RunColumn::Kind::Dataset)
                keys.push_back(std::move(info.column));
        }
        const auto place = [](const RunColumn& column) {
            const int kind = column.kind == RunColumn::Kind::Param    ? 0
                             : column.kind == RunColumn::Kind::Metric ? 1
                                                                      : 2;
            return std::pair(kind, std::string_view(column.name));
        };
        std::ranges::sort(keys, {}, place);
        all.insert(all.end(), keys.begin(), keys.end());
        return all;
    }

    CommandResult printCsv()
    {
        if (columns_.empty()) {
            auto all = allColumns();
            if (!all)
                return failed(all.error());
            columns_ = std::move(*all);
        }
        CsvWriter csv(context_.out);
        for (const auto& column : columns_)
            csv.text(columnTitle(column));
        csv.endRow();
        return eachPage([&](std::span<const RunRowId> rows) -> CommandResult {
            const auto page = engine_.cells(rows, columns_, context_.stop);
            if (!page)
                return failed(page.error());
            for (const auto& row : *page) {
                for (const auto& cell : row.cells)
                    writeCell(csv, cell);
                csv.endRow();
            }
            return {};
        });
    }

    static void writeCell(CsvWriter& csv, const RunCell& cell)
    {
        switch (cell.state) {
        case RunCell::State::Missing:
            return csv.missing();
        case RunCell::State::Number:
            // A param keeps the text that was logged.
            return cell.text.empty() ? csv.number(cell.number) : csv.text(cell.text);
        case RunCell::State::Text:
            return csv.text(cell.text);
        case RunCell::State::Time:
            return csv.time(static_cast<std::int64_t>(cell.number));
        }
    }

    // What a person wants to see first: who, how it went, and the metrics that most runs have.
    Result<std::vector<RunColumn>> usualColumns()
    {
        constexpr std::size_t metrics = 4;
        std::vector<RunColumn> columns{attribute("run_id"), attribute("run_name"),
                                       attribute("status"), attribute("start_time"),
                                       attribute("experiment_name")};
        auto occurring = engine_.columns(query_, {}, context_.stop);
        if (!occurring)
            return failure(occurring.error());
        for (auto& info : *occurring) {
            if (info.column.kind == RunColumn::Kind::Metric && columns.size() < 5 + metrics)
                columns.push_back(std::move(info.column));
        }
        return columns;
    }

    CommandResult printTable()
    {
        if (columns_.empty()) {
            auto usual = usualColumns();
            if (!usual)
                return failed(usual.error());
            columns_ = std::move(*usual);
        }
        std::vector<TextTable::Column> heads;
        heads.reserve(columns_.size());
        for (const auto& column : columns_)
            heads.push_back({QString::fromStdString(columnTitle(column)),
                             column.kind == RunColumn::Kind::Metric ? TextTable::Align::Right
                                                                    : TextTable::Align::Left});
        TextTable table(std::move(heads));
        const auto page = [&](std::span<const RunRowId> rows) -> CommandResult {
            const auto read = engine_.cells(rows, columns_, context_.stop);
            if (!read)
                return failed(read.error());
            for (const auto& row : *read)
                table.add(shownCells(row));
            return {};
        };
        if (auto printed = eachPage(page); !printed)
            return printed;
        table.print(context_.out);
        return {};
    }

    std::vector<QString> shownCells(const RunRowCells& row) const
    {
        std::vector<QString> shown;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const auto& cell = row.cells[i];
            if (columns_[i] == attribute("run_id"))
                shown.push_back(shortId(row.head.runId));
            else if (cell.state == RunCell::State::Missing)
                shown.push_back(missingText());
            else if (cell.state == RunCell::State::Time)
                shown.push_back(localTime(static_cast<std::int64_t>(cell.number)));
            else if (cell.state == RunCell::State::Number && cell.text.empty())
                shown.push_back(shortNumber(cell.number));
            else
                shown.push_back(QString::fromStdString(cell.text));
        }
        return shown;
    }

    Context& context_;
    const Options& options_;
    RunQueryEngine engine_;
    RunQuery query_;
    std::vector<RunColumn> columns_;
    std::vector<RunRowId> rows_;
};

} // namespace

void addRunsCommand(CLI::App& app, Request& request)
{
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("runs", "Runs of all sources");
    command
        ->add_option("--experiment", options->experiments, "Only of this experiment (name or id)")
        ->type_name("E")
        ->expected(1);
    command->add_option("--source", options->sources, "Only of this source")
        ->type_name("NAME")
        ->expected(1);
    command
        ->add_option("--filter", options->filter,
                     "MLflow's search grammar with OR, NOT and parentheses: "
                     "metrics.acc > 0.9 AND params.lr IN ('0.1','0.01')")
        ->type_name("F");
    command->add_option("--order-by", options->orderBy, "metrics.acc DESC, params.lr")
        ->type_name("O")
        ->expected(1);
    command->add_option("--limit", options->limit, "At most so many runs")
        ->type_name("N")
        ->check(wholeNumber(0));
    command->add_option("--columns", options->columns,
                        "run_name, metrics.acc, best.metrics.loss, params.lr, tags.team, …");
    auto* csv = command->add_flag("--csv", options->csv, "Answer in CSV");
    csv->excludes(app.get_option("--json"));
    command->add_flag("--deleted", options->deleted, "Deleted runs as well");
    command->callback([&request, options] {
        request.run = [options](Context& context) { return RunList(context, *options).print(); };
    });
}

} // namespace binnacle::cli
