#pragma once
// One scenario searched at random and held against what it expects, as far as that can be done by
// finding: what `explore --strategy random|pct|pos` reports.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/promises/properties.hpp"
#include "sim/run/scenario_run.hpp"
#include "sim/search/random_search.hpp"
#include "sim/world/model.hpp"

namespace sim {

struct RandomFinding {
    const Property* property = nullptr;
    std::optional<Expected> expected;  // nothing where the scenario does not list it
    RandomHits found;                  // its picks begin in the initial state

    [[nodiscard]] bool is_found() const { return found.hits > 0; }
    // What a hit means: `reached` for `sometimes`, else `violated`.
    [[nodiscard]] PropertyVerdict verdict_of_hit() const;
    // The scenario expects it to be found, or does not say.
    [[nodiscard]] bool may_be_found() const {
        return !expected || expected == Expected::violated || expected == Expected::reached;
    }
    // The same as an explorer's answer, for record_trace(); only if it is found. Never "shortest".
    [[nodiscard]] PropertyResult result() const;
};

struct RandomOutcome {
    RandomAnswer answer;
    std::vector<RandomFinding> findings;  // in the order of the scenario
    // States that can be reached in all, where that is known: pinned, or counted by exploring no
    // more than kMostStatesCounted of them.
    std::optional<std::uint64_t> all_states;
    std::vector<std::string> complaints;  // one sentence for each thing that is not as expected
    // unexpected: something was found that should hold or be unreached, or the pinned count is less
    // than what was seen. as_expected: all runs were made and all properties are expected to be
    // found and were. Everything else is incomplete: not to have found it in so many runs is no
    // answer.
    // From another than the initial state nothing is unexpected, and all properties must be found.
    RunStatus status = RunStatus::incomplete;
    std::vector<Pick> start;  // the picks to where all runs began
};

inline constexpr std::uint64_t kMostStatesCounted = 100'000;

// The options a scenario's bounds stand for; scheduler, seed and runs are the caller's.
RandomOptions random_options_for(const Scenario& scenario);

// Every run begins in the state after the picks `start`. Throws NotDeterministic.
// `names`: as for run_scenario().
RandomOutcome run_at_random(const Model& model, const RandomOptions& options,
                            std::vector<Pick> start = {}, std::span<const std::string> names = {});

}  // namespace sim
