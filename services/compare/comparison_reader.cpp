#include "services/compare/comparison_reader.h"

#include "services/compare/run_spans.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <set>
#include <thread>
#include <tuple>

namespace binnacle {

namespace {

using Group = ComparisonGroup;

// "val_loss", "test/acc": on data that the model was not fitted to.
bool heldOut(const std::string& key)
{
    return key.starts_with("val") || key.starts_with("test") || key.starts_with("eval") ||
           key.starts_with("dev");
}

// A table that is clustered by key and run.
struct Table
{
    std::int64_t kind; // in table `key`
    const char* keysOfRun;
    const char* cells;
};
constexpr Table metricTable{0, "SELECT key FROM metric WHERE run = ?1",
                            "SELECT run, value, step FROM metric WHERE key = ?1 AND run BETWEEN ?2 "
                            "AND ?3"};
constexpr Table paramTable{1, "SELECT key FROM param WHERE run = ?1",
                           "SELECT run, value FROM param WHERE key = ?1 AND run BETWEEN ?2 AND ?3"};
constexpr Table tagTable{2, "SELECT key FROM tag WHERE run = ?1",
                         "SELECT run, value FROM tag WHERE key = ?1 AND run BETWEEN ?2 AND ?3"};

struct Key
{
    std::int64_t id;
    Group group;
    std::string name;
};

std::vector<RunRowId> rowsOf(const std::vector<ComparedRun>& runs)
{
    std::vector<RunRowId> rows;
    rows.reserve(runs.size());
    for (const auto& run : runs)
        rows.push_back(run.row);
    return rows;
}

// A row of texts while it is filled.
class TextRow
{
public:
    TextRow(std::size_t runs, bool numeric) : codes_(runs, TextColumn::missing), numeric_(numeric)
    {
    }
    void set(std::size_t run, std::string_view text) { codes_[run] = builder_.codeOf(text); }
    ComparisonCells take()
    {
        return ComparisonCells(TextColumn{std::move(codes_), builder_.take(), numeric_});
    }

private:
    std::vector<std::uint32_t> codes_;
    TextPoolBuilder builder_;
    bool numeric_;
};

// Heads of the runs, and the rows made of them.
class HeadReader
{
public:
    explicit HeadReader(SQLite::Database& db)
        : head_(db, "SELECT r.run_id, r.name, s.name, e.name, r.status, r.start_time, r.end_time, "
                    "r.user_id FROM run r JOIN experiment e ON e.id = r.experiment "
                    "JOIN source s ON s.id = r.source WHERE r.id = ?1")
        , datasets_(db, "SELECT l.context, d.name, d.digest FROM run_dataset l JOIN dataset d ON "
                        "d.id = l.dataset WHERE l.run = ?1 ORDER BY d.name, d.digest, l.context")
    {
    }

    void read(RunRowId row, RunComparison& comparison)
    {
        head_.bind(1, raw(row));
        if (head_.next()) {
            const auto text = [this](int column) { return std::string(head_.text(column)); };
            const auto time = [this](int column) {
                return head_.isNull(column) ? std::nullopt : std::optional(head_.integer(column));
            };
            comparison.runs.push_back({row, text(0), text(1), text(2), text(3),
                                       static_cast<RunStatus>(head_.integer(4)), time(5), time(6)});
            users_.push_back(text(7));
            readDatasets(row);
        }
        head_.rewind();
    }

    void addRows(RunComparison& comparison) const
    {
        addAttribute(comparison, "experiment", [&](std::size_t i) -> std::string_view {
            return comparison.runs[i].experiment;
        });
        addAttribute(comparison, "source",
                     [&](std::size_t i) -> std::string_view { return comparison.runs[i].source; });
        addAttribute(comparison, "status",
                     [&](std::size_t i) { return statusName(comparison.runs[i].status); });
        addAttribute(comparison, "user",
                     [&](std::size_t i) -> std::string_view { return users_[i]; });
        std::set<std::string> contexts;
        for (const auto& one : inputs_)
            for (const auto& [context, text] : one)
                contexts.insert(context);
        for (const auto& context : contexts) {
            TextRow row(inputs_.size(), false);
            for (std::size_t i = 0; i < inputs_.size(); ++i)
                if (const auto found = inputs_[i].find(context); found != inputs_[i].end())
                    row.set(i, found->second);
            comparison.rows.push_back({Group::Datasets, context, {}, false, 0, row.take()});
        }
    }

private:
    void readDatasets(RunRowId row)
    {
        auto& inputs = inputs_.emplace_back();
        datasets_.bind(1, raw(row));
        while (datasets_.next()) {
            std::string context(datasets_.text(0));
            std::string text(datasets_.text(1));
            if (!datasets_.text(2).empty())
                text.append("@").append(datasets_.text(2));
            auto& all = inputs[context.empty() ? "dataset" : context];
            all += all.empty() ? text : ", " + text;
        }
    }

