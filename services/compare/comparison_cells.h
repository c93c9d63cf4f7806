#pragma once

#include "services/query/column_data.h"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace binnacle {

// What one run has in one row: a view that is valid while the comparison is.
struct ComparisonCell
{
    enum class State { Missing, Text, Number };
    State state = State::Missing;
    std::string_view text; // as logged; empty for a metric, which is logged as a number
    double number = 0;     // Number only: a metric's latest value, or a param that reads as one
    bool best = false;     // metrics only; ties are all best, NaN never is
};

// As logged; of a metric the shortest text of its number; empty where it is missing.
std::string textOf(const ComparisonCell& cell);

// The cells of one row, a run each, as a column of numbers or of codes into the row's distinct
// texts: eight or four bytes a cell.
class ComparisonCells
{
public:
    ComparisonCells() = default;
    explicit ComparisonCells(NumberColumn numbers) : data_(std::move(numbers)) {}
    // `texts.numeric`: numbers in the texts count.
    explicit ComparisonCells(TextColumn texts) : data_(std::move(texts)) {}

    std::size_t size() const;
    ComparisonCell operator[](std::size_t run) const;
    ComparisonCell front() const { return (*this)[0]; }

    bool differ() const; // some run has another value than the others, or none
    bool differ(std::span<const std::size_t> runs) const; // among these
    bool anyNumber() const;                               // some run has a number
    std::size_t present() const;                          // runs that have a value
    const double* numbers() const;                        // of a metric, by run; nullptr: texts
    void setBest(std::optional<double> best) { best_ = best; }
    std::size_t bytes() const;
    // The cells of the runs at these places.
    ComparisonCells inOrder(std::span<const std::size_t> places) const;

    class Iterator
    {
    public:
        using value_type = ComparisonCell;
        using difference_type = std::ptrdiff_t;
        Iterator() = default;
        Iterator(const ComparisonCells* cells, std::size_t at) : cells_(cells), at_(at) {}
        ComparisonCell operator*() const { return (*cells_)[at_]; }
        Iterator& operator++()
        {
            ++at_;
            return *this;
        }
        Iterator operator++(int)
        {
            auto before = *this;
            ++at_;
            return before;
        }
        bool operator==(const Iterator&) const = default;

    private:
        const ComparisonCells* cells_ = nullptr;
        std::size_t at_ = 0;
    };
    Iterator begin() const { return {this, 0}; }
    Iterator end() const { return {this, size()}; }

private:
    std::variant<TextColumn, NumberColumn> data_;
    std::optional<double> best_;
};

} // namespace binnacle
