#include "services/performance/worst_slices.h"

#include "services/statistics/benjamini_hochberg.h"
#include "services/statistics/distributions.h"
#include "services/statistics/quantile.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace binnacle {

namespace {

std::string translated(const char* text)
{
    return QCoreApplication::translate("performance", text).toStdString();
}

struct Sums
{
    double rows = 0, loss = 0, squares = 0;
    double mean() const { return loss / rows; }
    double variance() const { return std::max((squares - loss * loss / rows) / (rows - 1), 0.0); }
    Sums without(const Sums& part) const
    {
        return {rows - part.rows, loss - part.loss, squares - part.squares};
    }
};

double normalAbove(double z)
{
    const double both = normalTwoSided(z);
    return z > 0 ? both / 2 : 1 - both / 2;
}

double shareAbove(const Sums& slice, const Sums& others)
{
    const double pooled = (slice.loss + others.loss) / (slice.rows + others.rows);
    const double deviation = std::sqrt(pooled * (1 - pooled) * (1 / slice.rows + 1 / others.rows));
    return deviation > 0 ? normalAbove((slice.mean() - others.mean()) / deviation) : 1;
}

double meanAbove(const Sums& slice, const Sums& others)
{
    const double a = slice.variance() / slice.rows, b = others.variance() / others.rows;
    const double away = slice.mean() - others.mean();
    if (!(a + b > 0))
        return away > 0 ? 0 : 1;
    const double degrees =
        (a + b) * (a + b) / (a * a / (slice.rows - 1) + b * b / (others.rows - 1));
    const double both = studentTwoSided(away / std::sqrt(a + b), degrees);
    return away > 0 ? both / 2 : 1 - both / 2;
}

class Search
{
public:
    Search(std::span<const SliceColumn> columns, std::span<const double> losses,
           const SliceOptions& options)
        : columns_(columns), losses_(losses), options_(options)
    {
        for (const double loss : losses) {
            if (!std::isfinite(loss))
                continue;
            add(all_, loss);
            shares_ = shares_ && (loss == 0 || loss == 1);
        }
    }

    bool run()
    {
        const auto count = columns_.size();
        const auto steps =
            count + (options_.pairs ? count * (count - std::min<std::size_t>(count, 1)) / 2 : 0);
        std::size_t step = 0;
        const auto done = [&] {
            if (options_.progress)
                options_.progress(static_cast<double>(++step) / static_cast<double>(steps));
            return options_.stop.stop_requested();
        };
        for (std::size_t i = 0; i < count; ++i) {
            single(i);
            if (done())
                return false;
        }
        for (std::size_t i = 0; options_.pairs && i < count; ++i)
            for (auto k = i + 1; k < count; ++k) {
                pair(i, k);
                if (done())
                    return false;
            }
        return true;
    }

    std::vector<Slice>& found() { return found_; }
    bool worseThanEach(const Slice& slice) const
    {
        if (slice.columns.size() < 2)
            return true;
        return std::ranges::all_of(std::array{0U, 1U}, [&](unsigned i) {
            const auto column = std::ranges::find(columns_, slice.columns[i], &SliceColumn::name);
            const auto part = std::ranges::find(column->parts, slice.parts[i]);
            const auto& sums = singles_[static_cast<std::size_t>(column - columns_.begin())]
                                       [static_cast<std::size_t>(part - column->parts.begin())];
            return slice.loss > sums.mean();
        });
    }

private:
    static void add(Sums& sums, double loss)
    {
        sums.rows += 1;
        sums.loss += loss;
        sums.squares += loss * loss;
    }

    void take(const Sums& sums, std::vector<std::string> columns, std::vector<std::string> parts)
    {
        const auto others = all_.without(sums);
        const auto support = std::max(static_cast<double>(options_.support), 2.0);
        if (sums.rows < support || others.rows < support)
            return;
        Slice slice;
        slice.columns = std::move(columns);
        slice.parts = std::move(parts);
        slice.rows = static_cast<std::uint64_t>(sums.rows);
        slice.loss = sums.mean();
        slice.others = others.mean();
        slice.effect = slice.loss - slice.others;
        slice.pValue = shares_ ? shareAbove(sums, others) : meanAbove(sums, others);
        found_.push_back(std::move(slice));
    }

    void single(std::size_t c)
    {
        const auto& column = columns_[c];
        std::vector<Sums> sums(column.parts.size());
        for (std::size_t row = 0; row < losses_.size(); ++row)
            if (std::isfinite(losses_[row]))
                add(sums[column.ofRows[row]], losses_[row]);
        for (std::size_t part = 0; part < sums.size(); ++part)
            take(sums[part], {column.name}, {column.parts[part]});
        singles_.push_back(std::move(sums));
    }

