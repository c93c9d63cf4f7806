#include "services/query/number_text.h"

#include <charconv>
#include <cmath>
#include <memory>

namespace binnacle {

std::optional<double> numberFromText(std::string_view text)
{
    // from_chars takes no '+'.
    if (text.size() > 1 && text[0] == '+' && text[1] != '-')
        text.remove_prefix(1);
    if (text.empty())
        return std::nullopt;
    double value = 0;
    const char* begin = std::to_address(text.begin());
    const char* end = std::to_address(text.end());
    const auto [stop, problem] = std::from_chars(begin, end, value);
    if (stop != end || std::isnan(value))
        return std::nullopt;
    if (problem == std::errc::result_out_of_range) {
        // Written by someone, so it has an order: too great is infinite, too small is zero.
        const bool tiny = text.find("e-") != text.npos || text.find("E-") != text.npos;
        const double size = tiny ? 0.0 : HUGE_VAL;
        return text[0] == '-' ? -size : size;
    }
    if (problem != std::errc())
        return std::nullopt;
    return value;
}

} // namespace binnacle
