#pragma once
// One scenario explored and held against what it expects: the answer that `explore` and `check`
// report.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/judge/judged_world.hpp"
#include "sim/promises/properties.hpp"
#include "sim/run/never_happened.hpp"
#include "sim/search/exploration.hpp"
#include "sim/world/model.hpp"

namespace sim {

// A property that is asked, and what the scenario expects of it; nothing where it does not list it.
struct Asked {
    const Property* property = nullptr;
    std::optional<Expected> expected;
};

// The properties of these names, in this order; without names those that the scenario lists.
std::vector<Asked> asked_of(const Scenario& scenario, std::span<const std::string> names = {});

struct PropertyOutcome {
    const Property* property = nullptr;
    std::optional<Expected> expected;
    PropertyResult result;
    // Also where nothing is expected.
    [[nodiscard]] bool as_expected() const;
};

// How a run ended, from best to worst; the exit code of a command follows from it.
enum class RunStatus : std::uint8_t {
    as_expected,
    incomplete,  // a bound was hit before every property had its answer: never a pass
    unexpected,  // a property has another verdict, or a pinned count differs
};

struct ScenarioOutcome {
    Exploration exploration;
    std::vector<PropertyOutcome> properties;  // in the order of the scenario
    std::vector<std::string> complaints;      // one sentence for each thing that is not as expected
    RunStatus status = RunStatus::as_expected;
    // The picks from the initial state to the one where the search began, usually none. All picks
    // of results begin with them, and `shortest` speaks of what comes after them.
    std::vector<Pick> start;
    bool restricted = false;  // some properties were asked, not those the scenario lists
    NeverHappened never;      // of a complete search from the initial state
};

// The search options a scenario's bounds stand for; time is the caller's (Options::should_stop).
Options options_for(const Scenario& scenario);

std::vector<PropertySpec> specs_for(const std::vector<Asked>& asked);

// The state after these picks, each of which must be enabled.
JudgedWorld world_after(const Model& model, std::span<const Pick> picks);

// Explores from the state after the picks `start`. What a scenario expects is meant of its initial
// state: with other states expectations and pinned counts are not compared, and the status is
// `as_expected` if every property has an answer, else `incomplete`. Throws NotDeterministic
// (sim/search/determinism_check.hpp).
//
// `names`: asks for these properties only; the search then ends as soon as all of them are
// answered. A search that ended because it had its answer is as good as a complete one, and has no
// counts to compare.
ScenarioOutcome run_scenario(const Model& model, const Options& options,
                             std::vector<Pick> start = {}, std::span<const std::string> names = {});

std::string_view name(RunStatus status);

}  // namespace sim
