// The longest list that two lists have in common: against all of them, and where there is much.

#include "sim/trace/common_steps.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include <catch2/catch.hpp>

#include "tests/support/split_mix64.hpp"

namespace {

using Elements = std::vector<std::uint32_t>;

Elements drawn_elements(support::SplitMix64& random, std::size_t size, std::uint64_t kinds) {
    Elements list(size);
    std::generate(list.begin(), list.end(),
                  [&] { return static_cast<std::uint32_t>(random.below(kinds)); });
    return list;
}

// By the textbook: a table of all beginnings.
std::size_t longest(const Elements& first, const Elements& second) {
    std::vector<std::size_t> row(second.size() + 1, 0);
    for (const std::uint32_t element : first) {
        std::size_t diagonal = 0;
        for (std::size_t j = 1; j < row.size(); ++j) {
            const std::size_t above = row[j];
            row[j] = element == second[j - 1] ? diagonal + 1 : std::max(above, row[j - 1]);
            diagonal = above;
        }
    }
    return row.back();
}

// Whether both lists have these elements, in this order.
bool is_common(const std::vector<sim::CommonStep>& steps, const Elements& first,
               const Elements& second) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const sim::CommonStep& step = steps[i];
        if (step.first >= first.size() || step.second >= second.size() ||
            first[step.first] != second[step.second] ||
            (i > 0 && (steps[i - 1].first >= step.first || steps[i - 1].second >= step.second))) {
            return false;
        }
    }
    return true;
}

}  // namespace

TEST_CASE("common steps: one that is left out, one that is more", "[trace][diff]") {
    const Elements list = {1, 2, 3, 4};
    using Steps = std::vector<sim::CommonStep>;
    CHECK(sim::common_steps(list, list) == Steps{{0, 0}, {1, 1}, {2, 2}, {3, 3}});
    CHECK(sim::common_steps(list, Elements{1, 3, 4}) == Steps{{0, 0}, {2, 1}, {3, 2}});
    CHECK(sim::common_steps(list, Elements{1, 2, 9, 3, 4}) ==
          Steps{{0, 0}, {1, 1}, {2, 3}, {3, 4}});
    CHECK(sim::common_steps(list, Elements{5, 6}).empty());
    CHECK(sim::common_steps(list, {}).empty());
    CHECK(sim::common_steps({}, {}).empty());
    // What is there more than once is paired once.
    CHECK(sim::common_steps(Elements{1, 1, 1}, Elements{2, 1, 2}).size() == 1);
}

TEST_CASE("common steps: none is longer", "[trace][diff]") {
    support::SplitMix64 random{1};
    for (int round = 0; round < 2000; ++round) {
        const Elements first = drawn_elements(random, random.below(30), 1 + random.below(12));
        const Elements second = drawn_elements(random, random.below(30), 1 + random.below(12));
        CAPTURE(first, second);
        const auto steps = sim::common_steps(first, second);
        CHECK(is_common(steps, first, second));
        CHECK(steps.size() == longest(first, second));
    }
}

TEST_CASE("common steps: beyond the bound they are still common", "[trace][diff]") {
    support::SplitMix64 random{2};
    for (int round = 0; round < 200; ++round) {
        const Elements first = drawn_elements(random, 200, 3);
        const Elements second = drawn_elements(random, 200, 3);
        const auto steps = sim::common_steps(first, second, 200 * 8);
        CHECK(is_common(steps, first, second));
        CHECK(steps.size() * 2 >= longest(first, second));
        CHECK(is_common(sim::common_steps(first, second, 0), first, second));
    }
}

TEST_CASE("common steps: long lists of every kind", "[trace][diff]") {
    constexpr std::size_t kSize = 100'000;
    Elements rising(kSize);
    std::iota(rising.begin(), rising.end(), 0U);
    const Elements falling{rising.rbegin(), rising.rend()};
    CHECK(sim::common_steps(rising, falling).size() == 1);

    Elements moved = rising;  // the first is the last
    std::rotate(moved.begin(), moved.begin() + 1, moved.end());
    CHECK(sim::common_steps(rising, moved).size() == kSize - 1);

    support::SplitMix64 random{3};  // few kinds: quadratically many pairs
    const Elements first = drawn_elements(random, kSize, 4);
    const Elements second = drawn_elements(random, kSize, 4);
    const auto steps = sim::common_steps(first, second);
    CHECK(is_common(steps, first, second));
    CHECK(steps.size() > kSize / 4);

    const Elements same(kSize, 7);
    Elements other = same;
    other.front() = 1;
    other.back() = 2;
    CHECK(sim::common_steps(same, other).size() == kSize - 2);
}