    void pair(std::size_t i, std::size_t k)
    {
        const auto& a = columns_[i];
        const auto& b = columns_[k];
        std::vector<Sums> sums(a.parts.size() * b.parts.size());
        for (std::size_t row = 0; row < losses_.size(); ++row)
            if (std::isfinite(losses_[row]))
                add(sums[a.ofRows[row] * b.parts.size() + b.ofRows[row]], losses_[row]);
        for (std::size_t part = 0; part < sums.size(); ++part)
            take(sums[part], {a.name, b.name},
                 {a.parts[part / b.parts.size()], b.parts[part % b.parts.size()]});
    }

    std::span<const SliceColumn> columns_;
    std::span<const double> losses_;
    const SliceOptions& options_;
    Sums all_;
    bool shares_ = true;
    std::vector<std::vector<Sums>> singles_;
    std::vector<Slice> found_;
};

void adjust(std::vector<Slice>& slices)
{
    std::vector<double> pValues;
    for (const auto& slice : slices)
        pValues.push_back(slice.pValue);
    const auto adjusted = benjaminiHochberg(pValues);
    for (std::size_t i = 0; i < slices.size(); ++i)
        slices[i].adjustedPValue = adjusted[i];
}

QString inWords(double value)
{
    return QString::number(value, 'g', 6);
}

} // namespace

SliceColumn slicesOfNumbers(std::string name, std::span<const double> values, std::size_t quantiles)
{
    const auto sorted = sortedFinite(values);
    std::vector<double> edges; // the ends of the parts
    for (std::size_t i = 0; i <= quantiles && !sorted.empty(); ++i)
        edges.push_back(quantile(sorted, static_cast<double>(i) / static_cast<double>(quantiles)));
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    SliceColumn column;
    column.name = std::move(name);
    for (std::size_t i = 1; i < edges.size(); ++i)
        column.parts.push_back(QStringLiteral("%1%2, %3]")
                                   .arg(i == 1 ? QLatin1String("[") : QLatin1String("("),
                                        inWords(edges[i - 1]), inWords(edges[i]))
                                   .toStdString());
    if (edges.size() == 1)
        column.parts.push_back(inWords(edges[0]).toStdString());
    const auto missing = static_cast<std::uint16_t>(column.parts.size());
    column.parts.push_back(translated(QT_TRANSLATE_NOOP("performance", "missing")));
    column.parts.push_back(translated(QT_TRANSLATE_NOOP("performance", "infinite")));
    column.ofRows.reserve(values.size());
    for (const double value : values) {
        if (!std::isfinite(value)) {
            column.ofRows.push_back(
                static_cast<std::uint16_t>(missing + (std::isnan(value) ? 0 : 1)));
            continue;
        }
        const auto part = std::ranges::lower_bound(edges, value) - edges.begin();
        column.ofRows.push_back(static_cast<std::uint16_t>(part > 0 ? part - 1 : 0));
    }
    return column;
}

SliceColumn slicesOfTexts(std::string name, std::span<const std::string> texts,
                          std::span<const std::int32_t> codes, std::size_t most)
{
    std::vector<std::uint64_t> counts(texts.size(), 0);
    for (const auto code : codes)
        if (code >= 0)
            ++counts[static_cast<std::size_t>(code)];
    std::vector<std::size_t> order(texts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        return counts[a] != counts[b] ? counts[a] > counts[b] : texts[a] < texts[b];
    });
    order.resize(std::min(order.size(), most));
    SliceColumn column;
    column.name = std::move(name);
    const auto other = static_cast<std::uint16_t>(order.size());
    std::vector<std::uint16_t> partOf(texts.size(), other);
    for (std::size_t i = 0; i < order.size(); ++i) {
        partOf[order[i]] = static_cast<std::uint16_t>(i);
        column.parts.push_back(texts[order[i]]);
    }
    column.parts.push_back(translated(QT_TRANSLATE_NOOP("performance", "other")));
    column.parts.push_back(translated(QT_TRANSLATE_NOOP("performance", "missing")));
    column.ofRows.reserve(codes.size());
    for (const auto code : codes)
        column.ofRows.push_back(code < 0 ? static_cast<std::uint16_t>(other + 1)
                                         : partOf[static_cast<std::size_t>(code)]);
    return column;
}

SliceSearch worstSlices(std::span<const SliceColumn> columns, std::span<const double> losses,
                        const SliceOptions& options)
{
    Search search(columns, losses, options);
    if (!search.run())
        return {};
    SliceSearch result;
    auto& found = search.found();
    result.tested = found.size();
    adjust(found);
    std::erase_if(found, [&](const Slice& slice) {
        return !(slice.effect > 0) || !(slice.adjustedPValue <= options.alpha) ||
               !search.worseThanEach(slice);
    });
    std::ranges::stable_sort(found, std::greater<>(), &Slice::effect);
    found.resize(std::min(found.size(), options.most));
    result.slices = std::move(found);
    return result;
}

} // namespace binnacle
