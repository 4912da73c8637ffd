// The bounds of Clopper and Pearson are quantiles of the beta distribution. Its distribution
// function is a continued fraction (DLMF 8.17.22, by the modified method of Lentz), and the
// quantile is found by halving.

#include "sim/search/random_statistics.hpp"

#include <algorithm>
#include <cmath>

#include "h2core/invariant.hpp"

namespace sim {
namespace {

// The continued fraction of I_x(a, b), DLMF 8.17.22, by the modified method of Lentz. Converges
// fast for x < (a+1)/(a+b+2).
double beta_fraction(double a, double b, double x) {
    constexpr double kTiny = 1e-300;
    constexpr double kEnough = 1e-15;
    constexpr int kMostTerms = 100'000;  // grows with the root of the larger parameter
    const auto away_from_zero = [](double value) {
        return std::abs(value) < kTiny ? kTiny : value;
    };
    double c = 1;
    double d = 1 / away_from_zero(1 - (a + b) * x / (a + 1));
    double result = d;
    for (int m = 1; m <= kMostTerms; ++m) {
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 / away_from_zero(1 + even * d);
        c = away_from_zero(1 + even / c);
        result *= d * c;
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / away_from_zero(1 + odd * d);
        c = away_from_zero(1 + odd / c);
        result *= d * c;
        if (std::abs(d * c - 1) < kEnough) {
            break;
        }
    }
    return result;
}

// The x with I_x(a, b) = wanted, by halving: the function rises.
double beta_quantile(double a, double b, double wanted) {
    double low = 0;
    double high = 1;
    constexpr int kHalvings = 200;  // towards 0, where numbers are dense, beyond the 53 bits of 1
    for (int i = 0; i < kHalvings && low < high; ++i) {
        const double middle = low + (high - low) / 2;
        (incomplete_beta(a, b, middle) < wanted ? low : high) = middle;
    }
    return high;
}

// 10^n with p * 10^n between 10^(digits-1) and 10^digits.
double scale_for(double p, int digits) {
    return std::pow(10, digits - 1 - std::floor(std::log10(p)));
}

}  // namespace

double rounded_down(double p, int digits) {
    return p <= 0 ? 0 : std::floor(p * scale_for(p, digits)) / scale_for(p, digits);
}

double rounded_up(double p, int digits) {
    return p <= 0 ? 0 : std::ceil(p * scale_for(p, digits)) / scale_for(p, digits);
}

double incomplete_beta(double a, double b, double x) {
    if (x <= 0 || x >= 1) {
        return x <= 0 ? 0 : 1;
    }
    const double log_front =
        std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) + a * std::log(x) + b * std::log1p(-x);
    const double front = std::exp(log_front);
    return x < (a + 1) / (a + b + 2) ? front * beta_fraction(a, b, x) / a
                                     : 1 - front * beta_fraction(b, a, 1 - x) / b;
}

Interval clopper_pearson(std::uint64_t hits, std::uint64_t runs, double confidence) {
    H2_INVARIANT(runs >= 1 && hits <= runs && confidence > 0 && confidence < 1);
    const double tail = (1 - confidence) / 2;
    const auto x = static_cast<double>(hits);
    const auto n = static_cast<double>(runs);
    return {hits == 0 ? 0 : beta_quantile(x, n - x + 1, tail),
            hits == runs ? 1 : beta_quantile(x + 1, n - x, 1 - tail)};
}

double below_when_never(std::uint64_t runs, double confidence) {
    return runs == 0 ? 1 : -std::expm1(std::log1p(-confidence) / static_cast<double>(runs));
}

std::uint64_t clean_runs_needed(double p, double confidence) {
    H2_INVARIANT(p > 0 && p <= 1);
    if (p >= 1) {
        return 1;
    }
    constexpr double kMost = 1e18;  // of more nobody will make; what a double can be has to fit
    const double runs = std::ceil(std::log1p(-confidence) / std::log1p(-p));
    return static_cast<std::uint64_t>(std::clamp(runs, 1.0, kMost));
}

double pct_bound(std::uint64_t lanes, std::uint64_t steps, std::uint32_t depth) {
    H2_INVARIANT(lanes >= 1 && steps >= 1 && depth >= 1);
    return 1 / (static_cast<double>(lanes) *
                std::pow(static_cast<double>(steps), static_cast<double>(depth - 1)));
}

}  // namespace sim
