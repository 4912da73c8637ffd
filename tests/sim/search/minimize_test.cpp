// Shorter traces: against all shortest ones of small scenarios, and from walks at random.

#include <algorithm>

#include "sim/promises/properties.hpp"
#include "sim/trace/replay.hpp"
#include "sim/trace/trace_search.hpp"
#include "tests/sim/trace/drawn.hpp"
#include "tests/support/split_mix64.hpp"

namespace {

using sim::JudgedWorld;
using sim::TraceShape;

bool replays(const sim::Trace& trace) {
    const sim::Model model{trace.scenario};
    return !sim::replay(model, trace, [](const sim::ReplayStep&) {}).divergence;
}

// A trace of the scenario that ends where a walk at random first breaks the property.
sim::Trace random_trace(const sim::Trace& of, std::uint64_t seed) {
    const sim::Model model{of.scenario};
    const auto wanted = sim::bit(sim::find_property(of.property)->observation);
    support::SplitMix64 random{seed};
    for (int attempt = 0; attempt < 1000; ++attempt) {
        JudgedWorld world{model};
        sim::PropertyResult result;
        result.spec.name = of.property;
        result.verdict = of.verdict;
        for (;;) {
            sim::EventList<JudgedWorld> events;
            static_cast<const JudgedWorld&>(world).enabled(events);
            if (events.empty()) {
                break;
            }
            const auto pick = static_cast<sim::Pick>(random.below(events.size()));
            result.picks.push_back(pick);
            if ((world.step(events[pick]) & wanted) != 0) {
                return sim::record_trace(model, of.document, result);
            }
        }
    }
    FAIL("no walk at random breaks the property");
    return of;
}

// The best of all traces of so many steps, one by one.
struct AllTraces {
    const sim::Model& model;
    sim::Observations wanted;
    std::size_t steps;
    std::vector<sim::Actor> actors;
    TraceShape best{~std::size_t{0}, 0, 0};

    void look(const JudgedWorld& world) {
        sim::EventList<JudgedWorld> events;
        world.enabled(events);
        for (const sim::Event event : events) {
            JudgedWorld next = world;
            actors.push_back(sim::action_of(world, event).actor);
            const bool found = (next.step(event) & wanted) != 0;
            if (found && actors.size() == steps) {
                best = std::min(best, sim::shape_of(actors));
            }
            if (!found && actors.size() < steps) {
                look(next);
            }
            actors.pop_back();
        }
    }
};

}  // namespace

TEST_CASE("minimize: shape counts steps, switches and actors", "[trace][minimize]") {
    const sim::Trace landed = drawn::trace_of(drawn::kLanded);
    CHECK(sim::shape_of(sim::Model{landed.scenario}, landed) == TraceShape{16, 14, 5});
    CHECK(sim::shape_of(std::span<const sim::Actor>{}) == TraceShape{});
}

TEST_CASE("minimize: committed traces are the shortest already, and stay what they show",
          "[trace][minimize]") {
    int easier = 0;
    for (const std::string& name : traces::names()) {
        CAPTURE(name);
        const sim::Trace trace = traces::parse(traces::text_of(name));
        if (trace.scenario.pinned.states.value_or(100'000) > 2'000) {
            continue;
        }
        const sim::Model model{trace.scenario};
        const sim::MinimizedTrace found = sim::minimize(model, trace);
        CHECK(found.proven);
        CHECK(found.trace.shortest);
        CHECK(found.trace.property == trace.property);
        CHECK(found.trace.steps.size() == trace.steps.size());
        CHECK(sim::shape_of(model, found.trace) <= sim::shape_of(model, trace));
        CHECK(replays(found.trace));
        easier += sim::shape_of(model, found.trace) < sim::shape_of(model, trace) ? 1 : 0;
    }
    CHECK(easier > 0);
}

TEST_CASE("minimize: no trace as short has fewer switches", "[trace][minimize]") {
    for (const std::string name :
         {"jetty-2349.no-false-refusal", "headers-only.no-false-refusal",
          "release-at-return.no-close-before-flush", "completions-first.no-false-refusal"}) {
        CAPTURE(name);
        const sim::Trace trace = drawn::trace_of(name);
        const sim::Model model{trace.scenario};
        AllTraces all{model,
                      sim::bit(sim::find_property(trace.property)->observation),
                      trace.steps.size(),
                      {},
                      {~std::size_t{0}, 0, 0}};
        all.look(JudgedWorld{model});
        CHECK(sim::shape_of(model, sim::minimize(model, trace).trace) == all.best);
    }
}

TEST_CASE("minimize: a walk at random becomes the shortest trace", "[trace][minimize]") {
    sim::Trace landed = drawn::trace_of(drawn::kLanded);
    landed.scenario.requests = 3;
    const sim::Model model{landed.scenario};
    bool longer = false;
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        const sim::Trace trace = random_trace(landed, seed);
        longer = longer || trace.steps.size() > 16;
        const sim::MinimizedTrace found = sim::minimize(model, trace);
        CHECK(found.proven);
        CHECK(found.trace.steps.size() == 16);
        CHECK(found.trace.steps == sim::minimize(model, found.trace).trace.steps);
        CHECK(sim::shape_of(model, found.trace) <=
              sim::shape_of(model, sim::minimize(model, random_trace(landed, seed + 9)).trace));
    }
    CHECK(longer);
}

TEST_CASE("minimize: beyond the bounds steps are left out", "[trace][minimize]") {
    sim::Trace landed = drawn::trace_of(drawn::kLanded);
    landed.scenario.limit = 3;
    landed.scenario.requests = 6;
    landed.scenario.pipes = {2, 2};
    const sim::Model model{landed.scenario};
    std::size_t before = 0;
    std::size_t after = 0;
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        const sim::Trace trace = random_trace(landed, seed);
        const sim::MinimizedTrace found =
            sim::minimize(model, trace, {5'000, sim::kUnbounded, {}, {}});
        CHECK_FALSE(found.proven);
        CHECK_FALSE(found.trace.shortest);
        CHECK(replays(found.trace));
        CHECK(sim::shape_of(model, found.trace) <= sim::shape_of(model, trace));
        before += trace.steps.size();
        after += found.trace.steps.size();
    }
    CHECK(after < before);
}

TEST_CASE("minimize: a search that is stopped at once gives the trace back", "[trace][minimize]") {
    const sim::Trace trace = drawn::trace_of(drawn::kDeadlock);
    const sim::MinimizedTrace found =
        sim::minimize(sim::Model{trace.scenario}, trace, {1, sim::kUnbounded, {}, {}});
    CHECK_FALSE(found.proven);
    CHECK(replays(found.trace));
    CHECK(found.trace.steps.size() == trace.steps.size());
}
