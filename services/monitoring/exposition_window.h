#pragma once

#include "services/domain/serving.h"
#include "services/monitoring/exposition.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace binnacle {

using SampleLabels = std::map<std::string, std::string>;

// The last scrapes of one server, and what its counters grew by between two of them. A counter that
// fell was started again: what it shows now is its growth. One thread.
class ExpositionWindow
{
public:
    void add(std::int64_t at, Exposition scrape);
    bool empty() const { return scrapes_.empty(); }

    // Between the newest scrape and the one before `from` that is nearest to it, summed over all
    // samples that have these labels. nullopt: no two scrapes are there, or no sample.
    std::optional<double> increase(std::string_view name, const SampleLabels& labels,
                                   std::int64_t from) const;
    // The same for each bucket of a histogram; `name` without "_bucket".
    std::vector<HistogramBucket> buckets(std::string_view name, const SampleLabels& labels,
                                         std::int64_t from) const;
    // The time between those two scrapes; nullopt: there are none.
    std::optional<TimeSpan> spanFrom(std::int64_t from) const;

private:
    using Scrape = std::pair<std::int64_t, Exposition>;
    const Scrape* before(std::int64_t from) const;

    static constexpr std::size_t mostScrapes = 64;
    std::deque<Scrape> scrapes_;
};

// What a server's counters are called. Names of the labels and their values are as the server has
// them; `unit`: of the histogram, in seconds (1e-6: microseconds).
struct CounterNames
{
    std::string requests; // all, or those that went well
    SampleLabels requestLabels;
    bool requestsHoldErrors = true;
    std::string errors;
    SampleLabels errorLabels;
    std::string histogram; // empty: there is none, quantiles are not known
    SampleLabels histogramLabels;
    double unit = 1;
};
VersionFigures figuresOf(const ExpositionWindow& window, const CounterNames& names,
                         std::int64_t from);

} // namespace binnacle
