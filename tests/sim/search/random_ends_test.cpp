// How runs at random end: deadlocks, lost progress, cuts, bounds; what a scheduler takes for a
// thread; and what a scenario's expectations make of it.

#include <array>
#include <set>

#include <catch2/catch.hpp>

#include "sim/judge/judged_transfer.hpp"
#include "sim/run/scenario_random.hpp"
#include "sim/search/random_search.hpp"
#include "sim/search/replay_picks.hpp"
#include "sim/world/lanes.hpp"
#include "sim/world/model.hpp"
#include "tests/sim/races/races.hpp"
#include "tests/support/toy_worlds.hpp"

using sim::PropertyKind;
using sim::RandomAnswer;
using sim::RandomOptions;
using sim::RunStatus;

namespace {

RandomOptions runs(std::uint64_t count) {
    RandomOptions options;
    options.runs = count;
    return options;
}

sim::RandomOutcome run_at_random(const std::string& name, const races::Sets& sets,
                                 const RandomOptions& options = runs(300),
                                 std::vector<sim::Pick> start = {}) {
    const sim::Model model{races::load(name, sets)};
    return sim::run_at_random(model, options, std::move(start));
}

}  // namespace

TEST_CASE("a run that ends where nothing is enabled is a deadlock unless it is finished",
          "[sim][random]") {
    const std::vector<sim::PropertySpec> specs{{"no-deadlock", PropertyKind::no_deadlock},
                                               {"progress", PropertyKind::eventually}};
    const RandomAnswer stuck = random_search(toys::Philosophers{3, {}}, specs, runs(50));
    CHECK(stuck.properties[0].hits == 50U);  // they eat for ever, or until nobody can
    REQUIRE(stuck.properties[0].picks.size() >= 3);
    toys::Philosophers end{3, {}};
    CHECK(sim::replay_picks(end, stuck.properties[0].picks).complete);
    CHECK(end.forks_held == std::array<std::uint8_t, 6>{1, 1, 1});
    CHECK(stuck.properties[1].hits == 50U);  // the first one does not eat there

    const RandomAnswer grid = random_search(toys::Grid{2, 2}, specs, runs(50));
    CHECK(grid.properties[0].hits == 0U);
    CHECK(grid.properties[1].hits == 0U);

    // Finished and unsatisfied; the very first state.
    const toys::Graph::Nodes alone{{{}, /*finished=*/true, /*satisfied=*/false}};
    const RandomAnswer unsatisfied = random_search(toys::GraphWorld{&alone}, specs, runs(5));
    CHECK(unsatisfied.properties[0].hits == 0U);
    CHECK(unsatisfied.properties[1].hits == 5U);
    CHECK(unsatisfied.properties[1].picks.empty());
    CHECK(unsatisfied.states == 1U);
    CHECK(unsatisfied.schedules == 1U);
}

TEST_CASE("a property is hit once in a run, at its first step, and the shortest way is kept",
          "[sim][random]") {
    // 0 → 1 → 2 → 3, observed on every edge but the first; or 0 → 2.
    const toys::Graph::Nodes nodes{{{{1, 0}, {2, 2}}, false, false},
                                   {{{2, 1}}, false, false},
                                   {{{3, 1}}, false, false},
                                   {{}, true, true}};
    const std::vector<sim::PropertySpec> specs{{"a", PropertyKind::always, 0},
                                               {"s", PropertyKind::sometimes, 1}};
    const RandomAnswer answer = random_search(toys::GraphWorld{&nodes}, specs, runs(40));
    CHECK(answer.properties[0].hits == 40U);
    CHECK(answer.properties[0].picks.size() == 2U);
    CHECK(answer.properties[1].hits > 5U);
    CHECK(answer.properties[1].hits < 35U);
    CHECK(answer.properties[1].picks == std::vector<sim::Pick>{1});
    CHECK(answer.schedules == 2U);
    CHECK(answer.longest == 3U);

    const toys::Graph::Nodes chain{{{{1, 0}}, false, false},
                                   {{{2, 1}}, false, false},
                                   {{{3, 1}}, false, false},
                                   {{}, true, true}};
    CHECK(random_search(toys::GraphWorld{&chain}, specs, runs(3)).properties[0].picks.size() == 2U);
}

