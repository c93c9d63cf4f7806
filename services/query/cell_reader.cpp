#include "services/query/cell_reader.h"

#include "services/domain/run.h"
#include "services/query/column_loader.h"
#include "services/query/column_text.h"
#include "services/query/number_text.h"
#include "services/query/scan.h"

namespace binnacle {

namespace {

using Kind = RunColumn::Kind;
using State = RunCell::State;

// What a run's own row tells of it.
struct RowRecord
{
    RunRowHead head;
    std::string userId, artifactUri, source, experimentName, experimentId;
    std::optional<std::int64_t> start, end;
};

constexpr const char* rowSql =
    "SELECT r.source, r.experiment, r.run_id, r.name, r.status, r.lifecycle, r.pending, "
    "r.parent_run_id, r.user_id, r.artifact_uri, s.name, e.name, e.experiment_id, r.start_time, "
    "r.end_time FROM run r JOIN experiment e ON e.id = r.experiment "
    "JOIN source s ON s.id = r.source WHERE r.id = ?";

RowRecord readRecord(const Scan& scan, RunRowId row)
{
    const auto text = [&](int column) { return std::string(scan.text(column)); };
    const auto time = [&](int column) {
        return scan.isNull(column) ? std::nullopt : std::optional(scan.integer(column));
    };
    RowRecord record;
    record.head = {row,
                   SourceId{scan.integer(0)},
                   ExperimentRowId{scan.integer(1)},
                   text(2),
                   text(3),
                   static_cast<int>(scan.integer(4)),
                   static_cast<int>(scan.integer(5)),
                   scan.integer(6) != 0,
                   text(7)};
    record.userId = text(8);
    record.artifactUri = text(9);
    record.source = text(10);
    record.experimentName = text(11);
    record.experimentId = text(12);
    record.start = time(13);
    record.end = time(14);
    return record;
}

RunCell numberCell(double number, State state = State::Number)
{
    return {state, number, {}};
}

RunCell timeCell(const std::optional<std::int64_t>& time)
{
    return time ? numberCell(static_cast<double>(*time), State::Time) : RunCell();
}

RunCell attributeCell(const RowRecord& record, const std::string& name)
{
    if (name == "run_id")
        return textCell(record.head.runId, false);
    if (name == "run_name")
        return textCell(record.head.name, false);
    if (name == "status")
        return textCell(statusName(static_cast<RunStatus>(record.head.status)), false);
    if (name == "start_time")
        return timeCell(record.start);
    if (name == "end_time")
        return timeCell(record.end);
    if (name == "duration")
        return record.start && record.end
                   ? numberCell(static_cast<double>(*record.end - *record.start))
                   : RunCell();
    if (name == "user_id")
        return textCell(record.userId, false);
    if (name == "artifact_uri")
        return textCell(record.artifactUri, false);
    if (name == "source")
        return textCell(record.source, false);
    if (name == "experiment_name")
        return textCell(record.experimentName, false);
    if (name == "experiment_id")
        return textCell(record.experimentId, false);
    return textCell(lifecycleName(static_cast<Lifecycle>(record.head.lifecycle)), false);
}

// Looks up one column of single runs.
class ColumnLookup
{
public:
    ColumnLookup(SQLite::Database& db, MetricDirections& directions, const RunColumn& column)
        : column_(column)
    {
        if (column.kind == Kind::Attribute)
            return;
        if (column.kind == Kind::Dataset) {
            scan_ = std::make_unique<Scan>(db, datasetSql(column.name));
            return;
        }
        const auto resolved = directions.resolved(column);
        const auto key = resolved ? keyId(db, column) : std::nullopt;
        if (!key)
            return;
        column_ = *resolved;
        scan_ = std::make_unique<Scan>(
            db, (std::string(keyScanSql(column_)) + " AND run = ?2").c_str());
        scan_->bind(1, *key);
    }

    RunCell cell(const RowRecord& record)
    {
        if (column_.kind == Kind::Attribute)
            return attributeCell(record, column_.name);
        if (!scan_)
            return {};
        return column_.kind == Kind::Dataset ? datasets(record) : single(record);
    }

private:
    static const char* datasetSql(const std::string& name)
    {
        if (name == "context")
            return "SELECT run, context FROM run_dataset WHERE run = ? ORDER BY dataset";
        if (name == "digest")
            return "SELECT l.run, d.digest FROM run_dataset l JOIN dataset d ON d.id = l.dataset "
                   "WHERE l.run = ? ORDER BY l.dataset";
        return "SELECT l.run, d.name FROM run_dataset l JOIN dataset d ON d.id = l.dataset "
               "WHERE l.run = ? ORDER BY l.dataset";
    }

