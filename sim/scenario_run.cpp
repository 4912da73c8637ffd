#include "sim/scenario_run.hpp"

#include <fmt/format.h>

#include "sim/explorer.hpp"
#include "sim/scenario_names.hpp"
#include "sim/world.hpp"
#include "sim/world_transfer.hpp"

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

std::vector<PropertySpec> specs_for(const Scenario& scenario) {
    std::vector<PropertySpec> specs;
    for (const ExpectedProperty& asked : scenario.properties) {
        const Property* property = find_property(asked.name);
        H2_INVARIANT(property != nullptr);  // the scenario was validated
        specs.push_back({asked.name, property->kind, static_cast<unsigned>(property->observation)});
    }
    return specs;
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

ScenarioOutcome run_scenario(const Model& model, const Options& options) {
    const Scenario& scenario = model.scenario();
    ScenarioOutcome outcome;
    outcome.exploration = explore(ConnectionWorld{model}, specs_for(scenario), options);
    bool unknown = false;
    for (std::size_t i = 0; i < scenario.properties.size(); ++i) {
        const ExpectedProperty& asked = scenario.properties[i];
        outcome.properties.push_back(
            {find_property(asked.name), asked.expect, outcome.exploration.properties[i]});
        const PropertyOutcome& property = outcome.properties.back();
        if (property.result.verdict == PropertyVerdict::unknown) {
            unknown = true;
        } else if (!property.as_expected()) {
            outcome.complaints.push_back(fmt::format("{} is {}, expected {}", asked.name,
                                                     name(property.result.verdict),
                                                     name(verdict_for(asked.expect))));
        }
    }
    if (outcome.exploration.complete) {
        hold_against_pinned(scenario, outcome);
    }
    outcome.status = !outcome.complaints.empty()                ? RunStatus::unexpected
                     : unknown || !outcome.exploration.complete ? RunStatus::incomplete
                                                                : RunStatus::as_expected;
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
