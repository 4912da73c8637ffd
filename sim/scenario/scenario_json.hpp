#pragma once
// From the text of a scenario file to the value sim::Scenario: parse, apply --set, check the keys,
// merge the profile in, check that the world makes sense. Keys and their meaning:
// scenarios/schema.json.

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "h2core/result.hpp"
#include "sim/scenario/profile.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/scenario_sense.hpp"
#include "sim/text/input_error.hpp"
#include "sim/text/located_json.hpp"

namespace sim {

struct ParsedScenario {
    Scenario scenario;
    // The resolved document: overrides applied, the profile's values written out
    // ("server.profile_merged": true), no "$schema". A trace carries it; parsing it again gives
    // the same scenario without any profile. Merged values may come from a newer program than the
    // reader's: a key it does not know is an error like any other.
    nlohmann::json document;
    std::vector<Note> notes;  // values that have no effect in this world, mostly of the profile
};

using ScenarioResult = h2::Result<ParsedScenario, InputErrors>;

// All errors that were found, in the order of their places; at least one if there is no scenario.
// `file` is for messages. `overrides`: see sim/scenario/scenario_override.hpp.
ScenarioResult parse_scenario(std::string_view text, std::string_view file,
                              const ProfileLookup& profiles,
                              const std::vector<std::string>& overrides = {});

// The same for a scenario inside another file (a trace). `pointer` must exist in it.
ScenarioResult parse_scenario_at(const LocatedJson& json, std::string_view pointer,
                                 const ProfileLookup& profiles,
                                 const std::vector<std::string>& overrides = {});

// What a profile (none if empty) and `overrides` below "server" ("slack=1") decide for the core,
// whatever world it is in.
h2::Result<h2::Policy, InputErrors> parse_policy(std::string_view profile,
                                                 const ProfileLookup& profiles,
                                                 const std::vector<std::string>& overrides);

}  // namespace sim
