// Any values of any keys as a world that is explored: a scenario that is accepted is explored to
// its bound without a failed invariant, and its resolved document is the same scenario.

#include <cstdio>

#include "sim/run/scenario_run.hpp"
#include "tests/fuzz/random_scenario.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Choices choices{data, size};
    fuzz::RandomScenario random{choices};
    const auto made = random.make();
    FUZZ_REQUIRE(made.has_value());
    const auto again = sim::parse_scenario(made->document.dump(), "again.json", {});
    FUZZ_REQUIRE(again.has_value());
    FUZZ_REQUIRE(again->scenario == made->scenario);
    sim::Options options;
    options.max_states = 100;
    const sim::Model model{made->scenario};
    const sim::ScenarioOutcome outcome = sim::run_scenario(model, options);
    FUZZ_REQUIRE(outcome.exploration.states > 0);
    return 0;
}
