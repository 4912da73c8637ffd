#include "sim/run/scenario_run.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "sim/scenario/scenario_names.hpp"
#include "sim/search/determinism_check.hpp"
#include "sim/search/explorer.hpp"
#include "sim/search/replay_picks.hpp"
#include "sim/world/world.hpp"
#include "sim/world/world_transfer.hpp"

namespace sim {
namespace {

PropertyVerdict verdict_for(Expected expected) {
    switch (expected) {
        case Expected::holds: return PropertyVerdict::holds;
        case Expected::violated: return PropertyVerdict::violated;
        case Expected::reached: return PropertyVerdict::reached;
        case Expected::unreached: return PropertyVerdict::unreached;
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
void add_properties(const Scenario& scenario, ScenarioOutcome& outcome) {
    for (std::size_t i = 0; i < scenario.properties.size(); ++i) {
        const ExpectedProperty& asked = scenario.properties[i];
        outcome.properties.push_back(
            {find_property(asked.name), asked.expect, outcome.exploration.properties[i]});
        PropertyResult& result = outcome.properties.back().result;
        const bool found = result.verdict == PropertyVerdict::violated ||
                           result.verdict == PropertyVerdict::reached;
        if (found) {
            result.picks.insert(result.picks.begin(), outcome.start.begin(), outcome.start.end());
        }
    }
}

bool has_every_answer(const ScenarioOutcome& outcome) {
    return outcome.exploration.complete &&
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
                                                     name(verdict_for(property.expected))));
        }
    }
    if (outcome.exploration.complete) {
        hold_against_pinned(scenario, outcome);
    }
}

}  // namespace

bool PropertyOutcome::as_expected() const {
    return result.verdict == verdict_for(expected);
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

std::vector<PropertySpec> specs_for(const Scenario& scenario) {
    std::vector<PropertySpec> specs;
    for (const ExpectedProperty& asked : scenario.properties) {
        const Property* property = find_property(asked.name);
        H2_INVARIANT(property != nullptr);  // the scenario was validated
        specs.push_back({asked.name, property->kind, static_cast<unsigned>(property->observation)});
    }
    return specs;
}

ConnectionWorld world_after(const Model& model, std::span<const Pick> picks) {
    ConnectionWorld world{model};
    const Replayed replayed = replay_picks(world, picks);
    H2_INVARIANT(replayed.complete);
    return world;
}

ScenarioOutcome run_scenario(const Model& model, const Options& options, std::vector<Pick> start) {
    const auto fresh = [&] { return world_after(model, start); };
    require_determinism(fresh);
    ScenarioOutcome outcome;
    outcome.exploration = explore(fresh(), specs_for(model.scenario()), options);
    outcome.start = std::move(start);
    add_properties(model.scenario(), outcome);
    if (outcome.start.empty()) {
        hold_against_expected(model.scenario(), outcome);
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
