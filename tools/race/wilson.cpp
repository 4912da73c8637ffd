// Two formulas.

#include "tools/race/wilson.hpp"

#include <algorithm>
#include <cmath>

namespace tools {

Rate wilson(std::uint64_t hits, std::uint64_t trials) {
    if (trials == 0) {
        return {};
    }
    const auto n = static_cast<double>(trials);
    const double p = static_cast<double>(hits) / n;
    if (hits == 0) {
        constexpr double kRuleOfThree = 3;
        return {0, 0, std::min(1.0, kRuleOfThree / n)};
    }
    constexpr double z = 1.959963984540054;  // of the normal distribution, 97.5 %
    const double centre = p + z * z / (2 * n);
    const double spread = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    const double scale = 1 + z * z / n;
    return {p, std::max(0.0, (centre - spread) / scale), std::min(1.0, (centre + spread) / scale)};
}

}  // namespace tools
