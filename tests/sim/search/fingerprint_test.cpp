// The fingerprint of an exploration is that of its set of states: held against the sets themselves.

#include "sim/search/fingerprint.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "sim/judge/judged_transfer.hpp"
#include "sim/judge/judged_world.hpp"
#include "sim/search/explorer.hpp"
#include "sim/world/model.hpp"
#include "tests/sim/races/races.hpp"

using sim::Fingerprint;

namespace {

using States = std::set<std::vector<std::byte>>;

std::vector<std::byte> state_octets(const sim::JudgedWorld& world) {
    sim::Sink sink;
    sim::JudgedWorld::transfer(world, sink);
    return {sink.octets().begin(), sink.octets().end()};
}

// Every reachable state, found without the explorer.
States states_of(const sim::Scenario& scenario) {
    const sim::Model model{scenario};
    std::vector<sim::JudgedWorld> waiting{sim::JudgedWorld{model}};
    States states{state_octets(waiting.back())};
    while (!waiting.empty()) {
        const sim::JudgedWorld world = waiting.back();
        waiting.pop_back();
        sim::EventList<sim::JudgedWorld> events;
        world.enabled(events);
        for (const sim::Event event : events) {
            sim::JudgedWorld next = world;
            (void)next.step(event);
            if (states.insert(state_octets(next)).second) {
                waiting.push_back(next);
            }
        }
    }
    return states;
}

Fingerprint fingerprint_of(const States& states) {
    Fingerprint fingerprint;
    for (const std::vector<std::byte>& octets : states) {
        fingerprint.add(sim::digest_of(octets));
    }
    return fingerprint;
}

struct Variant {
    std::string name;
    races::Sets sets;
};

// Some of them reach the same states, most do not.
std::vector<Variant> variants() {
    std::vector<Variant> all;
    for (const char* before_read :
         {"nothing", "drain", "completions_first", "wait", "wait_at_limit", "park_at_limit"}) {
        for (const char* requests : {"requests=2", "requests=3"}) {
            all.push_back(
                {"go-42777-landed", {std::string{"server.before_read="} + before_read, requests}});
        }
    }
    all.push_back({"go-42777-before", {}});
    all.push_back({"go-42777-landed", {"limit=2"}});
    all.push_back({"release-at-write-start", {"limit=1", "requests=2"}});
    all.push_back({"release-at-return", {"limit=1", "requests=2"}});
    return all;
}

}  // namespace

TEST_CASE("fingerprint: a sum of 128 bits", "[fingerprint]") {
    constexpr std::uint64_t kAll = ~std::uint64_t{0};
    Fingerprint sum;
    sum.add({kAll, 1});
    sum.add({1, 2});
    CHECK(sum == Fingerprint{0, 4});
    sum.add({kAll, kAll});
    CHECK(sum == Fingerprint{kAll, 3});
    sum.add({1, 0});
    CHECK(sum == Fingerprint{0, 4});
}

TEST_CASE("fingerprint: equal exactly where the sets of states are", "[fingerprint]") {
    struct Found {
        States states;
        sim::Exploration exploration;
    };
    std::vector<Found> found;
    for (const Variant& variant : variants()) {
        const sim::Scenario scenario = races::load(variant.name, variant.sets);
        found.push_back({states_of(scenario), races::explore(scenario)});
        const Found& last = found.back();
        CHECK(last.exploration.states == last.states.size());
        CHECK(last.exploration.fingerprint == fingerprint_of(last.states));
    }
    std::size_t same = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const bool equal = found[i].states == found[j].states;
            same += equal ? 1 : 0;
            CHECK(equal == (found[i].exploration.states == found[j].exploration.states &&
                            found[i].exploration.fingerprint == found[j].exploration.fingerprint));
        }
    }
    CHECK(same >= 3);
}

TEST_CASE("fingerprint: the fix of golang/go#42777 removes no reachable state", "[fingerprint]") {
    const sim::Exploration before = races::explore("go-42777-before", {});
    const sim::Exploration landed = races::explore("go-42777-landed", {});
    const sim::Exploration wait = races::explore("go-42777-landed", {"server.before_read=wait"});
    CHECK(before.fingerprint == landed.fingerprint);
    CHECK_FALSE(before.fingerprint == wait.fingerprint);
}

TEST_CASE("fingerprint: neither strategy nor memory of whole states changes it", "[fingerprint]") {
    const sim::Scenario scenario = races::load("go-42777-landed", {"limit=2", "requests=4"});
    const Fingerprint usual = races::explore(scenario).fingerprint;
    sim::Options options;
    options.exact = true;
    CHECK(races::explore(scenario, options).fingerprint == usual);
    options.strategy = sim::Strategy::depth_first;
    CHECK(races::explore(scenario, options).fingerprint == usual);
    options.exact = false;
    CHECK(races::explore(scenario, options).fingerprint == usual);
}