TEST_CASE("a run that does not end is cut, counted, and claims no end", "[sim][random]") {
    const toys::Graph::Nodes circle{{{{1, 0}}, false, false}, {{{0, 1}}, false, false}};
    RandomOptions options = runs(10);
    options.max_depth = 25;
    const std::vector<sim::PropertySpec> specs{{"a", PropertyKind::always, 0},
                                               {"d", PropertyKind::no_deadlock},
                                               {"e", PropertyKind::eventually}};
    const RandomAnswer answer = random_search(toys::GraphWorld{&circle}, specs, options);
    CHECK(answer.runs == 10U);
    CHECK(answer.cut == 10U);
    CHECK(answer.steps == 250U);
    CHECK(answer.properties[0].hits == 10U);
    CHECK(answer.properties[1].hits == 0U);
    CHECK(answer.properties[2].hits == 0U);
    CHECK(answer.bound == sim::Bound::none);
    // One that has just so many steps is whole.
    options.max_depth = 4;
    CHECK(random_search(toys::Grid{2, 2}, {}, options).cut == 0U);
    options.max_depth = 3;
    CHECK(random_search(toys::Grid{2, 2}, {}, options).cut == 10U);
}

TEST_CASE("bounds and the clock end a search between runs that count", "[sim][random]") {
    RandomOptions options = runs(1'000'000);
    options.max_states = 100;
    const toys::Counters world{3, {}};
    const RandomAnswer states = random_search(world, {}, options);
    CHECK(states.bound == sim::Bound::states);
    CHECK(states.states == 100U);
    CHECK(states.steps == states.runs * 24);

    options.max_states = sim::kUnbounded;
    options.max_memory = 20'000;
    const RandomAnswer memory = random_search(world, {}, options);
    CHECK(memory.bound == sim::Bound::memory);

    options.max_memory = sim::kUnbounded;
    int asked = 0;
    std::uint64_t shown = 0;
    options.should_stop = [&] { return ++asked == 5; };
    options.progress = [&](const sim::RandomProgress& progress) { shown = progress.runs; };
    const RandomAnswer stopped = random_search(world, {}, options);
    CHECK(stopped.bound == sim::Bound::stopped);
    CHECK(stopped.steps == stopped.runs * 24);
    CHECK(stopped.runs == 5 * sim::kCheckInterval / 24);
    CHECK(shown == stopped.runs);
}

TEST_CASE("what one thread does one after the other is one lane", "[sim][random][pct]") {
    using Kind = sim::EventKind;
    const auto lane = [](Kind kind, std::uint32_t stream = 0) {
        return sim::lane_of({kind, stream});
    };
    CHECK(lane(Kind::loop_process) == lane(Kind::loop_block));
    CHECK(lane(Kind::writer_write) == lane(Kind::writer_post));
    CHECK(lane(Kind::request_step, 3) == lane(Kind::request_return, 3));
    CHECK(lane(Kind::client_open, 1) == lane(Kind::client_open, 3));
    CHECK(lane(Kind::loop_take, 1) == lane(Kind::loop_take, 3));
    CHECK(lane(Kind::request_step, 3) != lane(Kind::request_step, 5));
    CHECK(lane(Kind::client_reset, 3) != lane(Kind::client_body, 3));
    CHECK(lane(Kind::client_receive) != lane(Kind::client_open, 1));
    CHECK(lane(Kind::loop_process) != lane(Kind::loop_complete));
}

TEST_CASE("at most one event of a lane is enabled in any state", "[sim][random][pct]") {
    for (const std::string& name : races::names()) {
        const sim::Model model{races::load(name)};
        sim::UniformScheduler<sim::JudgedWorld> scheduler;
        bool clash = false;
        for (std::uint64_t run = 0; run < 20; ++run) {
            sim::JudgedWorld world{model};
            scheduler.begin(sim::Random{1, run});
            sim::EventList<sim::JudgedWorld> events;
            for (int step = 0; step < 500; ++step) {
                events.clear();
                static_cast<const sim::JudgedWorld&>(world).enabled(events);
                if (events.empty()) {
                    break;
                }
                std::set<sim::Lane> lanes;
                for (const sim::Event event : events) {
                    clash = clash || !lanes.insert(sim::lane_of(event)).second;
                }
                world.step(events[scheduler.choose(world, events)]);
            }
        }
        CAPTURE(name);
        CHECK_FALSE(clash);
    }
}

