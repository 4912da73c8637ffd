// A bound that is hit makes the answer incomplete and what is open unknown: never a pass.

#include <catch2/catch.hpp>

#include "sim/search/explorer.hpp"
#include "tests/support/toy_worlds.hpp"

using sim::Bound;
using sim::Exploration;
using sim::Options;
using sim::PropertyKind;
using sim::PropertyVerdict;
using sim::Strategy;

namespace {

const std::vector<sim::PropertySpec> kAll{{"never", PropertyKind::always, 5},
                                          {"some", PropertyKind::sometimes, 5},
                                          {"no-deadlock", PropertyKind::no_deadlock, 0},
                                          {"progress", PropertyKind::eventually, 0}};

// 10,201 states, 20,200 transitions, depth 200; holds every property but "some".
const toys::Grid kWorld{100, 100};

void check_undecided(const Exploration& found, Bound bound) {
    CHECK_FALSE(found.complete);
    CHECK(found.bound == bound);
    for (const sim::PropertyResult& result : found.properties) {
        CAPTURE(result.spec.name);
        CHECK(result.verdict == PropertyVerdict::unknown);
        CHECK(result.picks.empty());
        CHECK_FALSE(result.shortest);
    }
}

Options any_strategy() {
    Options options;
    options.strategy = GENERATE(Strategy::breadth_first, Strategy::depth_first);
    options.exact = GENERATE(false, true);
    return options;
}

}  // namespace

TEST_CASE("without a bound the world is decided whole", "[explorer][bounds]") {
    const Exploration found = sim::explore(kWorld, kAll, any_strategy());

    CHECK(found.complete);
    CHECK(found.properties[0].verdict == PropertyVerdict::holds);
    CHECK(found.properties[1].verdict == PropertyVerdict::unreached);
    CHECK(found.properties[2].verdict == PropertyVerdict::holds);
    CHECK(found.properties[3].verdict == PropertyVerdict::holds);
}

