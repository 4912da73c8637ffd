// Counts of the committed scenarios do not depend on how they were found.

#include <cstddef>
#include <deque>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "sim/judge/judged_transfer.hpp"
#include "sim/judge/judged_world.hpp"
#include "sim/world/model.hpp"
#include "tests/sim/races/races.hpp"

namespace {

std::vector<sim::PropertyVerdict> verdicts(const sim::Exploration& exploration) {
    std::vector<sim::PropertyVerdict> all;
    for (const sim::PropertyResult& result : exploration.properties) {
        all.push_back(result.verdict);
    }
    return all;
}

void check_same_graph(const sim::Exploration& one, const sim::Exploration& other) {
    CHECK(one.states == other.states);
    CHECK(one.transitions == other.transitions);
    CHECK(verdicts(one) == verdicts(other));
}

std::string canonical(const sim::JudgedWorld& world) {
    sim::Sink sink;
    sim::JudgedWorld::transfer(world, sink);
    return {reinterpret_cast<const char*>(sink.octets().data()), sink.size()};
}

// Every reachable state in its canonical form, found without the explorer.
std::set<std::string> reachable(const sim::Scenario& scenario) {
    const sim::Model model{scenario};
    sim::JudgedWorld initial{model};
    std::set<std::string> seen{canonical(initial)};
    std::deque<sim::JudgedWorld> waiting{initial};
    while (!waiting.empty()) {
        sim::EventList<sim::JudgedWorld> events;
        waiting.front().enabled(events);
        for (const sim::Event event : events) {
            sim::JudgedWorld next = waiting.front();
            next.step(event);
            if (seen.insert(canonical(next)).second) {
                waiting.push_back(next);
            }
        }
        waiting.pop_front();
    }
    return seen;
}

}  // namespace

TEST_CASE("counts: digests lose nothing that whole states would keep", "[verdict]") {
    for (const std::string& name : races::names()) {
        CAPTURE(name);
        const sim::Scenario scenario = races::load(name);
        sim::Options exact;
        exact.exact = true;

        const sim::Exploration with_digests = races::explore(scenario);
        const sim::Exploration with_states = races::explore(scenario, exact);

        check_same_graph(with_digests, with_states);
        CHECK(with_digests.depth == with_states.depth);
        CHECK(with_digests.properties == with_states.properties);  // picks as well
    }
}

TEST_CASE("counts: depth first sees the graph that breadth first sees", "[verdict]") {
    for (const std::string& name : races::names()) {
        CAPTURE(name);
        const sim::Scenario scenario = races::load(name);
        sim::Options depth_first;
        depth_first.strategy = sim::Strategy::depth_first;

        const sim::Exploration broad = races::explore(scenario);
        const sim::Exploration deep = races::explore(scenario, depth_first);

        check_same_graph(broad, deep);
        for (std::size_t i = 0; i < broad.properties.size(); ++i) {
            CAPTURE(broad.properties[i].spec.name);
            CHECK(broad.properties[i].picks.size() <= deep.properties[i].picks.size());
        }
    }
}

TEST_CASE("counts: a second run gives the same answer, memory included", "[verdict]") {
    for (const std::string& name : races::names()) {
        CAPTURE(name);
        CHECK(races::explore(name, {}) == races::explore(name, {}));
    }
}

TEST_CASE("counts: a naive search finds as many states as the explorer", "[verdict]") {
    for (const std::string& name : races::names()) {
        CAPTURE(name);
        const sim::Scenario scenario = races::load(name);
        const sim::Exploration explored = races::explore(scenario);
        if (explored.states < 30'000) {
            CHECK(reachable(scenario).size() == explored.states);
        }
    }
}

// The landed fix only ever joins two steps that could follow one another anyway.
TEST_CASE("counts: draining without waiting removes no reachable state", "[verdict]") {
    const std::vector<const char*> responses{R"(response={"headers": 4200})",
                                             R"(response={"headers": 40, "body": 4096})"};
    for (const char* response : responses) {
        for (unsigned limit = 1; limit <= 2; ++limit) {
            for (unsigned requests = limit; requests <= limit + 2; ++requests) {
                for (unsigned pipes = 1; pipes <= 2; ++pipes) {
                    CAPTURE(response, limit, requests, pipes);
                    const races::Sets sets =
                        races::sized({limit, requests, pipes, pipes}, {response});
                    const auto nothing = reachable(races::load("go-42777-before", sets));
                    const auto drain = reachable(races::load("go-42777-landed", sets));
                    CHECK((nothing == drain));
                }
            }
        }
    }
}

TEST_CASE("counts: nor does it on a larger grid, by number", "[verdict][sweep]") {
    for (unsigned limit = 1; limit <= 4; ++limit) {
        for (unsigned requests = limit; requests <= limit + 3; ++requests) {
            for (unsigned pipes = 1; pipes <= 2; ++pipes) {
                CAPTURE(limit, requests, pipes);
                const races::Sets sets =
                    races::sized({limit, requests, pipes, pipes},
                                 {R"(response={"headers": 4200})",
                                  races::asking({"no-false-refusal", "closed-but-counted"})});
                const sim::Exploration nothing = races::explore("go-42777-before", sets);
                const sim::Exploration drain = races::explore("go-42777-landed", sets);
                CHECK(nothing.states == drain.states);
                CHECK(drain.transitions <= nothing.transitions);
                CHECK(verdicts(nothing) == verdicts(drain));
            }
        }
    }
}
