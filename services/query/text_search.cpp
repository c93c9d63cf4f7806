#include "services/query/text_search.h"

#include "services/query/column_loader.h"
#include "services/query/scan.h"
#include "services/query/text_digest.h"
#include "services/query/text_match.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>

namespace binnacle {

namespace {

struct Key
{
    std::int64_t id;
    RunColumn column;
};

// One worker's share: the runs found for each word.
class Searcher
{
public:
    Searcher(const RunBase& base, const std::vector<std::string>& words, const RunMask& candidates)
        : base_(base), candidates_(candidates)
    {
        for (const auto& word : words) {
            finders_.emplace_back(word);
            found_.emplace_back(candidates.size());
        }
    }

    const std::vector<RunMask>& found() const { return found_; }

    void inColumn(const TextColumn& column)
    {
        for (std::size_t word = 0; word < finders_.size(); ++word) {
            std::vector<std::uint8_t> verdicts(column.pool.size());
            bool any = false;
            for (std::uint32_t code = 0; code < verdicts.size(); ++code) {
                verdicts[code] = finders_[word].in(column.pool.text(code)) ? 1 : 0;
                any = any || verdicts[code] != 0;
            }
            if (!any)
                continue;
            found_[word] |= candidates_.where([&](std::size_t at) {
                const auto code = column.codes[at];
                return code != TextColumn::missing && verdicts[code] != 0;
            });
        }
    }

    bool mayFindIn(const TextDigest& digest) const
    {
        return std::ranges::any_of(
            finders_, [&](const WordFinder& finder) { return digest.mayHold(finder.folded()); });
    }

