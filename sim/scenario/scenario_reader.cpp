// The table of keys says how each value is read (sim/scenario/key_rows.hpp); here it is walked.

#include "sim/scenario/scenario_reader.hpp"

#include <string>

#include "sim/scenario/scenario_keys.hpp"

namespace sim {
namespace {

void read_key(const nlohmann::json& value, const KeySpec& key, Scenario& scenario) {
    if (key.read != nullptr) {
        return key.read(value, scenario);
    }
    for (const KeySpec& member : key.members) {
        if (!value.is_object()) {  // one value for all of them
            read_key(value, member, scenario);
        } else if (const auto found = value.find(std::string{member.name}); found != value.end()) {
            read_key(*found, member, scenario);
        }
    }
}

}  // namespace

Scenario read_scenario(const nlohmann::json& document) {
    Scenario scenario;
    read_key(document, scenario_root(), scenario);
    return scenario;
}

}  // namespace sim
