#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace binnacle {

// A set of runs as one bit for each position in RunBase. Bits behind the last run are zero.
class RunMask
{
public:
    RunMask() = default;
    explicit RunMask(std::size_t size, bool all = false)
        : words_((size + 63) / 64, all ? ~std::uint64_t{0} : 0), size_(size)
    {
        if (all && size % 64 != 0)
            words_.back() = (std::uint64_t{1} << (size % 64)) - 1;
    }

    std::size_t size() const { return size_; }
    bool test(std::size_t at) const { return (words_[at / 64] >> (at % 64) & 1) != 0; }
    void set(std::size_t at) { words_[at / 64] |= std::uint64_t{1} << (at % 64); }
    void reset(std::size_t at) { words_[at / 64] &= ~(std::uint64_t{1} << (at % 64)); }

    std::size_t count() const
    {
        std::size_t bits = 0;
        for (const auto word : words_)
            bits += static_cast<std::size_t>(std::popcount(word));
        return bits;
    }
    bool none() const
    {
        for (const auto word : words_) {
            if (word != 0)
                return false;
        }
        return true;
    }

    RunMask& operator&=(const RunMask& other)
    {
        for (std::size_t i = 0; i < words_.size(); ++i)
            words_[i] &= other.words_[i];
        return *this;
    }
    RunMask& operator|=(const RunMask& other)
    {
        for (std::size_t i = 0; i < words_.size(); ++i)
            words_[i] |= other.words_[i];
        return *this;
    }
    RunMask& subtract(const RunMask& other)
    {
        for (std::size_t i = 0; i < words_.size(); ++i)
            words_[i] &= ~other.words_[i];
        return *this;
    }

    template <class Visit>
    void forEach(Visit visit) const
    {
        for (std::size_t i = 0; i < words_.size(); ++i) {
            for (auto word = words_[i]; word != 0; word &= word - 1)
                visit(i * 64 + static_cast<std::size_t>(std::countr_zero(word)));
        }
    }

    // The members for which `holds(position)`; positions outside are not asked.
    template <class Holds>
    RunMask where(Holds holds) const
    {
        RunMask result(size_);
        for (std::size_t i = 0; i < words_.size(); ++i) {
            if (words_[i] == 0)
                continue;
            std::uint64_t bits = 0;
            for (auto word = words_[i]; word != 0; word &= word - 1) {
                const auto bit = std::countr_zero(word);
                if (holds(i * 64 + static_cast<std::size_t>(bit)))
                    bits |= std::uint64_t{1} << bit;
            }
            result.words_[i] = bits;
        }
        return result;
    }

    std::size_t bytes() const { return words_.size() * sizeof(std::uint64_t); }

private:
    std::vector<std::uint64_t> words_;
    std::size_t size_ = 0;
};

} // namespace binnacle
