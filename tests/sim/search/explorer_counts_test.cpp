// Worlds whose graphs can be counted by hand, under both strategies and both ways of remembering.

#include <catch2/catch.hpp>

#include "sim/search/explorer.hpp"
#include "sim/search/replay_picks.hpp"
#include "tests/support/toy_worlds.hpp"

using sim::Exploration;
using sim::Options;
using sim::PropertyKind;
using sim::PropertyVerdict;
using sim::Strategy;

namespace {

Options any_way() {
    Options options;
    options.strategy = GENERATE(Strategy::breadth_first, Strategy::depth_first);
    options.exact = GENERATE(false, true);
    return options;
}

// A grid whose gauge is largest neither at the beginning nor at the end.
struct Gauged : toys::Grid {
    [[nodiscard]] std::uint32_t gauge() const { return writes * (4U - reads); }
};
static_assert(sim::GaugedWorld<Gauged> && !sim::GaugedWorld<toys::Grid>);

}  // namespace

TEST_CASE("the largest gauge of all states, for a world that has one", "[explorer]") {
    Options options = any_way();
    CHECK(sim::explore(Gauged{{4, 3}}, {}, options).most == 12U);
    CHECK(sim::explore(Gauged{{0, 0}}, {}, options).most == 0U);
    CHECK_FALSE(sim::explore(toys::Grid{4, 3}, {}, options).most.has_value());

    options.max_depth = 2;
    const Exploration cut = sim::explore(Gauged{{4, 3}}, {}, options);
    CHECK_FALSE(cut.complete);
    CHECK(cut.most == 6U);
}

TEST_CASE("two actors with r and w events have (r+1)(w+1) states", "[explorer]") {
    const Options options = any_way();
    const auto reads = GENERATE(as<std::uint16_t>{}, 0, 1, 2, 7, 40);
    const auto writes = GENERATE(as<std::uint16_t>{}, 0, 1, 3, 11);
    CAPTURE(reads, writes);

    const Exploration found = sim::explore(toys::Grid{reads, writes}, {}, options);

    CHECK(found.complete);
    CHECK(found.bound == sim::Bound::none);
    CHECK(found.states == (reads + 1U) * (writes + 1U));
    CHECK(found.transitions == reads * (writes + 1U) + writes * (reads + 1U));
    CHECK(found.depth == reads + unsigned{writes});
}

TEST_CASE("eight counters up to t have (t+1)^8 states", "[explorer]") {
    const Options options = any_way();

    const Exploration found = sim::explore(toys::Counters{2, {}}, {}, options);

    CHECK(found.complete);
    CHECK(found.states == 6561);
    CHECK(found.transitions == 8 * 2 * 2187);
    CHECK(found.depth == 16);
}

TEST_CASE("a step back to the same state counts as a transition", "[explorer]") {
    const toys::Graph::Nodes nodes{{{{0, 0}, {1, 0}, {1, 0}}, false, false},
                                   {{{1, 0}}, false, false}};

    const Exploration found = sim::explore(toys::GraphWorld{&nodes, 0}, {}, any_way());

    CHECK(found.states == 2);
    CHECK(found.transitions == 4);
    CHECK(found.depth == 1);
}

TEST_CASE("philosophers deadlock when everyone holds the left fork, and only then", "[explorer]") {
    const Options options = any_way();
    const auto seats = GENERATE(as<std::uint8_t>{}, 2, 3, 5);
    const toys::Philosophers table{seats, {}};

    const Exploration found =
        sim::explore(table, {{"no-deadlock", PropertyKind::no_deadlock, 0}}, options);

    const sim::PropertyResult& result = found.properties.at(0);
    REQUIRE(result.verdict == PropertyVerdict::violated);
    toys::Philosophers end = table;
    REQUIRE(sim::replay_picks(end, result.picks).complete);
    for (std::size_t seat = 0; seat < seats; ++seat) {
        CHECK(end.forks_held[seat] == 1);
    }
    CHECK(result.shortest == (options.strategy == Strategy::breadth_first));
    if (result.shortest) {
        CHECK(result.picks.size() == seats);
    }
}

TEST_CASE("the same question gets the same answer, counts, picks and memory", "[explorer]") {
    const Options options = any_way();
    const std::vector<sim::PropertySpec> specs{{"no-deadlock", PropertyKind::no_deadlock, 0},
                                               {"progress", PropertyKind::eventually, 0}};

    const Exploration once = sim::explore(toys::Philosophers{5, {}}, specs, options);
    const Exploration again = sim::explore(toys::Philosophers{5, {}}, specs, options);

    CHECK(once == again);
    CHECK(once.states > 50);
}

TEST_CASE("picks that are not enabled are not replayed", "[explorer]") {
    toys::Grid world{1, 1};
    const std::vector<sim::Pick> picks{1, 1};

    const sim::Replayed replayed = sim::replay_picks(world, picks);

    CHECK_FALSE(replayed.complete);
    CHECK(replayed.steps == 1);
    CHECK(replayed.last == 1);
    CHECK(replayed.all == 1);
    CHECK(world.writes == 0);
}
