#pragma once

#include "services/compare/line_curve.h"

#include <cstddef>
#include <variant>
#include <vector>

namespace binnacle {

// A curve kept in little memory and without any loss: x in equal steps as three numbers, values
// that are 32-bit floats (as frameworks log them) as such. Four bytes a point where both hold,
// sixteen where neither does; a group's spread stays as it is.
class PackedCurve
{
public:
    explicit PackedCurve(LineCurve curve);

    LineCurve unpacked() const;
    std::size_t bytes() const;

private:
    struct Steps
    {
        double first, apart;
        std::size_t count;
    };
    std::variant<Steps, std::vector<double>> x_;
    std::variant<std::vector<float>, std::vector<double>> y_;
    LineCurve spread_; // low, high and runs alone
};

} // namespace binnacle
