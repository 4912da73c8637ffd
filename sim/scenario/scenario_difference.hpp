#pragma once
// In which keys two scenarios differ, whether a file gives them or leaves them out.

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace sim {

struct KeyDifference {
    // As --set spells it: "server.release_at.data", "client.script.3"; with the name of an element
    // that has one: "properties.no-deadlock.expect".
    std::string key;
    // Null where there is no value: neither a given one nor a default.
    nlohmann::json first;
    nlohmann::json second;
    // The worlds may differ in it. Not what is asked of a world, nor what a file says about itself.
    bool of_world = false;
    bool operator==(const KeyDifference&) const = default;
};

// Of two resolved documents (sim/scenario/scenario_json.hpp): the keys of worlds first, each kind
// in the order of the table of keys. Texts of a list are compared by their places.
std::vector<KeyDifference> differences(const nlohmann::json& first, const nlohmann::json& second);

}  // namespace sim
