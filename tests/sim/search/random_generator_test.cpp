// The generator of searches at random: fixed for ever, fair, and each run by itself.

#include <array>
#include <set>

#include <catch2/catch.hpp>

#include "sim/search/random.hpp"

using sim::Random;
using sim::SplitMix64;

TEST_CASE("SplitMix64 gives the numbers of its authors", "[sim][random]") {
    // The first outputs of https://prng.di.unimi.it/splitmix64.c for the states 0 and 1234567.
    SplitMix64 zero{0};
    CHECK(zero.next() == 0xe220'a839'7b1d'cdafU);
    CHECK(zero.next() == 0x6e78'9e6a'a1b9'65f4U);
    CHECK(zero.next() == 0x06c4'5d18'8009'454fU);
    SplitMix64 other{1'234'567};
    CHECK(other.next() == 6'457'827'717'110'365'317U);
    CHECK(other.next() == 3'203'168'211'198'807'973U);
}

TEST_CASE("the numbers of a run are pinned: traces of a seed are found again", "[sim][random]") {
    Random first{1, 0};
    CHECK(first.next() == 0x6082'e999'3631'e7d5U);
    CHECK(first.next() == 0xe9ac'c0d4'4727'2233U);
    CHECK(first.below(1000) == 23U);
    CHECK(first.below(0xffff'ffffU) == 393731214U);
    static_assert(Random{7, 3}.next() == Random{7, 3}.next());
}

TEST_CASE("runs and seeds next to each other share nothing", "[sim][random]") {
    std::set<std::uint64_t> numbers;
    for (std::uint64_t seed = 0; seed < 30; ++seed) {
        for (std::uint64_t run = 0; run < 30; ++run) {
            Random random{seed, run};
            for (int i = 0; i < 10; ++i) {
                numbers.insert(random.next());
            }
        }
    }
    CHECK(numbers.size() == 30U * 30U * 10U);
}

TEST_CASE("a number below a bound is below it, and each is as likely", "[sim][random]") {
    Random random{42, 0};
    for (const std::uint32_t bound : {1U, 2U, 3U, 7U, 1000U, 0x8000'0001U, 0xffff'ffffU}) {
        for (int i = 0; i < 200; ++i) {
            CHECK(random.below(bound) < bound);
        }
    }
    constexpr std::uint32_t kBound = 6;
    constexpr int kDraws = 60'000;
    std::array<int, kBound> counts{};
    for (int i = 0; i < kDraws; ++i) {
        ++counts.at(random.below(kBound));
    }
    double chi_square = 0;
    for (const int count : counts) {
        const double difference = count - kDraws / double{kBound};
        chi_square += difference * difference / (kDraws / double{kBound});
    }
    CHECK(chi_square < 20.5);  // 5 degrees of freedom: exceeded once in a thousand
}

TEST_CASE("the upper part of a large bound is not rarer than the lower", "[sim][random]") {
    // Without rejection, numbers of one residue class would come twice as often here.
    constexpr std::uint32_t kBound = 0xaaaa'aaabU;
    Random random{5, 0};
    int low = 0;
    constexpr int kDraws = 30'000;
    for (int i = 0; i < kDraws; ++i) {
        low += random.below(kBound) % 2 == 0 ? 1 : 0;
    }
    CHECK(low > kDraws / 2 - 350);  // four standard deviations
    CHECK(low < kDraws / 2 + 350);
}