    template <class TextOf>
    static void addAttribute(RunComparison& comparison, const char* name, TextOf textOf)
    {
        TextRow row(comparison.runs.size(), false);
        bool any = false;
        for (std::size_t i = 0; i < comparison.runs.size(); ++i) {
            if (const std::string_view text = textOf(i); !text.empty()) {
                row.set(i, text);
                any = true;
            }
        }
        if (any)
            comparison.rows.push_back({Group::Attributes, name, {}, false, 0, row.take()});
    }

    Scan head_, datasets_;
    std::vector<std::string> users_;
    std::vector<std::map<std::string, std::string>> inputs_; // by run, then context
};

// The keys that the runs have, and how many cells that makes.
class KeyFinder
{
public:
    explicit KeyFinder(SQLite::Database& db) : db_(db)
    {
        Scan greatest(db, "SELECT coalesce(max(id), 0) FROM key");
        if (greatest.next())
            seen_.resize(static_cast<std::size_t>(greatest.integer(0)) + 1);
    }

    Result<void> find(const Table& table, const std::vector<ComparedRun>& runs,
                      const std::stop_token& stop)
    {
        std::vector<std::int64_t> found;
        Scan keys(db_, table.keysOfRun);
        for (const auto& run : runs) {
            if (stop.stop_requested())
                return failure(cancelledError());
            keys.bind(1, raw(run.row));
            while (keys.next()) {
                const auto id = keys.integer(0);
                ++cells_;
                if (id < 0 || static_cast<std::size_t>(id) >= seen_.size() ||
                    seen_[static_cast<std::size_t>(id)])
                    continue;
                seen_[static_cast<std::size_t>(id)] = true;
                found.push_back(id);
            }
        }
        Scan name(db_, "SELECT name FROM key WHERE id = ?1");
        for (const auto id : found) {
            name.bind(1, id);
            if (name.next())
                add(table, id, std::string(name.text(0)));
            name.rewind();
        }
        return {};
    }

    std::vector<Key> take() { return std::move(keys_); }
    std::size_t cells() const { return cells_; }

private:
    void add(const Table& table, std::int64_t id, std::string name)
    {
        auto group = table.kind == metricTable.kind ? Group::Metrics : Group::Params;
        if (table.kind == tagTable.kind) {
            const auto ofTag = groupOfTag(name);
            if (!ofTag)
                return;
            group = *ofTag;
        }
        keys_.push_back({id, group, std::move(name)});
    }

    SQLite::Database& db_;
    std::vector<bool> seen_; // by id: a key has one kind
    std::vector<Key> keys_;
    std::size_t cells_ = 0;
};

// Reads the rows of keys, on one connection.
class RowReader
{
public:
    RowReader(SQLite::Database& db, const RunSpans& spans, std::size_t runs)
        : metrics_(db, metricTable.cells)
        , params_(db, paramTable.cells)
        , tags_(db, tagTable.cells)
        , spans_(spans)
        , runs_(runs)
    {
    }

    ComparisonRow read(const Key& key)
    {
        ComparisonRow row{key.group, key.name, {}, false, 0, {}};
        if (key.group == Group::Metrics) {
            NumberColumn column{std::vector<double>(runs_), RunMask(runs_)};
            spans_.forEach(metrics_, key.id, [&](std::size_t run) {
                column.values[run] = metrics_.number(1);
                column.present.set(run);
                row.lastStep = std::max(row.lastStep, metrics_.integer(2));
            });
            row.cells = ComparisonCells(std::move(column));
            return row;
        }
        auto& scan = key.group == Group::Params ? params_ : tags_;
        TextRow texts(runs_, key.group == Group::Params);
        spans_.forEach(scan, key.id, [&](std::size_t run) { texts.set(run, scan.text(1)); });
        row.cells = texts.take();
        return row;
    }

private:
    Scan metrics_, params_, tags_;
    const RunSpans& spans_;
    std::size_t runs_;
};

// From so many cells on, a second connection pays.
constexpr std::size_t manyCells = 20'000;

std::size_t helpersFor(std::size_t cells)
{
    if (cells < manyCells)
        return 0;
    return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 2, 4) - 1;
}

Result<std::vector<ComparisonRow>> readRows(Workspace& workspace, const std::vector<Key>& keys,
                                            const RunSpans& spans, std::size_t runs,
                                            std::size_t helpers, const std::stop_token& stop)
{
    std::vector<ComparisonRow> rows(keys.size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        return workspace.read([&](SQLite::Database& db) -> Result<void> {
            RowReader reader(db, spans, runs);
            for (auto at = next++; at < keys.size(); at = next++) {
                if (stop.stop_requested())
                    return failure(cancelledError());
                rows[at] = reader.read(keys[at]);
            }
            return {};
        });
    };
    std::vector<std::future<Result<void>>> others;
    for (std::size_t i = 0; i < helpers; ++i)
        others.push_back(std::async(std::launch::async, work));
    auto done = work();
    for (auto& other : others) {
        if (auto result = other.get(); !result && done)
            done = std::move(result);
    }
    if (!done)
        return failure(done.error());
    return rows;
}

struct Found
{
    RunComparison comparison; // runs, and the rows made of their heads
    std::vector<Key> keys;
    std::size_t cells = 0;
};

Result<Found> findRunsAndKeys(Workspace& workspace, std::span<const RunRowId> runs,
                              const std::stop_token& stop)
{
    return workspace.read([&](SQLite::Database& db) -> Result<Found> {
        Found found;
        HeadReader heads(db);
        std::set<RunRowId> taken;
        for (const auto run : runs)
            if (taken.insert(run).second)
                heads.read(run, found.comparison);
        heads.addRows(found.comparison);
        KeyFinder keys(db);
        for (const auto* table : {&paramTable, &metricTable, &tagTable})
            if (auto done = keys.find(*table, found.comparison.runs, stop); !done)
                return failure(done.error());
        found.keys = keys.take();
        found.cells = keys.cells();
        return found;
    });
}

} // namespace