TEST_CASE("not found is never a pass", "[sim][random]") {
    const races::Sets fixed{"server.release_at=write_start"};
    const std::string name = "go-42777-landed";
    const auto status = [&](const std::string& properties, const races::Sets& more = {}) {
        races::Sets sets = more;
        sets.push_back("properties=" + properties);
        return run_at_random(name, sets).status;
    };
    const std::string violated = R"({"name":"no-false-refusal","expect":"violated"})";
    const std::string holds = R"({"name":"no-false-refusal","expect":"holds"})";
    const std::string reached = R"({"name":"reaches-limit","expect":"reached"})";
    const std::string unreached = R"({"name":"reaches-limit","expect":"unreached"})";
    const std::string quiet = R"({"name":"no-deadlock","expect":"holds"})";
    CHECK(status("[" + violated + "," + reached + "]") == RunStatus::as_expected);
    CHECK(status("[" + violated + "," + quiet + "]") == RunStatus::incomplete);
    CHECK(status("[" + holds + "]") == RunStatus::unexpected);
    CHECK(status("[" + unreached + "]") == RunStatus::unexpected);
    CHECK(status("[" + violated + "]", fixed) == RunStatus::incomplete);
    CHECK(status("[" + holds + "]", fixed) == RunStatus::incomplete);

    const sim::RandomOutcome outcome = run_at_random(name, {"properties=[" + holds + "]"});
    REQUIRE(outcome.complaints.size() == 1);
    CHECK(outcome.complaints[0] == "no-false-refusal is violated, expected holds");
    CHECK_FALSE(outcome.findings[0].result().shortest);
}

TEST_CASE("a search that was stopped is incomplete though all was found", "[sim][random]") {
    RandomOptions options = runs(1'000'000);
    int asked = 0;
    options.should_stop = [&] { return ++asked > 3; };
    const sim::RandomOutcome outcome =
        run_at_random("go-42777-landed",
                      {R"(properties=[{"name":"no-false-refusal","expect":"violated"}])"}, options);
    CHECK(outcome.findings[0].is_found());
    CHECK(outcome.status == RunStatus::incomplete);
}

TEST_CASE("coverage is held against the pinned count or a count of its own", "[sim][random]") {
    const sim::RandomOutcome pinned = run_at_random("go-42777-landed", {});
    CHECK(pinned.all_states == races::load("go-42777-landed").pinned.states);
    const sim::RandomOutcome counted = run_at_random("go-42777-landed", {"requests=3"});
    REQUIRE(counted.all_states);
    CHECK(*counted.all_states == races::explore("go-42777-landed", {"requests=3"}).states);
    CHECK(counted.answer.states <= *counted.all_states);
    const races::Sets large = races::sized({8, 60, 3, 3});
    CHECK_FALSE(run_at_random("go-42777-landed", large, runs(2)).all_states);
    const sim::RandomOutcome wrong = run_at_random("go-42777-landed", {"pinned.states=5"});
    CHECK(wrong.status == RunStatus::unexpected);
    CHECK(wrong.complaints.back().starts_with("pinned states is 5, these runs have seen "));
}

TEST_CASE("from elsewhere nothing is unexpected and picks begin with those that lead there",
          "[sim][random]") {
    const races::Sets sets{R"(properties=[{"name":"no-false-refusal","expect":"holds"}])"};
    const std::vector<sim::Pick> start{0, 0, 0};
    const sim::RandomOutcome outcome = run_at_random("go-42777-landed", sets, runs(300), start);
    CHECK(outcome.status == RunStatus::as_expected);
    CHECK(outcome.complaints.empty());
    REQUIRE(outcome.findings[0].is_found());
    const std::vector<sim::Pick>& picks = outcome.findings[0].found.picks;
    CHECK(std::vector<sim::Pick>(picks.begin(), picks.begin() + 3) == start);
    const sim::Model model{races::load("go-42777-landed")};
    sim::JudgedWorld world{model};
    const sim::Replayed replayed = sim::replay_picks(world, picks);
    CHECK(replayed.complete);
    CHECK((replayed.last & bit(sim::Observation::false_refusal)) != 0);
    REQUIRE(outcome.all_states);
    CHECK(*outcome.all_states <= *model.scenario().pinned.states);
}
