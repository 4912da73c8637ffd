#pragma once
// A checked document as a Scenario. Keys that are not given leave the defaults of
// sim/scenario/scenario.hpp; "unlimited" becomes h2::kUnlimited.

#include <nlohmann/json.hpp>

#include "sim/scenario/scenario.hpp"

namespace sim {

// The document must have passed check_shape().
Scenario read_scenario(const nlohmann::json& document);

}  // namespace sim
