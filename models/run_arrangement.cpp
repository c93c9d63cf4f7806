#include "models/run_arrangement.h"

#include "models/relative_time.h"
#include "models/run_cell_text.h"
#include "models/run_nesting.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace binnacle {

namespace {

constexpr std::uint8_t deepest = 30; // of what is drawn indented

struct Builder
{
    const LineSet* open = nullptr;
    std::vector<RunRowId> ids;
    std::vector<RunLines::Shape> shapes;

    bool isOpen(RunRowId line) const { return open && open->contains(raw(line)); }

    void add(RunRowId line, RunLines::Shape shape)
    {
        ids.push_back(line);
        shapes.push_back(shape);
    }

    void addNested(const RunNesting& nesting, const std::vector<RunRowId>& runs)
    {
        // A stack of our own: nesting may be deeper than the thread's stack likes.
        struct Level
        {
            const std::vector<RunRowId>* runs;
            std::size_t next;
        };
        std::vector<Level> stack{{&runs, 0}};
        while (!stack.empty()) {
            auto& [list, next] = stack.back();
            if (next == list->size()) {
                stack.pop_back();
                continue;
            }
            const RunRowId run = (*list)[next++];
            const auto below = nesting.children.find(raw(run));
            const bool expandable = below != nesting.children.end();
            const auto level =
                static_cast<std::uint8_t>(std::min<std::size_t>(stack.size() - 1, deepest));
            add(run, {level, expandable, expandable && isOpen(run)});
            if (expandable && isOpen(run))
                stack.push_back({&below->second, 0});
        }
    }
};

void pinnedFirst(std::vector<RunRowId>& runs, const std::vector<RunRowId>& pinned)
{
    auto rank = [&](RunRowId run) {
        return std::find(pinned.begin(), pinned.end(), run) - pinned.begin();
    };
    if (pinned.empty())
        return;
    const LineSet set = [&] {
        LineSet all;
        for (const RunRowId run : pinned)
            all.insert(raw(run));
        return all;
    }();
    const auto end = std::stable_partition(runs.begin(), runs.end(),
                                           [&](RunRowId run) { return set.contains(raw(run)); });
    std::sort(runs.begin(), end, [&](RunRowId a, RunRowId b) { return rank(a) < rank(b); });
}

QString headOf(const RunColumn& by, const RunGroup& group)
{
    if (isDuration(by) && !group.missing)
        return durationText(std::llround(std::strtod(group.value.c_str(), nullptr)));
    return QString::fromStdString(group.value);
}

RunRowId groupLine(const RunGroup& group)
{
    const std::size_t hash =
        std::hash<std::string>{}(group.missing ? std::string("missing") : "=" + group.value);
    return RunRowId{-static_cast<std::int64_t>(hash >> 2) - 1};
}

// Groups in the order of the first term, where that is a number they show or what they are made by.
void orderGroups(std::vector<RunGroup>& groups, const ArrangementRequest& request)
{
    if (request.query.order.empty())
        return;
    const SortTerm& term = request.query.order.front();
    const auto place = std::find(request.aggregated.begin(), request.aggregated.end(), term.column);
    if (place == request.aggregated.end()) {
        if (term.column == *request.groupBy && term.descending)
            std::reverse(groups.begin(), groups.end());
        return;
    }
    const auto at = static_cast<std::size_t>(place - request.aggregated.begin());
    const auto key = [&](const RunGroup& group) {
        return figureOf(group.aggregates[at], request.figure);
    };
    std::stable_sort(groups.begin(), groups.end(), [&](const RunGroup& a, const RunGroup& b) {
        const auto left = key(a), right = key(b);
        if (!left || !right)
            return left.has_value() && !right.has_value(); // without values: last
        return term.descending ? *left > *right : *left < *right;
    });
}

Result<void> layOutGroups(RunQueryEngine& engine, const ArrangementRequest& request,
                          Arrangement& answer, Builder& builder, const std::stop_token& stop)
{
    auto groups = engine.group(*answer.matched, *request.groupBy, request.aggregated, stop);
    if (!groups)
        return failure(groups.error());
    answer.aggregated = request.aggregated;
    orderGroups(*groups, request);
    for (auto& group : *groups) {
        RunRowId line = groupLine(group);
        while (answer.groups.contains(raw(line))) // two values of one hash
            line = RunRowId{raw(line) - 1};
        const bool open = builder.isOpen(line);
        builder.add(line, {0, true, open});
        if (open) {
            pinnedFirst(group.rows, request.pinned);
            for (const RunRowId run : group.rows)
                builder.add(run, {1, false, false});
        }
        answer.groups.emplace(raw(line), GroupFacts{headOf(*request.groupBy, group), group.missing,
                                                    static_cast<std::int64_t>(group.rows.size()),
                                                    std::move(group.aggregates)});
    }
    return {};
}

Result<SharedLines> layOut(RunQueryEngine& engine, const ArrangementRequest& request,
                           Arrangement& answer, const std::stop_token& stop)
{
    Builder builder{request.open.get(), {}, {}};
    if (request.groupBy) {
        if (auto done = layOutGroups(engine, request, answer, builder, stop); !done)
            return failure(done.error());
        return std::make_shared<RunLines>(std::move(builder.ids), std::move(builder.shapes));
    }
    if (request.tree) {
        auto nesting = nestRuns(engine, *answer.matched, stop);
        if (!nesting)
            return failure(nesting.error());
        pinnedFirst(nesting->top, request.pinned);
        builder.addNested(*nesting, nesting->top);
        for (const auto& [parent, runs] : nesting->children)
            answer.children[parent] = static_cast<std::int64_t>(runs.size());
        return std::make_shared<RunLines>(std::move(builder.ids), std::move(builder.shapes));
    }
    std::vector<RunRowId> runs = *answer.matched;
    pinnedFirst(runs, request.pinned);
    auto lines = std::make_shared<const RunLines>(std::move(runs));
    answer.matched = {lines, &lines->ids()}; // one list for both
    return lines;
}

} // namespace

std::optional<double> figureOf(const GroupAggregate& aggregate, GroupFigure figure)
{
    if (figure == GroupFigure::Count)
        return static_cast<double>(aggregate.count);
    if (aggregate.count == 0 || (figure == GroupFigure::Deviation && aggregate.count < 2))
        return std::nullopt;
    switch (figure) {
    case GroupFigure::Min:
        return aggregate.min;
    case GroupFigure::Max:
        return aggregate.max;
    case GroupFigure::Deviation:
        return aggregate.standardDeviation;
    case GroupFigure::Mean:
    case GroupFigure::Count:
        break;
    }
    return aggregate.mean;
}

Result<Arrangement> arrangeRuns(RunQueryEngine& engine, const ArrangementRequest& request,
                                std::stop_token stop)
{
    auto ordering = engine.run(request.query, stop);
    if (!ordering)
        return failure(ordering.error());
    Arrangement answer;
    answer.total = ordering->total;
    answer.milliseconds = ordering->milliseconds;
    answer.matched = std::make_shared<const std::vector<RunRowId>>(std::move(ordering->rows));
    auto lines = layOut(engine, request, answer, stop);
    if (!lines)
        return failure(lines.error());
    answer.change = changeOfLines(request.base, std::move(*lines));
    return answer;
}

} // namespace binnacle
