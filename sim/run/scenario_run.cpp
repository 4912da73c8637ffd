// Checks that the world is deterministic, explores, and follows lost progress to where it shows.
// Then it compares the verdicts with the scenario, and its pinned counts with those of a complete
// search: each difference is a complaint, and one complaint makes the run fail.

#include "sim/run/scenario_run.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "sim/judge/judged_transfer.hpp"
#include "sim/judge/judged_world.hpp"
#include "sim/scenario/scenario_names.hpp"
#include "sim/search/bad_end.hpp"
#include "sim/search/determinism_check.hpp"
#include "sim/search/explorer.hpp"
#include "sim/search/replay_picks.hpp"

namespace sim {
namespace {

PropertyVerdict verdict_for(Expected expected) {
    switch (expected) {
        case Expected::holds: return PropertyVerdict::holds;
        case Expected::violated: return PropertyVerdict::violated;
        case Expected::reached: return PropertyVerdict::reached;
        case Expected::unreached: return PropertyVerdict::unreached;
        case Expected::vacuous: return PropertyVerdict::vacuous;
    }
    return PropertyVerdict::unknown;
}

void hold_against_pinned(const Scenario& scenario, ScenarioOutcome& outcome) {
    const auto compare = [&](const char* what, const std::optional<std::uint64_t>& pinned,
                             std::uint64_t found) {
        if (pinned && *pinned != found) {
            outcome.complaints.push_back(
                fmt::format("pinned {} is {}, found {}", what, *pinned, found));
        }
    };
    compare("states", scenario.pinned.states, outcome.exploration.states);
    compare("transitions", scenario.pinned.transitions, outcome.exploration.transitions);
    if (outcome.restricted) {
        return;  // the shortest is about all properties of the scenario
    }
    for (const PropertyOutcome& property : outcome.properties) {
        if (property.result.verdict == PropertyVerdict::violated) {
            compare("shortest", scenario.pinned.shortest, property.result.picks.size());
            return;
        }
    }
    if (scenario.pinned.shortest) {
        outcome.complaints.push_back(
            fmt::format("pinned shortest is {}, found no violation", *scenario.pinned.shortest));
    }
}

// What the search has found, with the picks as they are from the initial state.
void add_properties(const std::vector<Asked>& asked, ScenarioOutcome& outcome) {
    for (std::size_t i = 0; i < asked.size(); ++i) {
        outcome.properties.push_back(
            {asked[i].property, asked[i].expected, outcome.exploration.properties[i]});
        PropertyResult& result = outcome.properties.back().result;
        const bool found = result.verdict == PropertyVerdict::violated ||
                           result.verdict == PropertyVerdict::reached;
        if (found) {
            result.picks.insert(result.picks.begin(), outcome.start.begin(), outcome.start.end());
        }
    }
}

// Where no way leads to an answer any more, the counterexample goes on to where that shows.
void go_on_to_bad_ends(const Model& model, ScenarioOutcome& outcome) {
    for (PropertyOutcome& property : outcome.properties) {
        PropertyResult& result = property.result;
        if (result.spec.kind == PropertyKind::eventually &&
            result.verdict == PropertyVerdict::violated) {
            result.onward = bad_end(world_after(model, result.picks)).picks;
        }
    }
}

bool has_every_answer(const ScenarioOutcome& outcome) {
    const Bound bound = outcome.exploration.bound;
    if (bound == Bound::first_violation) {
        return true;  // the question was whether there is one
    }
    return (outcome.exploration.complete || bound == Bound::answered) &&
           std::none_of(outcome.properties.begin(), outcome.properties.end(),
                        [](const PropertyOutcome& property) {
                            return property.result.verdict == PropertyVerdict::unknown;
                        });
}

void hold_against_expected(const Scenario& scenario, ScenarioOutcome& outcome) {
    for (const PropertyOutcome& property : outcome.properties) {
        const PropertyVerdict verdict = property.result.verdict;
        if (verdict != PropertyVerdict::unknown && !property.as_expected()) {
            outcome.complaints.push_back(fmt::format("{} is {}, expected {}",
                                                     property.property->name, name(verdict),
                                                     name(verdict_for(*property.expected))));
        }
    }
    if (outcome.exploration.complete) {
        hold_against_pinned(scenario, outcome);
    }
}

}  // namespace

bool PropertyOutcome::as_expected() const {
    return !expected || result.verdict == verdict_for(*expected);
}

Options options_for(const Scenario& scenario) {
    Options options;
    options.max_states = scenario.bounds.max_states;
    if (scenario.bounds.max_depth > 0) {
        options.max_depth = scenario.bounds.max_depth;
    }
    options.max_memory = scenario.bounds.max_memory_mb * 1'000'000;
    return options;
}

std::vector<Asked> asked_of(const Scenario& scenario, std::span<const std::string> names) {
    std::vector<Asked> asked;
    for (const ExpectedProperty& listed : scenario.properties) {
        asked.push_back({find_property(listed.name), listed.expect});
        H2_INVARIANT(asked.back().property != nullptr);  // the scenario was validated
    }
    if (names.empty()) {
        return asked;
    }
    std::vector<Asked> chosen;
    for (const std::string& name : names) {
        const Property* property = find_property(name);
        H2_INVARIANT(property != nullptr);
        const auto listed = std::find_if(asked.begin(), asked.end(), [&](const Asked& each) {
            return each.property == property;
        });
        chosen.push_back({property, listed == asked.end() ? std::nullopt : listed->expected});
    }
    return chosen;
}

std::vector<PropertySpec> specs_for(const std::vector<Asked>& asked) {
    std::vector<PropertySpec> specs;
    specs.reserve(asked.size());
    for (const Asked& each : asked) {
        specs.push_back(spec_of(*each.property));
    }
    return specs;
}

JudgedWorld world_after(const Model& model, std::span<const Pick> picks) {
    JudgedWorld world{model};
    const Replayed replayed = replay_picks(world, picks);
    H2_INVARIANT(replayed.complete);
    return world;
}

ScenarioOutcome run_scenario(const Model& model, const Options& options, std::vector<Pick> start,
                             std::span<const std::string> names) {
    const auto fresh = [&] { return world_after(model, start); };
    require_determinism(fresh);
    ScenarioOutcome outcome;
    const std::vector<Asked> asked = asked_of(model.scenario(), names);
    Options search = options;
    search.stop_when_answered = search.stop_when_answered || !names.empty();
    outcome.exploration = explore(fresh(), specs_for(asked), search);
    outcome.start = std::move(start);
    outcome.restricted = !names.empty();
    add_properties(asked, outcome);
    go_on_to_bad_ends(model, outcome);
    if (outcome.start.empty()) {
        hold_against_expected(model.scenario(), outcome);
    }
    if (outcome.start.empty() && outcome.exploration.complete) {
        outcome.never = never_happened(model);
    }
    outcome.status = !outcome.complaints.empty() ? RunStatus::unexpected
                     : has_every_answer(outcome) ? RunStatus::as_expected
                                                 : RunStatus::incomplete;
    return outcome;
}

std::string_view name(RunStatus status) {
    switch (status) {
        case RunStatus::as_expected: return "passed";
        case RunStatus::incomplete: return "incomplete";
        case RunStatus::unexpected: return "failed";
    }
    return "unknown";
}

}  // namespace sim
