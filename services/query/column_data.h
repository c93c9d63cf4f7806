#pragma once

#include "services/query/run_mask.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

namespace binnacle {

// Distinct texts, each with a code from 0. What is derived from them (numbers, order) is computed
// at first use, by any thread.
class TextPool
{
public:
    TextPool();

    std::size_t size() const { return starts_.size() - 1; }
    std::string_view text(std::uint32_t code) const
    {
        return std::string_view(bytes_).substr(starts_[code], starts_[code + 1] - starts_[code]);
    }
    // The text as a number, NaN where it is none.
    const std::vector<double>& numbers() const;
    // Order of the codes: numbers by value, then the other texts by bytes. Equal numbers written
    // differently have equal ranks.
    const std::vector<std::uint32_t>& ranks() const;
    // Numbers mean nothing here: all by bytes.
    const std::vector<std::uint32_t>& textRanks() const;
    std::size_t bytes() const;

    // This pool, its codes as they are, with the texts asked for added where they are new; their
    // codes are written into the map.
    TextPool withTexts(std::unordered_map<std::string_view, std::uint32_t>& codes) const;

private:
    friend class TextPoolBuilder;
    struct Derived;
    std::string bytes_;
    std::vector<std::uint32_t> starts_{0};
    std::shared_ptr<Derived> derived_;
};

class TextPoolBuilder
{
public:
    TextPoolBuilder();
    std::uint32_t codeOf(std::string_view text);
    TextPool take();

private:
    void grow();
    TextPool pool_;
    std::vector<std::uint32_t> slots_;  // code + 1; 0: free
    std::vector<std::uint32_t> hashes_; // by code
    std::uint32_t lastCode_ = std::numeric_limits<std::uint32_t>::max();
};

// Columns by the runs' positions in RunBase.
struct NumberColumn
{
    std::vector<double> values;
    RunMask present; // a value that is NaN is present
};

struct TextColumn
{
    static constexpr std::uint32_t missing = std::numeric_limits<std::uint32_t>::max();
    std::vector<std::uint32_t> codes;
    TextPool pool;
    bool numeric = false; // numbers in the texts count for order: params and tags
};

// Several texts for a run: the datasets that went in.
struct TextListColumn
{
    std::vector<std::uint32_t> starts; // one more than runs
    std::vector<std::uint32_t> codes;
    TextPool pool;
};

using ColumnData = std::variant<NumberColumn, TextColumn, TextListColumn>;
using ColumnPointer = std::shared_ptr<const ColumnData>;

std::size_t bytesOf(const ColumnData& column);

} // namespace binnacle
