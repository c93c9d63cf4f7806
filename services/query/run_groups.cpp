#include "services/query/run_groups.h"

#include "services/query/column_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <ctime>
#include <limits>
#include <map>
#include <tuple>
#include <unordered_map>

namespace binnacle {

namespace {

std::string numberText(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "Infinity" : "-Infinity";
    std::array<char, 32> buffer{};
    const auto [end, problem] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return std::string(buffer.data(), problem == std::errc() ? end : buffer.data());
}

std::string joined(const TextListColumn& column, std::size_t at)
{
    std::string text;
    for (auto i = column.starts[at]; i < column.starts[at + 1]; ++i) {
        if (i > column.starts[at])
            text += ", ";
        text += column.pool.text(column.codes[i]);
    }
    return text;
}

struct Day
{
    double order; // grows with the days
    std::string text;
};

// The day of a time as a person here counts it.
Day dayOf(double milliseconds)
{
    constexpr double second = 1000;
    const auto seconds = static_cast<std::time_t>(std::floor(milliseconds / second));
    std::tm local{};
    localtime_r(&seconds, &local);
    const auto order = ((local.tm_year * 12.0) + local.tm_mon) * 31 + local.tm_mday;
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%d", &local);
    return {order, text.data()};
}

// Gives each run the number of its group, and the groups their texts and order.
class Grouping
{
public:
    Grouping(ColumnPointer column, bool isTime) : column_(std::move(column)), isTime_(isTime) {}

    std::uint32_t groupOf(std::size_t at)
    {
        if (!column_)
            return missing();
        if (const auto* numbers = std::get_if<NumberColumn>(column_.get())) {
            if (!numbers->present.test(at))
                return missing();
            const double value = numbers->values[at];
            if (isTime_) {
                auto day = dayOf(value);
                return place({0, day.order, {}}, [&] { return std::move(day.text); });
            }
            const auto order = std::isnan(value) ? Order{1, 0, {}} : Order{0, value, {}};
            return place(order, [&] { return numberText(value); });
        }
        if (const auto* texts = std::get_if<TextColumn>(column_.get()))
            return textGroup(*texts, at);
        const auto& lists = std::get<TextListColumn>(*column_);
        if (lists.starts[at] == lists.starts[at + 1])
            return missing();
        auto text = joined(lists, at);
        return place({0, 0, text}, [&] { return std::move(text); });
    }

    std::size_t size() const { return texts_.size(); }

    // Group numbers in order, with their texts; the one of runs without a value is last.
    template <class Visit>
    void inOrder(Visit visit) const
    {
        for (const auto& [order, group] : groups_)
            visit(group, texts_[group], order.kind == missingKind);
    }

private:
    struct Order
    {
        int kind; // 0: by value, 1: NaN, 2: missing
        double number;
        std::string text;
        bool operator<(const Order& other) const
        {
            return std::tie(kind, number, text) < std::tie(other.kind, other.number, other.text);
        }
    };
    static constexpr int missingKind = 2;

    std::uint32_t missing()
    {
        return place({missingKind, 0, {}}, [] { return std::string(); });
    }

    std::uint32_t textGroup(const TextColumn& texts, std::size_t at)
    {
        const auto code = texts.codes[at];
        if (code == TextColumn::missing)
            return missing();
        if (groupOfCode_.empty())
            groupOfCode_.assign(texts.pool.size(), TextColumn::missing);
        auto& group = groupOfCode_[code];
        if (group == TextColumn::missing) {
            const auto& ranks = texts.numeric ? texts.pool.ranks() : texts.pool.textRanks();
            std::string text(texts.pool.text(code));
            group =
                place({0, static_cast<double>(ranks[code]), text}, [&] { return std::move(text); });
        }
        return group;
    }

    template <class Text>
    std::uint32_t place(Order order, Text text)
    {
        const auto [found, added] =
            groups_.try_emplace(std::move(order), static_cast<std::uint32_t>(texts_.size()));
        if (added)
            texts_.push_back(text());
        return found->second;
    }

    ColumnPointer column_;
    bool isTime_;
    std::map<Order, std::uint32_t> groups_;
    std::vector<std::string> texts_;
    std::vector<std::uint32_t> groupOfCode_;
};

// Mean and deviation in one pass (Welford 1962).
class Accumulator
{
public:
    void add(double value)
    {
        ++figures_.count;
        if (figures_.count == 1)
            figures_.min = figures_.max = value;
        figures_.min = std::min(figures_.min, value);
        figures_.max = std::max(figures_.max, value);
        const double change = value - figures_.mean;
        figures_.mean += change / static_cast<double>(figures_.count);
        squares_ += change * (value - figures_.mean);
        total_ += value;
    }
    GroupAggregate figures() const
    {
        auto figures = figures_;
        // Infinities: the running mean would be NaN where the sum still says which one it is.
        if (!std::isfinite(figures.mean))
            figures.mean = total_;
        if (figures.count > 1)
            figures.standardDeviation =
                std::sqrt(squares_ / static_cast<double>(figures.count - 1));
        return figures;
    }

private:
    GroupAggregate figures_;
    double squares_ = 0;
    double total_ = 0;
};

double numberAt(const ColumnPointer& column, std::size_t at)
{
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    if (!column)
        return none;
    if (const auto* numbers = std::get_if<NumberColumn>(column.get()))
        return numbers->present.test(at) ? numbers->values[at] : none;
    if (const auto* texts = std::get_if<TextColumn>(column.get())) {
        const auto code = texts->codes[at];
        return code == TextColumn::missing ? none : texts->pool.numbers()[code];
    }
    return none;
}

} // namespace

Result<std::vector<RunGroup>> groupRuns(ColumnCache& cache, std::span<const RunRowId> rows,
                                        const RunColumn& by, std::span<const RunColumn> aggregated,
                                        const std::stop_token& stop)
{
    const auto base = cache.base(stop);
    if (!base)
        return failure(base.error());
    std::vector<RunColumn> wanted{by};
    wanted.insert(wanted.end(), aggregated.begin(), aggregated.end());
    const auto columns = cache.columns(*base, wanted, stop);
    if (!columns)
        return failure(columns.error());

    Grouping grouping(columns->front(), isTimeColumn(by));
    std::vector<std::vector<RunRowId>> members;
    std::vector<std::vector<Accumulator>> figures;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i % 8192 == 0 && stop.stop_requested())
            return failure(cancelledError());
        const auto at = (*base)->positionOf(raw(rows[i]));
        if (!at)
            continue;
        const auto group = grouping.groupOf(*at);
        if (group == members.size()) {
            members.emplace_back();
            figures.emplace_back(aggregated.size());
        }
        members[group].push_back(rows[i]);
        for (std::size_t c = 0; c < aggregated.size(); ++c) {
            const double value = numberAt((*columns)[c + 1], *at);
            if (!std::isnan(value))
                figures[group][c].add(value);
        }
    }
    std::vector<RunGroup> groups;
    grouping.inOrder([&](std::uint32_t group, const std::string& text, bool missing) {
        RunGroup entry{text, missing, std::move(members[group]), {}};
        for (const auto& accumulator : figures[group])
            entry.aggregates.push_back(accumulator.figures());
        groups.push_back(std::move(entry));
    });
    return groups;
}

} // namespace binnacle
