// Intervals against values that are known.

#include "tools/race/wilson.hpp"

#include <catch2/catch.hpp>

TEST_CASE("race: Wilson's interval", "[net][race]") {
    // Newcombe, Statistics in Medicine 17 (1998), table I, method 3: 81/263, 15/148, 1/29.
    const auto check = [](std::uint64_t hits, std::uint64_t trials, double low, double high) {
        const tools::Rate rate = tools::wilson(hits, trials);
        CAPTURE(hits, trials);
        CHECK(rate.low == Approx(low).margin(0.00006));
        CHECK(rate.high == Approx(high).margin(0.00006));
    };
    check(81, 263, 0.2553, 0.3662);
    check(15, 148, 0.0624, 0.1605);
    check(1, 29, 0.0061, 0.1718);
    check(10, 10, 0.7225, 1.0);
}

TEST_CASE("race: none of many is bounded by the rule of three", "[net][race]") {
    const tools::Rate none = tools::wilson(0, 1'000);
    CHECK(none.rate == 0);
    CHECK(none.low == 0);
    CHECK(none.high == Approx(0.003));
    CHECK(tools::wilson(0, 2).high == 1);
    CHECK(tools::wilson(0, 0).high == 1);
}