Result<RunComparison> readComparison(std::shared_ptr<Workspace> workspace,
                                     std::span<const RunRowId> runs, const DirectionOf& direction,
                                     const std::stop_token& stop)
{
    auto found = findRunsAndKeys(*workspace, runs, stop);
    if (!found)
        return failure(found.error());
    auto comparison = std::move(found->comparison);
    const auto present = rowsOf(comparison.runs);
    auto rows = readRows(*workspace, found->keys, RunSpans(present), present.size(),
                         helpersFor(found->cells), stop);
    if (!rows)
        return failure(rows.error());
    std::ranges::move(*rows, std::back_inserter(comparison.rows));
    arrangeRows(comparison, direction);
    return comparison;
}

Result<FiguresByMetric> readFigures(std::shared_ptr<Workspace> workspace,
                                    std::span<const RunRowId> runs,
                                    std::span<const std::string> metrics,
                                    const std::stop_token& stop)
{
    return workspace->read([&](SQLite::Database& db) -> Result<FiguresByMetric> {
        FiguresByMetric figures;
        const RunSpans spans(runs);
        Scan find(db, "SELECT id FROM key WHERE kind = 0 AND name = ?1");
        Scan steps(db, metricTable.cells);
        Scan series(db, "SELECT run, min, min_step, max, max_step FROM series WHERE key = ?1 AND "
                        "run BETWEEN ?2 AND ?3");
        for (const auto& metric : metrics) {
            if (stop.stop_requested())
                return failure(cancelledError());
            find.bind(1, metric);
            const auto key = find.next() ? std::optional(find.integer(0)) : std::nullopt;
            find.rewind();
            auto& cells = figures[metric];
            cells.resize(runs.size());
            if (!key)
                continue;
            spans.forEach(steps, *key,
                          [&](std::size_t run) { cells[run].step = steps.integer(2); });
            spans.forEach(series, *key, [&](std::size_t run) {
                if (series.isNull(1) || series.isNull(3))
                    return;
                cells[run].min = series.number(1);
                cells[run].minStep = series.integer(2);
                cells[run].max = series.number(3);
                cells[run].maxStep = series.integer(4);
            });
        }
        return figures;
    });
}

std::vector<std::string> metricsToShow(const RunComparison& comparison)
{
    struct Ranked
    {
        const ComparisonRow* row;
        std::tuple<bool, std::size_t, bool, bool, bool> rank;
    };
    std::vector<Ranked> metrics;
    for (const auto& row : comparison.rows) {
        if (row.group != Group::Metrics)
            continue;
        // A single value makes no line, however many runs have it.
        const bool grows = row.lastStep > 0;
        metrics.push_back({&row,
                           {grows, row.cells.present(), row.direction != MetricDirection::Unknown,
                            heldOut(row.key), row.differs}});
    }
    std::ranges::sort(metrics, [](const Ranked& a, const Ranked& b) {
        return a.rank != b.rank ? a.rank > b.rank : a.row->key < b.row->key;
    });
    std::vector<std::string> keys;
    for (const auto& metric : metrics)
        keys.push_back(metric.row->key);
    return keys;
}

std::string metricToShowFirst(const RunComparison& comparison)
{
    const auto metrics = metricsToShow(comparison);
    return metrics.empty() ? std::string() : metrics.front();
}

} // namespace binnacle
