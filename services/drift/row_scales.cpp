#include "services/drift/row_scales.h"

#include <cmath>

namespace binnacle {

RowMoments::RowMoments(std::size_t columns)
    : counts_(columns, 0), means_(columns, 0.0), squares_(columns, 0.0)
{
}

void RowMoments::add(std::span<const double> rows)
{
    const auto width = columns();
    if (width == 0)
        return;
    rows_ += rows.size() / width;
    for (std::size_t at = 0; at < rows.size(); at += width)
        for (std::size_t c = 0; c < width; ++c) {
            const double value = rows[at + c];
            if (!std::isfinite(value))
                continue;
            const double away = value - means_[c];
            means_[c] += away / static_cast<double>(++counts_[c]);
            squares_[c] += away * (value - means_[c]);
        }
}

RowScales::RowScales(const RowMoments& moments) : given(moments.columns())
{
    for (std::size_t c = 0; c < given; ++c) {
        const double deviation =
            std::sqrt(moments.squares(c) / static_cast<double>(moments.rows()));
        if (!std::isfinite(deviation) || !std::isfinite(moments.mean(c)))
            continue;
        // Rounding is no variation.
        if (deviation <= 1e-13 * std::abs(moments.mean(c)) || deviation == 0)
            continue;
        columns.push_back(c);
        means.push_back(moments.mean(c));
        deviations.push_back(deviation);
    }
}

void RowScales::apply(std::span<const double> row, std::span<double> out) const
{
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const double value = row[columns[i]];
        out[i] = std::isfinite(value) ? (value - means[i]) / deviations[i] : 0;
    }
}

} // namespace binnacle
