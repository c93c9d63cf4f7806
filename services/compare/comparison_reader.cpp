#include "services/compare/comparison_reader.h"

#include "services/compare/comparison_rows.h"
#include "services/compare/run_spans.h"

#include <algorithm>
#include <set>
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
    explicit TextRow(std::size_t runs) : codes_(runs, TextColumn::missing) {}
    void set(std::size_t run, std::string_view text) { codes_[run] = builder_.codeOf(text); }
    ComparisonCells take()
    {
        return ComparisonCells(TextColumn{std::move(codes_), builder_.take(), false});
    }

private:
    std::vector<std::uint32_t> codes_;
    TextPoolBuilder builder_;
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
            TextRow row(inputs_.size());
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
        TextRow row(comparison.runs.size());
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

// The runs, and the rows made of their heads.
Result<RunComparison> readHeads(Workspace& workspace, std::span<const RunRowId> runs)
{
    return workspace.read([&](SQLite::Database& db) -> Result<RunComparison> {
        RunComparison comparison;
        HeadReader heads(db);
        std::set<RunRowId> taken;
        for (const auto run : runs)
            if (taken.insert(run).second)
                heads.read(run, comparison);
        heads.addRows(comparison);
        return comparison;
    });
}

} // namespace

Result<RunComparison> readComparison(const std::shared_ptr<Workspace>& workspace,
                                     std::span<const RunRowId> runs, const DirectionOf& direction,
                                     const std::stop_token& stop)
{
    auto comparison = readHeads(*workspace, runs);
    if (!comparison)
        return comparison;
    auto rows = readKeyRows(*workspace, rowsOf(comparison->runs), stop);
    if (!rows)
        return failure(rows.error());
    std::ranges::move(*rows, std::back_inserter(comparison->rows));
    arrangeRows(*comparison, direction);
    return comparison;
}

Result<FiguresByMetric> readFigures(const std::shared_ptr<Workspace>& workspace,
                                    std::span<const RunRowId> runs,
                                    std::span<const std::string> metrics,
                                    const std::stop_token& stop)
{
    return workspace->read([&](SQLite::Database& db) -> Result<FiguresByMetric> {
        FiguresByMetric figures;
        const RunSpans spans(runs);
        Scan find(db, "SELECT id FROM key WHERE kind = 0 AND name = ?1");
        Scan steps(db, "SELECT run, step FROM metric WHERE key = ?1 AND run BETWEEN ?2 AND ?3");
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
                          [&](std::size_t run) { cells[run].step = steps.integer(1); });
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