TEST_CASE("max_states: never more, and exactly enough is complete", "[explorer][bounds]") {
    Options options = any_strategy();

    options.max_states = GENERATE(as<std::uint64_t>{}, 1, 2, 100, 10'200);
    const Exploration cut = sim::explore(kWorld, kAll, options);
    options.max_states = 10'201;
    const Exploration whole = sim::explore(kWorld, kAll, options);

    check_undecided(cut, Bound::states);
    CHECK(cut.states < 10'201);
    CHECK(whole.complete);
    CHECK(whole.states == 10'201);
}

TEST_CASE("max_depth: never deeper, and exactly deep enough is complete", "[explorer][bounds]") {
    Options options = any_strategy();

    options.max_depth = GENERATE(as<std::uint64_t>{}, 0, 1, 50, 199);
    const Exploration cut = sim::explore(kWorld, kAll, options);
    options.max_depth = 200;
    const Exploration whole = sim::explore(kWorld, kAll, options);

    check_undecided(cut, Bound::depth);
    CHECK(cut.depth <= 199);
    CHECK(whole.complete);
}

TEST_CASE("max_depth d of the grid leaves (d+1)(d+2)/2 states breadth first",
          "[explorer][bounds]") {
    Options options;
    options.max_depth = 20;

    const Exploration found = sim::explore(kWorld, {}, options);

    CHECK(found.states == 21 * 22 / 2);
    CHECK(found.transitions == 20 * 21);
    CHECK(found.depth == 20);
}

TEST_CASE("max_memory: never passed, and exactly the peak is complete", "[explorer][bounds]") {
    Options options = any_strategy();
    const std::uint64_t peak = sim::explore(kWorld, kAll, options).peak_memory;

    options.max_memory = peak;
    const Exploration whole = sim::explore(kWorld, kAll, options);
    options.max_memory = GENERATE_COPY(std::uint64_t{0}, std::uint64_t{1000}, peak / 2, peak - 1);
    const Exploration cut = sim::explore(kWorld, kAll, options);

    CHECK(whole.complete);
    CHECK(whole.peak_memory == peak);
    check_undecided(cut, Bound::memory);
    CHECK(cut.peak_memory <= options.max_memory);
}

TEST_CASE("should_stop is asked now and then and ends the search", "[explorer][bounds]") {
    Options options = any_strategy();
    int asked = 0;
    options.should_stop = [&asked] { return ++asked == 3; };

    const Exploration found = sim::explore(kWorld, kAll, options);

    check_undecided(found, Bound::stopped);
    CHECK(asked == 3);
    CHECK(found.transitions >= 3 * sim::kCheckInterval);
    CHECK(found.transitions < 4 * sim::kCheckInterval);
}

TEST_CASE("progress reports grow and do not change the answer", "[explorer][bounds]") {
    Options options = any_strategy();
    const Exploration silent = sim::explore(kWorld, kAll, options);
    std::vector<sim::Progress> reports;
    options.progress = [&reports](const sim::Progress& report) { reports.push_back(report); };

    const Exploration told = sim::explore(kWorld, kAll, options);

    CHECK(told == silent);
    REQUIRE(reports.size() == 4);
    for (std::size_t i = 1; i < reports.size(); ++i) {
        CHECK(reports[i].states > reports[i - 1].states);
        CHECK(reports[i].transitions > reports[i - 1].transitions);
        CHECK(reports[i].memory_bytes <= told.peak_memory);
        CHECK(reports[i].waiting > 0);
    }
}

TEST_CASE("what was found before a bound stays found", "[explorer][bounds]") {
    const std::vector<sim::PropertySpec> specs{{"never", PropertyKind::always, 0},
                                               {"some", PropertyKind::sometimes, 0},
                                               {"other", PropertyKind::sometimes, 1}};

    Options options;
    options.max_states = 5500;  // the observation is made at depth 100 first, after 5,151 states
    const Exploration found = sim::explore(kWorld, specs, options);

    CHECK_FALSE(found.complete);
    CHECK(found.properties[0].verdict == PropertyVerdict::violated);
    CHECK(found.properties[0].picks == std::vector<sim::Pick>(100, 1));
    CHECK(found.properties[0].shortest);
    CHECK(found.properties[1].verdict == PropertyVerdict::reached);
    CHECK(found.properties[2].verdict == PropertyVerdict::unknown);
}

TEST_CASE("a violation ends the search only when asked to", "[explorer][bounds]") {
    Options options;
    const std::vector<sim::PropertySpec> specs{{"never", PropertyKind::always, 0}};

    options.stop_at_first_violation = true;
    const Exploration first = sim::explore(kWorld, specs, options);
    options.stop_at_first_violation = false;
    const Exploration whole = sim::explore(kWorld, specs, options);

    CHECK(first.bound == Bound::first_violation);
    CHECK_FALSE(first.complete);
    CHECK(first.states < whole.states);
    CHECK(first.properties == whole.properties);
    CHECK(whole.complete);
    CHECK(whole.states == 10'201);
}

TEST_CASE("lost progress that is certain is reported from a partial graph", "[explorer][bounds]") {
    // Node 1 is a dead end; nodes 2, 3, … go on for longer than the bound.
    toys::Graph::Nodes nodes{{{{1, 0}, {2, 0}}, false, false}, {{}, true, false}};
    for (std::uint32_t i = 2; i < 50; ++i) {
        nodes.push_back({{{i + 1, 0}}, false, false});
    }
    nodes.push_back({{}, true, true});
    const std::vector<sim::PropertySpec> specs{{"progress", PropertyKind::eventually, 0}};
    Options options;
    options.max_depth = 10;

    const Exploration cut = sim::explore(toys::GraphWorld{&nodes, 0}, specs, options);
    options.max_depth = sim::kUnbounded;
    options.stop_at_first_violation = true;
    const Exploration first = sim::explore(toys::GraphWorld{&nodes, 0}, specs, options);

    CHECK(cut.properties[0].verdict == PropertyVerdict::violated);
    CHECK(cut.properties[0].picks == std::vector<sim::Pick>{0});
    CHECK_FALSE(cut.properties[0].shortest);
    CHECK(first.bound == Bound::first_violation);
    CHECK(first.properties[0].picks == std::vector<sim::Pick>{0});
}
