// The committed counterexamples: each replays, and there is one for everything that is violated.

#include "tests/sim/trace/traces.hpp"

#include <map>
#include <set>

#include "sim/run/scenario_run.hpp"
#include "sim/trace/replay.hpp"
#include "tests/sim/races/races.hpp"

TEST_CASE("traces: every committed trace replays as it was recorded", "[trace]") {
    REQUIRE_FALSE(traces::names().empty());
    for (const std::string& name : traces::names()) {
        CAPTURE(name);
        const std::string text = traces::text_of(name);
        const sim::Trace trace = traces::parse(text);
        CHECK(sim::to_json_text(trace) == text);
        CHECK(trace.shortest);
        const sim::Model model{trace.scenario};
        std::size_t shown = 0;
        const auto outcome = sim::replay(model, trace, [&](const sim::ReplayStep&) { ++shown; });
        if (outcome.divergence) {
            FAIL("step " << outcome.divergence->step << ": " << outcome.divergence->reason);
        }
        CHECK(outcome.digests_from == 0);  // whoever wrote it
        CHECK(outcome.steps == trace.steps.size());
        CHECK(shown == trace.steps.size());
    }
}

TEST_CASE("traces: the shortest counterexample of everything that is violated", "[trace]") {
    std::map<std::pair<std::string, std::string>, sim::Trace> committed;
    for (const std::string& name : traces::names()) {
        const sim::Trace trace = traces::parse(traces::text_of(name));
        const auto added = committed.emplace(std::pair{trace.scenario.id, trace.property}, trace);
        CHECK(added.second);
    }
    std::size_t needed = 0;
    for (const std::string& name : races::names()) {
        CAPTURE(name);
        const sim::Scenario scenario = races::load(name);
        const sim::Model model{scenario};
        const sim::ScenarioOutcome outcome = sim::run_scenario(model, sim::options_for(scenario));
        for (const sim::PropertyOutcome& property : outcome.properties) {
            const sim::PropertyResult& result = property.result;
            if (result.verdict != sim::PropertyVerdict::violated) {
                continue;
            }
            CAPTURE(result.spec.name);
            ++needed;
            const auto found = committed.find({scenario.id, result.spec.name});
            REQUIRE(found != committed.end());
            std::vector<sim::Pick> picks;
            for (const sim::TraceStep& step : found->second.steps) {
                picks.push_back(step.pick);
            }
            std::vector<sim::Pick> expected = result.picks;  // the first among the shortest
            expected.insert(expected.end(), result.onward.begin(), result.onward.end());
            CHECK(picks == expected);
            CHECK(found->second.scenario == scenario);
        }
    }
    CHECK(needed == committed.size());
}
