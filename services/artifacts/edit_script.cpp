#include "services/artifacts/edit_script.h"

#include <algorithm>
#include <span>
#include <unordered_map>

namespace binnacle {

namespace {

constexpr int mostEdits = 1200;       // of one stretch: the trace takes its square in memory
constexpr std::size_t longText = 400; // lines, above which unique lines are used as anchors

class Matcher
{
public:
    Matcher(const std::vector<int>& a, const std::vector<int>& b) : a_(a), b_(b) {}

    Matches matches;
    bool coarse = false;

    // The stretch [aBegin, aEnd) × [bBegin, bEnd).
    void match(int aBegin, int aEnd, int bBegin, int bEnd, bool anchored)
    {
        while (aBegin < aEnd && bBegin < bEnd && at(a_, aBegin) == at(b_, bBegin))
            matches.emplace_back(aBegin++, bBegin++);
        std::size_t tail = 0;
        while (aBegin < aEnd && bBegin < bEnd && at(a_, aEnd - 1) == at(b_, bEnd - 1)) {
            --aEnd;
            --bEnd;
            ++tail;
        }
        const bool isLong = static_cast<std::size_t>(aEnd - aBegin) > longText &&
                            static_cast<std::size_t>(bEnd - bBegin) > longText;
        const auto anchors =
            isLong && !anchored ? anchorsOf(aBegin, aEnd, bBegin, bEnd) : Matches{};
        if (anchors.empty()) {
            shortest(aBegin, aEnd, bBegin, bEnd);
        } else {
            for (const auto& [i, j] : anchors) {
                match(aBegin, i, bBegin, j, true);
                matches.emplace_back(i, j);
                aBegin = i + 1;
                bBegin = j + 1;
            }
            match(aBegin, aEnd, bBegin, bEnd, true);
        }
        for (std::size_t i = 0; i < tail; ++i)
            matches.emplace_back(aEnd + static_cast<int>(i), bEnd + static_cast<int>(i));
    }

private:
    static int at(const std::vector<int>& list, int i) { return list[static_cast<std::size_t>(i)]; }

    // Elements that occur once on each side, the longest rising row of them.
    Matches anchorsOf(int aBegin, int aEnd, int bBegin, int bEnd) const
    {
        struct Seen
        {
            int inA = 0, inB = 0, a = -1, b = -1;
        };
        std::unordered_map<int, Seen> seen;
        for (int i = aBegin; i < aEnd; ++i) {
            auto& entry = seen[at(a_, i)];
            ++entry.inA;
            entry.a = i;
        }
        for (int j = bBegin; j < bEnd; ++j) {
            auto& entry = seen[at(b_, j)];
            ++entry.inB;
            entry.b = j;
        }
        Matches unique;
        for (const auto& [value, entry] : seen) {
            if (entry.inA == 1 && entry.inB == 1)
                unique.emplace_back(entry.a, entry.b);
        }
        std::ranges::sort(unique);
        return longestRise(unique);
    }

    static Matches longestRise(const Matches& pairs)
    {
        std::vector<int> ends; // index of the pair that ends a row of this length
        std::vector<int> before(pairs.size(), -1);
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            const auto place = std::ranges::lower_bound(ends, pairs[i].second, {}, [&](int end) {
                return pairs[static_cast<std::size_t>(end)].second;
            });
            if (place != ends.begin())
                before[i] = *(place - 1);
            if (place == ends.end())
                ends.push_back(static_cast<int>(i));
            else
                *place = static_cast<int>(i);
        }
        Matches rise;
        for (int i = ends.empty() ? -1 : ends.back(); i >= 0;
             i = before[static_cast<std::size_t>(i)])
            rise.push_back(pairs[static_cast<std::size_t>(i)]);
        std::ranges::reverse(rise);
        return rise;
    }

    void shortest(int aBegin, int aEnd, int bBegin, int bEnd)
    {
        const int n = aEnd - aBegin;
        const int m = bEnd - bBegin;
        if (n == 0 || m == 0)
            return;
        const int most = std::min(n + m, mostEdits);
        std::vector<int> furthest(2 * static_cast<std::size_t>(most) + 3, 0);
        std::vector<std::vector<int>> trace; // furthest before each number of edits
        const auto reach = [&](int k) -> int& {
            const int place = k + most + 1;
            return furthest[static_cast<std::size_t>(place)];
        };
        for (int edits = 0; edits <= most; ++edits) {
            trace.emplace_back(furthest.begin() + (most + 1 - edits - 1),
                               furthest.begin() + (most + 1 + edits + 2));
            for (int k = -edits; k <= edits; k += 2) {
                int x = k == -edits || (k != edits && reach(k - 1) < reach(k + 1))
                            ? reach(k + 1)
                            : reach(k - 1) + 1;
                while (x < n && x - k < m && at(a_, aBegin + x) == at(b_, bBegin + x - k))
                    ++x;
                reach(k) = x;
                if (x >= n && x - k >= m) {
                    walkBack(trace, aBegin, bBegin, n, m);
                    return;
                }
            }
        }
        coarse = true;
    }

    void walkBack(const std::vector<std::vector<int>>& trace, int aBegin, int bBegin, int x, int y)
    {
        Matches found;
        for (int edits = static_cast<int>(trace.size()) - 1; edits >= 0; --edits) {
            const auto& row = trace[static_cast<std::size_t>(edits)]; // of k from -edits - 1
            const auto reach = [&](int k) {
                const int place = k + edits + 1;
                return row[static_cast<std::size_t>(place)];
            };
            const int k = x - y;
            const bool down = k == -edits || (k != edits && reach(k - 1) < reach(k + 1));
            const int from = reach(down ? k + 1 : k - 1);
            const int fromY = from - (down ? k + 1 : k - 1);
            while (x > from && y > fromY)
                found.emplace_back(aBegin + --x, bBegin + --y);
            x = from;
            y = fromY;
        }
        matches.insert(matches.end(), found.rbegin(), found.rend());
    }

    const std::vector<int>& a_;
    const std::vector<int>& b_;
};

} // namespace

Matches matchSequences(const std::vector<int>& a, const std::vector<int>& b, bool& coarse)
{
    Matcher matcher(a, b);
    matcher.match(0, static_cast<int>(a.size()), 0, static_cast<int>(b.size()), false);
    coarse = coarse || matcher.coarse;
    return std::move(matcher.matches);
}

} // namespace binnacle
