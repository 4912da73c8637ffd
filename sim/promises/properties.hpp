#pragma once
// The promises that are checked, as named values with an expectation. Each is stated over what the
// World observes in one step (a bit of Observations), or over the graph of all states. Numbers
// I1 … I13 are those of the invariant catalogue; the sections are RFC 9113's.

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "sim/promises/observation.hpp"
#include "sim/promises/property_kind.hpp"

namespace sim {

struct Property {
    std::string_view name;       // as in scenarios: "no-false-refusal"
    std::string_view invariant;  // "I1"; empty for `sometimes`
    PropertyKind kind = PropertyKind::always;
    Observation observation = Observation::false_refusal;  // for always and sometimes
    std::string_view section;                              // "9113/5.1.2"
    std::string_view meaning;                              // one sentence
    // What puts it at stake; none for `sometimes`. `at_stake` says the same: "At stake when …".
    std::optional<Observation> stake = std::nullopt;
    std::string_view at_stake = {};
};

// What a search is asked about it.
PropertySpec spec_of(const Property& property);

// In documented, fixed order.
std::span<const Property> all_properties();
std::vector<std::string_view> property_names();
const Property* find_property(std::string_view name);  // null if there is none

}  // namespace sim
