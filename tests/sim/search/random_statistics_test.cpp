// What may be said after so many runs: held against published values and against the definitions.

#include "sim/search/random_statistics.hpp"

#include <cmath>

#include <catch2/catch.hpp>

using sim::clopper_pearson;
using sim::Interval;

namespace {

// The probability of at most `hits` in `runs` by adding up the terms.
double at_most(std::uint64_t hits, std::uint64_t runs, double p) {
    double sum = 0;
    for (std::uint64_t i = 0; i <= hits; ++i) {
        const auto n = static_cast<double>(runs);
        const auto k = static_cast<double>(i);
        sum += std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) +
                        k * std::log(p) + (n - k) * std::log1p(-p));
    }
    return sum;
}

}  // namespace

TEST_CASE("the incomplete beta function has its known values", "[sim][random][statistics]") {
    using sim::incomplete_beta;
    CHECK(incomplete_beta(2, 3, 0) == 0);
    CHECK(incomplete_beta(2, 3, 1) == 1);
    CHECK(incomplete_beta(1, 1, 0.3) == Approx(0.3).epsilon(1e-12));
    CHECK(incomplete_beta(2, 2, 0.25) == Approx(3 * 0.0625 - 2 * 0.015625).epsilon(1e-12));
    CHECK(incomplete_beta(0.5, 0.5, 0.5) == Approx(0.5).epsilon(1e-12));
    CHECK(incomplete_beta(5, 2, 0.9) == Approx(0.885735).epsilon(1e-9));
    CHECK(incomplete_beta(40, 961, 0.05) + incomplete_beta(961, 40, 0.95) ==
          Approx(1).epsilon(1e-10));
}

TEST_CASE("Clopper and Pearson's interval has the published values", "[sim][random][statistics]") {
    const auto check = [](std::uint64_t hits, std::uint64_t runs, double low, double high) {
        CAPTURE(hits, runs);
        const Interval interval = clopper_pearson(hits, runs, 0.95);
        CHECK(interval.low == Approx(low).margin(5e-5));
        CHECK(interval.high == Approx(high).margin(5e-5));
    };
    check(0, 10, 0, 0.3085);
    check(1, 10, 0.0025, 0.4450);
    check(5, 10, 0.1871, 0.8129);
    check(10, 10, 0.6915, 1);
    check(10, 100, 0.0490, 0.1762);
    check(81, 263, 0.2527, 0.3676);  // Newcombe, Statistics in Medicine 17 (1998), table I
    check(15, 148, 0.0578, 0.1617);
    check(1, 29, 0.0009, 0.1776);
}

TEST_CASE("each end of the interval leaves half of the rest on its side",
          "[sim][random][statistics]") {
    for (const auto& [hits, runs] : {std::pair{1U, 3U},
                                     {2U, 1000U},
                                     {37U, 1000U},
                                     {999U, 1000U},
                                     {500U, 1000U},
                                     {3U, 200'000U}}) {
        CAPTURE(hits, runs);
        const Interval interval = clopper_pearson(hits, runs);
        CHECK(1 - at_most(hits - 1, runs, interval.low) == Approx(0.005).epsilon(1e-6));
        CHECK(at_most(hits, runs, interval.high) == Approx(0.005).epsilon(1e-6));
        CHECK(interval.low < static_cast<double>(hits) / runs);
        CHECK(interval.high > static_cast<double>(hits) / runs);
    }
    CHECK(clopper_pearson(0, 1000).low == 0);
    CHECK(clopper_pearson(0, 1000).high == Approx(1 - std::pow(0.005, 0.001)).epsilon(1e-9));
    CHECK(clopper_pearson(7, 7).high == 1);
    // A thousand million runs: no loss of digits, no loop without end.
    const Interval large = clopper_pearson(1'000'000, 1'000'000'000);
    CHECK(large.low == Approx(0.001 - 2.5758e-6).epsilon(1e-4));
    CHECK(large.high == Approx(0.001 + 2.5758e-6).epsilon(1e-4));
}

TEST_CASE("never in so many runs: below so much", "[sim][random][statistics]") {
    CHECK(sim::below_when_never(0) == 1);
    CHECK(sim::below_when_never(1) == Approx(0.99));
    CHECK(sim::below_when_never(1000) == Approx(4.594582e-3).epsilon(1e-6));
    CHECK(sim::below_when_never(12'444) == Approx(3.7e-4).epsilon(1e-3));
    CHECK(sim::below_when_never(100, 0.95) == Approx(0.029513).epsilon(1e-4));  // 3/n
    // With exactly that probability such a row of clean runs has a chance of 1 %.
    CHECK(std::pow(1 - sim::below_when_never(1000), 1000) == Approx(0.01).epsilon(1e-9));
}

TEST_CASE("so many clean runs are needed, and not one less", "[sim][random][statistics]") {
    CHECK(sim::clean_runs_needed(1) == 1U);
    CHECK(sim::clean_runs_needed(0.99) == 1U);
    CHECK(sim::clean_runs_needed(0.5) == 7U);
    CHECK(sim::clean_runs_needed(0.037) == 123U);
    CHECK(sim::clean_runs_needed(1e-300) == 1'000'000'000'000'000'000U);
    for (const double p : {0.9, 0.3, 0.01, 1e-4, 1e-7}) {
        CAPTURE(p);
        const auto runs = static_cast<double>(sim::clean_runs_needed(p));
        CHECK(std::pow(1 - p, runs) <= 0.01);
        CHECK(std::pow(1 - p, runs - 1) > 0.01);
    }
}

TEST_CASE("PCT's bound is 1/(n*k^(d-1))", "[sim][random][statistics]") {
    CHECK(sim::pct_bound(4, 100, 1) == Approx(0.25));
    CHECK(sim::pct_bound(4, 100, 2) == Approx(0.0025));
    CHECK(sim::pct_bound(5, 10, 3) == Approx(0.002));
}

TEST_CASE("rounding keeps \"above\" and \"below\" true", "[sim][random][statistics]") {
    CHECK(sim::rounded_up(0.0045916, 3) == Approx(0.0046).epsilon(1e-12));
    CHECK(sim::rounded_up(0.0045811, 3) == Approx(0.00459).epsilon(1e-12));
    CHECK(sim::rounded_down(0.0045899, 3) == Approx(0.00458).epsilon(1e-12));
    CHECK(sim::rounded_down(0.99899, 2) == Approx(0.99).epsilon(1e-12));
    CHECK(sim::rounded_up(0.99899, 2) == 1);
    CHECK(sim::rounded_down(0, 3) == 0);
    CHECK(sim::rounded_up(1, 3) == 1);
    CHECK(sim::rounded_down(1, 6) == 1);
}