    RunCell single(const RowRecord& record)
    {
        scan_->bind(2, raw(record.head.row));
        RunCell cell;
        if (scan_->next()) {
            const bool nullIsNaN = column_.stat == RunColumn::Stat::Last;
            if (column_.kind != Kind::Metric)
                cell = textCell(scan_->text(1), true);
            else if (nullIsNaN || !scan_->isNull(1))
                cell = numberCell(scan_->number(1));
        }
        scan_->rewind();
        return cell;
    }

    RunCell datasets(const RowRecord& record)
    {
        scan_->bind(1, raw(record.head.row));
        RunCell cell;
        while (scan_->next()) {
            if (cell.state == State::Text)
                cell.text += ", ";
            cell.state = State::Text;
            cell.text += scan_->text(1);
        }
        return cell;
    }

    RunColumn column_;
    std::unique_ptr<Scan> scan_;
};

// From this share of all runs on, whole columns are quicker than look-ups.
constexpr std::size_t lookupShare = 8;
constexpr std::size_t alwaysLookUp = 500;

bool worthWholeColumns(std::size_t rows, std::size_t runs)
{
    return rows > alwaysLookUp && rows * lookupShare > runs;
}

} // namespace

Result<std::vector<RunRowCells>> lookUpCells(Workspace& workspace, MetricDirections& directions,
                                             std::span<const RunRowId> rows,
                                             std::span<const RunColumn> columns,
                                             const std::stop_token& stop)
{
    return workspace.read([&](SQLite::Database& db) -> Result<std::vector<RunRowCells>> {
        std::vector<ColumnLookup> lookups;
        for (const auto& column : columns)
            lookups.emplace_back(db, directions, column);
        Scan find(db, rowSql);
        std::vector<RunRowCells> result;
        result.reserve(rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (i % 64 == 0 && stop.stop_requested())
                return failure(cancelledError());
            find.bind(1, raw(rows[i]));
            if (find.next()) {
                const auto record = readRecord(find, rows[i]);
                RunRowCells cells{record.head, {}};
                cells.cells.reserve(columns.size());
                for (auto& lookup : lookups)
                    cells.cells.push_back(lookup.cell(record));
                result.push_back(std::move(cells));
            }
            find.rewind();
        }
        return result;
    });
}

RunCell textCell(std::string_view text, bool maybeNumber)
{
    RunCell cell{State::Text, 0, std::string(text)};
    const auto number = maybeNumber ? numberFromText(text) : std::nullopt;
    if (number) {
        cell.number = *number;
        cell.numeric = true;
    }
    return cell;
}

RunCell cellOf(const ColumnPointer& column, bool isTime, std::size_t at)
{
    if (!column)
        return {};
    if (const auto* numbers = std::get_if<NumberColumn>(column.get())) {
        if (!numbers->present.test(at))
            return {};
        return numberCell(numbers->values[at], isTime ? State::Time : State::Number);
    }
    if (const auto* texts = std::get_if<TextColumn>(column.get())) {
        const auto code = texts->codes[at];
        return code == TextColumn::missing ? RunCell()
                                           : textCell(texts->pool.text(code), texts->numeric);
    }
    const auto& lists = std::get<TextListColumn>(*column);
    RunCell cell;
    for (auto i = lists.starts[at]; i < lists.starts[at + 1]; ++i) {
        if (cell.state == State::Text)
            cell.text += ", ";
        cell.state = State::Text;
        cell.text += lists.pool.text(lists.codes[i]);
    }
    return cell;
}

Result<std::vector<RunRowCells>> readCells(ColumnCache& cache, std::span<const RunRowId> rows,
                                           std::span<const RunColumn> columns,
                                           const std::stop_token& stop)
{
    if (rows.size() <= alwaysLookUp)
        return lookUpCells(cache.workspace(), cache.directions(), rows, columns, stop);
    const auto base = cache.base(stop);
    if (!base)
        return failure(base.error());
    if (!worthWholeColumns(rows.size(), (*base)->size()))
        return lookUpCells(cache.workspace(), cache.directions(), rows, columns, stop);
    auto result = lookUpCells(cache.workspace(), cache.directions(), rows, {}, stop);
    if (!result)
        return result;
    for (const auto& column : columns) {
        const auto data = cache.column(*base, column, stop);
        if (!data)
            return failure(data.error());
        for (auto& row : *result) {
            const auto at = (*base)->positionOf(raw(row.head.row));
            row.cells.push_back(at ? cellOf(*data, isTimeColumn(column), *at) : RunCell());
        }
    }
    return result;
}

} // namespace binnacle
