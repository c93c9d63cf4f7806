#include "services/query/column_variation.h"

#include "services/query/cell_reader.h"
#include "services/query/column_loader.h"
#include "services/query/scan.h"

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

// From here on one range is read instead of single rows, where the runs lie close enough.
constexpr std::size_t fewRows = 32;
constexpr std::int64_t seekCost = 16; // in rows of a range

// Takes the values of one column until two differ.
class Verdict
{
public:
    void number(double value)
    {
        if (seen_++ == 0)
            number_ = value;
        else if (value != number_ && !(std::isnan(value) && std::isnan(number_)))
            differs_ = true;
    }
    void text(std::string_view value)
    {
        if (seen_++ == 0)
            text_ = value;
        else if (value != text_)
            differs_ = true;
    }
    bool decided() const { return differs_; }
    ColumnVariation result(std::size_t runs) const
    {
        return {seen_ == 0, !differs_ && (seen_ == 0 || seen_ == runs)};
    }

private:
    std::size_t seen_ = 0;
    bool differs_ = false;
    double number_ = 0;
    std::string text_;
};

class Examiner
{
public:
    Examiner(ColumnCache& cache, BasePointer base, std::span<const RunRowId> rows)
        : cache_(cache), base_(std::move(base)), shown_(base_->size())
    {
        for (const auto row : rows) {
            const auto at = base_->positionOf(raw(row));
            if (!at || shown_.test(*at))
                continue;
            shown_.set(*at);
            positions_.push_back(*at);
            sorted_.push_back(raw(row));
        }
        std::ranges::sort(sorted_);
    }

    Result<ColumnVariation> examine(const RunColumn& column, const std::stop_token& stop)
    {
        if (positions_.empty())
            return ColumnVariation();
        const bool stored =
            column.kind != RunColumn::Kind::Attribute && column.kind != RunColumn::Kind::Dataset;
        if (const auto known = cache_.cached(base_, column))
            return inMemory(known);
        if (!stored) {
            const auto loaded = cache_.column(base_, column, stop);
            if (!loaded)
                return failure(loaded.error());
            return inMemory(*loaded);
        }
        const auto resolved = cache_.directions().resolved(column);
        return resolved ? onDisk(*resolved, stop) : ColumnVariation();
    }

private:
    ColumnVariation inMemory(const ColumnPointer& column) const
    {
        Verdict verdict;
        for (const auto at : positions_) {
            const auto cell = cellOf(column, false, at);
            if (cell.state == RunCell::State::Number)
                verdict.number(cell.number);
            else if (cell.state == RunCell::State::Text)
                verdict.text(cell.text);
            if (verdict.decided())
                break;
        }
        return verdict.result(positions_.size());
    }

    Result<ColumnVariation> onDisk(const RunColumn& column, const std::stop_token& stop)
    {
        return cache_.workspace().read([&](SQLite::Database& db) -> Result<ColumnVariation> {
            const auto key = keyId(db, column);
            if (!key)
                return ColumnVariation();
            Verdict verdict;
            const auto range = sorted_.back() - sorted_.front() + 1;
            const auto count = static_cast<std::int64_t>(sorted_.size());
            const bool single = sorted_.size() <= fewRows || count * seekCost < range;
            const auto sql = std::string(keyScanSql(column)) +
                             (single ? " AND run = ?2" : " AND run BETWEEN ?2 AND ?3");
            Scan scan(db, sql.c_str());
            scan.bind(1, *key);
            const bool done = single ? readRows(scan, column, verdict, stop)
                                     : readRange(scan, column, verdict, stop);
            if (!done)
                return failure(cancelledError());
            return verdict.result(positions_.size());
        });
    }

    static void take(const Scan& scan, const RunColumn& column, Verdict& verdict)
    {
        if (column.kind != RunColumn::Kind::Metric)
            verdict.text(scan.text(1));
        else if (column.stat == RunColumn::Stat::Last || !scan.isNull(1))
            verdict.number(scan.number(1));
    }

    bool readRows(Scan& scan, const RunColumn& column, Verdict& verdict,
                  const std::stop_token& stop) const
    {
        for (std::size_t i = 0; i < sorted_.size() && !verdict.decided(); ++i) {
            if (i % 1024 == 0 && stop.stop_requested())
                return false;
            scan.bind(2, sorted_[i]);
            if (scan.next())
                take(scan, column, verdict);
            scan.rewind();
        }
        return true;
    }

    bool readRange(Scan& scan, const RunColumn& column, Verdict& verdict,
                   const std::stop_token& stop) const
    {
        scan.bind(2, sorted_.front()).bind(3, sorted_.back());
        for (std::size_t seen = 0; !verdict.decided() && scan.next(); ++seen) {
            if (seen % 8192 == 0 && stop.stop_requested())
                return false;
            const auto at = base_->positionOf(scan.integer(0));
            if (at && shown_.test(*at))
                take(scan, column, verdict);
        }
        return true;
    }

    ColumnCache& cache_;
    BasePointer base_;
    RunMask shown_;
    std::vector<std::uint32_t> positions_;
    std::vector<std::int64_t> sorted_;
};

} // namespace

Result<std::vector<ColumnVariation>> findVariation(ColumnCache& cache,
                                                   std::span<const RunRowId> rows,
                                                   std::span<const RunColumn> columns,
                                                   const std::stop_token& stop)
{
    auto base = cache.base(stop);
    if (!base)
        return failure(base.error());
    Examiner examiner(cache, *base, rows);
    std::vector<ColumnVariation> result;
    for (const auto& column : columns) {
        if (stop.stop_requested())
            return failure(cancelledError());
        const auto variation = examiner.examine(column, stop);
        if (!variation)
            return failure(variation.error());
        result.push_back(*variation);
    }
    return result;
}

} // namespace binnacle
