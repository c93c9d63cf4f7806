#include "services/monitoring/exposition.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <memory>

namespace binnacle {

namespace {

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

// One line, read from left to right.
class Line
{
public:
    explicit Line(std::string_view text) : text_(text) {}

    void skipSpace()
    {
        while (at_ < text_.size() && isSpace(text_[at_]))
            ++at_;
    }
    bool atEnd() const { return at_ == text_.size(); }
    char peek() const { return atEnd() ? '\0' : text_[at_]; }
    bool take(char c)
    {
        if (peek() != c || atEnd())
            return false;
        ++at_;
        return true;
    }
    // Up to a space, or one of `stops`.
    std::string_view word(std::string_view stops)
    {
        const auto begin = at_;
        while (at_ < text_.size() && !isSpace(text_[at_]) &&
               stops.find(text_[at_]) == std::string_view::npos)
            ++at_;
        return text_.substr(begin, at_ - begin);
    }
    // A quoted text with \\, \" and \n; nullopt: it has no end.
    std::optional<std::string> quoted()
    {
        if (!take('"'))
            return std::nullopt;
        std::string value;
        while (!atEnd()) {
            const char c = text_[at_++];
            if (c == '"')
                return value;
            if (c != '\\' || atEnd()) {
                value.push_back(c);
                continue;
            }
            const char escaped = text_[at_++];
            if (escaped != 'n' && escaped != '\\' && escaped != '"')
                value.push_back('\\');
            value.push_back(escaped == 'n' ? '\n' : escaped);
        }
        return std::nullopt;
    }

private:
    std::string_view text_;
    std::size_t at_ = 0;
};

std::optional<double> goFloat(std::string_view text)
{
    const bool minus = text.starts_with('-');
    if (text.starts_with('+') || minus)
        text.remove_prefix(1);
    if (text == "Inf" || text == "inf")
        return minus ? -std::numeric_limits<double>::infinity()
                     : std::numeric_limits<double>::infinity();
    if (text == "NaN" || text == "nan")
        return std::numeric_limits<double>::quiet_NaN();
    double value = 0;
    const auto* begin = std::to_address(text.begin());
    const auto* end = begin + text.size();
    const auto read = std::from_chars(begin, end, value);
    if (text.empty() || read.ptr != end || read.ec == std::errc::invalid_argument)
        return std::nullopt;
    if (read.ec == std::errc::result_out_of_range) // 1e999 as Go and Python read it
        value =
            text.find("e-") == std::string_view::npos ? std::numeric_limits<double>::infinity() : 0;
    return minus ? -value : value;
}

// name="value", or a bare quoted name of the metric itself; false: not a list of labels.
bool readLabels(Line& line, MetricSample& sample)
{
    while (true) {
        line.skipSpace();
        if (line.take('}'))
            return true;
        std::string key;
        const bool bare = line.peek() == '"';
        if (bare) {
            auto name = line.quoted();
            if (!name)
                return false;
            key = std::move(*name);
        } else {
            key = line.word("=,}\"{");
        }
        line.skipSpace();
        if (line.take('=')) {
            line.skipSpace();
            auto value = line.quoted();
            if (!value || key.empty())
                return false;
            sample.labels[key] = std::move(*value);
        } else if (bare && sample.name.empty()) {
            sample.name = std::move(key);
        } else {
            return false;
        }
        line.skipSpace();
        if (!line.take(',') && line.peek() != '}')
            return false;
    }
}

std::optional<MetricSample> readSample(std::string_view text, bool openMetrics)
{
    Line line(text);
    MetricSample sample;
    line.skipSpace();
    sample.name = line.word("{");
    line.skipSpace();
    if (line.take('{') && !readLabels(line, sample))
        return std::nullopt;
    line.skipSpace();
    const auto value = goFloat(line.word("#"));
    if (sample.name.empty() || !value)
        return std::nullopt;
    sample.value = *value;
    line.skipSpace();
    if (line.atEnd() || line.peek() == '#') // an exemplar follows
        return sample;
    const auto time = goFloat(line.word("#"));
    if (!time || !std::isfinite(*time) || std::abs(*time) > 9e15)
        return std::nullopt;
    sample.timestamp = static_cast<std::int64_t>(std::llround(openMetrics ? *time * 1000 : *time));
    line.skipSpace();
    if (!line.atEnd() && line.peek() != '#')
        return std::nullopt;
    return sample;
}

void readType(std::string_view text, Exposition& exposition)
{
    Line line(text);
    line.take('#');
    line.skipSpace();
    if (line.word("") != "TYPE")
        return;
    line.skipSpace();
    const std::string name(line.word(""));
    line.skipSpace();
    const auto type = line.word("");
    static const std::map<std::string_view, MetricType> types = {
        {"counter", MetricType::Counter},
        {"gauge", MetricType::Gauge},
        {"histogram", MetricType::Histogram},
        {"summary", MetricType::Summary}};
    const auto known = types.find(type);
    exposition.types[name] = known == types.end() ? MetricType::Untyped : known->second;
}

tl::unexpected<Error> notASample(std::size_t number, std::string_view text)
{
    constexpr std::size_t shown = 80;
    return failure(Error::Kind::Invalid, QCoreApplication::translate(
                                             "binnacle", "Line %1 of the metrics is no sample: %2")
                                             .arg(number)
                                             .arg(QString::fromUtf8(text.substr(0, shown))));
}

} // namespace

Result<Exposition> parseExposition(std::string_view text, std::size_t maxSamples)
{
    const bool openMetrics = text.find("\n# EOF") != std::string_view::npos;
    Exposition exposition;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        while (!line.empty() && isSpace(line.front()))
            line.remove_prefix(1);
        while (!line.empty() && isSpace(line.back()))
            line.remove_suffix(1);
        if (line.empty())
            continue;
        if (line.front() == '#') {
            readType(line, exposition);
            continue;
        }
        auto sample = readSample(line, openMetrics);
        if (!sample)
            return notASample(number, line);
        if (exposition.samples.size() == maxSamples)
            return failure(Error::Kind::Invalid,
                           QCoreApplication::translate(
                               "binnacle", "The server offers more than %1 metrics: too many.")
                               .arg(maxSamples));
        exposition.samples.push_back(std::move(*sample));
    }
    return exposition;
}

double histogramQuantile(double q, std::vector<HistogramBucket> buckets)
{
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    std::ranges::sort(buckets, {}, &HistogramBucket::bound);
    if (buckets.empty() || !std::isinf(buckets.back().bound) || !(q >= 0 && q <= 1))
        return none;
    const double total = buckets.back().count;
    if (!(total > 0))
        return none;
    const double rank = q * total;
    const auto found = std::ranges::find_if(
        buckets, [rank](const HistogramBucket& bucket) { return bucket.count >= rank; });
    if (found == buckets.end() || std::isinf(found->bound))
        return buckets.size() > 1 ? std::prev(buckets.end(), 2)->bound : none;
    const bool first = found == buckets.begin();
    if (first && found->bound <= 0)
        return found->bound;
    const double below = first ? 0 : std::prev(found)->count;
    const double from = first ? 0 : std::prev(found)->bound;
    const double inside = found->count - below;
    return inside > 0 ? from + (found->bound - from) * (rank - below) / inside : from;
}

} // namespace binnacle
