#include "services/compare/comparison_rows.h"

#include "services/async/in_parallel.h"
#include "services/query/scan.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <optional>
#include <string>

namespace binnacle {

namespace {

using Group = ComparisonGroup;

// Runs whose bits share words of a RunMask are read by one thread.
constexpr std::size_t runsPerSlice = 64;
// Fewer runs than this are not worth a second connection.
constexpr std::size_t manyRuns = 8;

// The texts of one param or tag.
struct TextCells
{
    explicit TextCells(std::size_t runs) : codes(runs, TextColumn::missing) {}
    std::vector<std::uint32_t> codes;
    TextPoolBuilder texts;
};

// The latest values of one metric; several threads write, each to runs of its own.
struct MetricCells
{
    explicit MetricCells(std::size_t runs) : column{std::vector<double>(runs), RunMask(runs)} {}
    NumberColumn column;
    std::atomic<std::int64_t> lastStep = 0;

    void reach(std::int64_t step)
    {
        auto last = lastStep.load(std::memory_order_relaxed);
        while (step > last && !lastStep.compare_exchange_weak(last, step)) {
        }
    }
};

// Cells by the ids of their keys; those of different threads may be of the same key.
template <class Cells>
class CellsByKey
{
public:
    CellsByKey(std::size_t ids, std::size_t runs) : cells_(ids), runs_(runs) {}
    ~CellsByKey()
    {
        for (const auto& each : cells_)
            delete each.load();
    }
    CellsByKey(const CellsByKey&) = delete;
    CellsByKey& operator=(const CellsByKey&) = delete;

    // nullptr: a key that is newer than this reading.
    Cells* at(std::int64_t id)
    {
        if (id < 0 || static_cast<std::size_t>(id) >= cells_.size())
            return nullptr;
        auto& place = cells_[static_cast<std::size_t>(id)];
        Cells* there = place.load(std::memory_order_acquire);
        if (there)
            return there;
        auto made = std::make_unique<Cells>(runs_);
        if (place.compare_exchange_strong(there, made.get()))
            there = made.release();
        return there;
    }
    template <class Visit>
    void forEach(Visit visit)
    {
        for (std::size_t id = 0; id < cells_.size(); ++id)
            if (Cells* there = cells_[id].load())
                visit(static_cast<std::int64_t>(id), *there);
    }

private:
    std::vector<std::atomic<Cells*>> cells_;
    std::size_t runs_;
};

class KeyRows
{
public:
    KeyRows(Workspace& workspace, std::span<const RunRowId> runs, std::size_t ids,
            const std::stop_token& stop)
        : workspace_(workspace)
        , runs_(runs)
        , stop_(stop)
        , params_(ids, runs.size())
        , tags_(ids, runs.size())
        , metrics_(ids, runs.size())
    {
    }

    // One for the params, one for the tags, one for each slice of the metrics.
    std::size_t parts() const { return 2 + (runs_.size() + runsPerSlice - 1) / runsPerSlice; }
    Result<void> read(std::size_t part)
    {
        if (part == 0)
            return readTexts("SELECT key, value FROM param WHERE run = ?1", params_);
        if (part == 1)
            return readTexts("SELECT key, value FROM tag WHERE run = ?1", tags_);
        return readMetrics((part - 2) * runsPerSlice);
    }

    Result<std::vector<ComparisonRow>> take()
    {
        return workspace_.read([&](SQLite::Database& db) -> Result<std::vector<ComparisonRow>> {
            std::vector<ComparisonRow> rows;
            Scan names(db, "SELECT name FROM key WHERE id = ?1");
            const auto nameOf = [&](std::int64_t id) {
                names.bind(1, id);
                std::string name = names.next() ? std::string(names.text(0)) : std::string();
                names.rewind();
                return name;
            };
            const auto textRow = [&](Group group, std::string name, TextCells& cells) {
                rows.push_back(
                    {group,
                     std::move(name),
                     {},
                     false,
                     0,
                     ComparisonCells(TextColumn{std::move(cells.codes), cells.texts.take(),
                                                group == Group::Params})});
            };
            params_.forEach([&](std::int64_t id, TextCells& cells) {
                textRow(Group::Params, nameOf(id), cells);
            });
            metrics_.forEach([&](std::int64_t id, MetricCells& cells) {
                rows.push_back({Group::Metrics,
                                nameOf(id),
                                {},
                                false,
                                cells.lastStep,
                                ComparisonCells(std::move(cells.column))});
            });
            tags_.forEach([&](std::int64_t id, TextCells& cells) {
                std::string name = nameOf(id);
                if (const auto group = groupOfTag(name))
                    textRow(*group, std::move(name), cells);
            });
            return rows;
        });
    }

private:
    // Calls `visit(run, row)` for each row that `sql` gives for the runs from `begin` to `end`.
    template <class Visit>
    Result<void> scan(const char* sql, std::size_t begin, std::size_t end, Visit visit)
    {
        return workspace_.read([&](SQLite::Database& db) -> Result<void> {
            Scan row(db, sql);
            for (std::size_t run = begin; run < end; ++run) {
                if (stop_.stop_requested())
                    return failure(cancelledError());
                row.bind(1, raw(runs_[run]));
                while (row.next())
                    visit(run, row);
            }
            return {};
        });
    }
    Result<void> readTexts(const char* sql, CellsByKey<TextCells>& table)
    {
        return scan(sql, 0, runs_.size(), [&](std::size_t run, const Scan& row) {
            if (auto* cells = table.at(row.integer(0)))
                cells->codes[run] = cells->texts.codeOf(row.text(1));
        });
    }
    Result<void> readMetrics(std::size_t begin)
    {
        const auto end = std::min(begin + runsPerSlice, runs_.size());
        return scan("SELECT key, value, step FROM metric WHERE run = ?1", begin, end,
                    [&](std::size_t run, const Scan& row) {
                        auto* cells = metrics_.at(row.integer(0));
                        if (!cells)
                            return;
                        cells->column.values[run] = row.number(1);
                        cells->column.present.set(run);
                        cells->reach(row.integer(2));
                    });
    }

    Workspace& workspace_;
    std::span<const RunRowId> runs_;
    const std::stop_token& stop_;
    CellsByKey<TextCells> params_, tags_;
    CellsByKey<MetricCells> metrics_;
};

} // namespace

Result<std::vector<ComparisonRow>> readKeyRows(Workspace& workspace, std::span<const RunRowId> runs,
                                               const std::stop_token& stop)
{
    const auto ids = workspace.read([](SQLite::Database& db) -> Result<std::size_t> {
        Scan greatest(db, "SELECT coalesce(max(id), 0) FROM key");
        return greatest.next() ? static_cast<std::size_t>(greatest.integer(0)) + 1 : 0;
    });
    if (!ids)
        return failure(ids.error());
    KeyRows rows(workspace, runs, *ids, stop);
    const auto read = [&](std::size_t part) { return rows.read(part); };
    if (auto done =
            tryInParallel(rows.parts(), read, runs.size() < manyRuns ? 1 : parallelThreads());
        !done)
        return failure(done.error());
    return rows.take();
}

} // namespace binnacle
