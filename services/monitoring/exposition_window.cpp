#include "services/monitoring/exposition_window.h"

#include <algorithm>
#include <cstdlib>

namespace binnacle {

namespace {

bool has(const MetricSample& sample, std::string_view name, const SampleLabels& labels)
{
    return sample.name == name && std::ranges::all_of(labels, [&](const auto& wanted) {
               const auto found = sample.labels.find(wanted.first);
               return found != sample.labels.end() && found->second == wanted.second;
           });
}

// Each series of its own: one that was not there before has grown from nothing.
std::map<SampleLabels, double> valuesOf(const Exposition& scrape, std::string_view name,
                                        const SampleLabels& labels)
{
    std::map<SampleLabels, double> values;
    for (const auto& sample : scrape.samples) {
        if (has(sample, name, labels))
            values[sample.labels] = sample.value;
    }
    return values;
}

std::map<SampleLabels, double> growth(const Exposition& before, const Exposition& now,
                                      std::string_view name, const SampleLabels& labels)
{
    const auto old = valuesOf(before, name, labels);
    auto grown = valuesOf(now, name, labels);
    for (auto& [series, value] : grown) {
        const auto found = old.find(series);
        if (found != old.end() && found->second <= value)
            value -= found->second;
    }
    return grown;
}

} // namespace

void ExpositionWindow::add(std::int64_t at, Exposition scrape)
{
    if (!scrapes_.empty() && at <= scrapes_.back().first)
        return; // a clock that went back: the newest stays
    scrapes_.emplace_back(at, std::move(scrape));
    if (scrapes_.size() > mostScrapes)
        scrapes_.pop_front();
}

const ExpositionWindow::Scrape* ExpositionWindow::before(std::int64_t from) const
{
    if (scrapes_.size() < 2)
        return nullptr;
    const Scrape* found = &scrapes_.front();
    for (auto each = scrapes_.begin(); each + 1 != scrapes_.end() && each->first <= from; ++each)
        found = &*each;
    return found;
}

std::optional<double> ExpositionWindow::increase(std::string_view name, const SampleLabels& labels,
                                                 std::int64_t from) const
{
    const auto* old = before(from);
    if (!old)
        return std::nullopt;
    const auto grown = growth(old->second, scrapes_.back().second, name, labels);
    if (grown.empty())
        return std::nullopt;
    double sum = 0;
    for (const auto& [series, value] : grown)
        sum += value;
    return sum;
}

std::vector<HistogramBucket> ExpositionWindow::buckets(std::string_view name,
                                                       const SampleLabels& labels,
                                                       std::int64_t from) const
{
    const auto* old = before(from);
    if (!old)
        return {};
    std::map<double, double> counts;
    for (const auto& [series, value] :
         growth(old->second, scrapes_.back().second, std::string(name) + "_bucket", labels)) {
        const auto bound = series.find("le");
        if (bound != series.end())
            counts[std::strtod(bound->second.c_str(), nullptr)] += value;
    }
    std::vector<HistogramBucket> all;
    for (const auto& [bound, count] : counts)
        all.push_back({bound, count});
    return all;
}

std::optional<TimeSpan> ExpositionWindow::spanFrom(std::int64_t from) const
{
    const auto* old = before(from);
    if (!old)
        return std::nullopt;
    return TimeSpan{old->first, scrapes_.back().first};
}

VersionFigures figuresOf(const ExpositionWindow& window, const CounterNames& names,
                         std::int64_t from)
{
    auto figures = unknownFigures();
    const auto span = window.spanFrom(from);
    const auto requests = window.increase(names.requests, names.requestLabels, from);
    if (!span || !requests)
        return figures;
    const auto errors = window.increase(names.errors, names.errorLabels, from);
    // A server that counts errors apart shows none before the first.
    figures.errors = errors.value_or(0);
    figures.requests = *requests + (names.requestsHoldErrors ? 0 : figures.errors);
    if (span->seconds() > 0)
        figures.perSecond = figures.requests / span->seconds();
    if (names.histogram.empty())
        return figures;
    const auto buckets = window.buckets(names.histogram, names.histogramLabels, from);
    const auto quantile = [&](double q) {
        return histogramQuantile(q, buckets) * names.unit * 1000;
    };
    figures.p50 = quantile(0.5);
    figures.p95 = quantile(0.95);
    figures.p99 = quantile(0.99);
    return figures;
}

} // namespace binnacle