    // Rows "run, text" from the disk; `learnt` (may be null) takes in all texts. False: stopped.
    bool inScan(Scan& scan, TextDigest* learnt, const std::stop_token& stop)
    {
        for (std::size_t seen = 0; scan.next(); ++seen) {
            if (seen % 8192 == 0 && stop.stop_requested())
                return false;
            const auto text = scan.text(1);
            if (learnt)
                learnt->add(text);
            std::optional<std::uint32_t> at;
            for (std::size_t word = 0; word < finders_.size(); ++word) {
                if (!finders_[word].in(text))
                    continue;
                if (!at)
                    at = base_.positionOf(scan.integer(0));
                if (at && candidates_.test(*at))
                    found_[word].set(*at);
            }
        }
        return true;
    }

private:
    const RunBase& base_;
    const RunMask& candidates_;
    std::vector<WordFinder> finders_;
    std::vector<RunMask> found_;
};

Result<std::vector<Key>> textKeys(Workspace& workspace)
{
    return workspace.read([](SQLite::Database& db) -> Result<std::vector<Key>> {
        std::vector<Key> keys;
        Scan scan(db, "SELECT id, kind, name FROM key WHERE kind IN (1, 2)");
        while (scan.next()) {
            const auto kind =
                scan.integer(1) == paramKeys ? RunColumn::Kind::Param : RunColumn::Kind::Tag;
            keys.push_back({scan.integer(0), {kind, std::string(scan.text(2)), {}}});
        }
        return keys;
    });
}

// Smallest and greatest row id among the candidates.
std::pair<std::int64_t, std::int64_t> rowRange(const RunBase& base, const RunMask& candidates)
{
    std::int64_t first = std::numeric_limits<std::int64_t>::max();
    std::int64_t last = -1;
    candidates.forEach([&](std::size_t at) {
        first = std::min(first, raw(base.row(at)));
        last = std::max(last, raw(base.row(at)));
    });
    return {first, last};
}

struct Plan
{
    std::vector<Key> keys;
    std::int64_t firstRow = 0;
    std::int64_t lastRow = 0;
    bool throughCache = false;
    bool wholeColumns = false; // the range of rows leaves none out
};

Result<void> searchKey(ColumnCache& cache, const BasePointer& base, const Plan& plan,
                       const Key& key, Searcher& searcher, const std::stop_token& stop)
{
    auto column = cache.cached(base, key.column);
    if (!column && plan.throughCache) {
        auto loaded = cache.column(base, key.column, stop);
        if (!loaded)
            return failure(loaded.error());
        column = *loaded;
    }
    if (column) {
        searcher.inColumn(std::get<TextColumn>(*column));
        return {};
    }
    const auto known = cache.digests().find(key.column);
    if (known && !searcher.mayFindIn(*known))
        return {};
    const auto learnt = plan.wholeColumns && !known ? std::make_shared<TextDigest>()
                                                    : std::shared_ptr<TextDigest>();
    const auto version = cache.digests().version();
    auto done = cache.workspace().read([&](SQLite::Database& db) -> Result<void> {
        const bool param = key.column.kind == RunColumn::Kind::Param;
        Scan scan(db, param ? "SELECT run, value FROM param WHERE key = ? AND run BETWEEN ? AND ?"
                            : "SELECT run, value FROM tag WHERE key = ? AND run BETWEEN ? AND ?");
        scan.bind(1, key.id).bind(2, plan.firstRow).bind(3, plan.lastRow);
        if (!searcher.inScan(scan, learnt.get(), stop))
            return failure(cancelledError());
        return {};
    });
    if (done && learnt)
        cache.digests().keep(key.column, learnt, version);
    return done;
}

Plan planSearch(const ColumnCache& cache, const RunBase& base, const RunMask& candidates,
                std::vector<Key> keys)
{
    Plan plan;
    plan.keys = std::move(keys);
    std::tie(plan.firstRow, plan.lastRow) = rowRange(base, candidates);
    const auto whole = rowRange(base, RunMask(base.size(), true));
    plan.wholeColumns = plan.firstRow <= whole.first && plan.lastRow >= whole.second;
    // Kept for the next letter where all columns together fit (codes and a guess at the texts),
    // and where most of what would be read is asked for.
    const auto expected = plan.keys.size() * base.size() * 14;
    const auto span =
        static_cast<std::size_t>(std::max<std::int64_t>(0, plan.lastRow - plan.firstRow + 1));
    plan.throughCache = expected <= cache.budget() && span * 2 >= base.size();
    return plan;
}

} // namespace

std::vector<std::string> searchWords(const std::string& freeText)
{
    std::vector<std::string> words;
    std::string word;
    for (const char c : freeText + " ") {
        if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
            word.push_back(c);
            continue;
        }
        if (!word.empty() && std::ranges::find(words, word) == words.end())
            words.push_back(word);
        word.clear();
    }
    return words;
}

Result<RunMask> searchText(ColumnCache& cache, const BasePointer& base,
                           const std::vector<std::string>& words, const RunMask& candidates,
                           const std::stop_token& stop)
{
    if (words.empty() || candidates.none())
        return candidates;
    auto keys = textKeys(cache.workspace());
    if (!keys)
        return failure(keys.error());
    const auto plan = planSearch(cache, *base, candidates, std::move(*keys));

    std::atomic<std::size_t> next = 0;
    const auto work = [&]() -> Result<std::vector<RunMask>> {
        Searcher searcher(*base, words, candidates);
        for (auto i = next++; i < plan.keys.size(); i = next++) {
            const auto done = searchKey(cache, base, plan, plan.keys[i], searcher, stop);
            if (!done)
                return failure(done.error());
        }
        return searcher.found();
    };
    auto helper = std::async(std::launch::async, work);
    auto mine = work();
    auto theirs = helper.get();
    if (!mine)
        return failure(mine.error());
    if (!theirs)
        return failure(theirs.error());

    Searcher names(*base, words, candidates);
    const auto column = cache.column(base, {RunColumn::Kind::Attribute, "run_name", {}}, stop);
    if (!column)
        return failure(column.error());
    names.inColumn(std::get<TextColumn>(**column));
    auto result = candidates;
    for (std::size_t word = 0; word < words.size(); ++word) {
        auto any = names.found()[word];
        any |= (*mine)[word];
        any |= (*theirs)[word];
        result &= any;
    }
    return result;
}

} // namespace binnacle
