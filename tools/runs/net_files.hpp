#pragma once
// The net that a person names: by its name, by its file, or by a scenario, whose server is one or
// has keys that stand for one (sim/scenario/key_net.hpp).

#include <optional>
#include <string>

#include "h2core/policy.hpp"
#include "sim/net/net.hpp"
#include "tools/runs/scenario_files.hpp"

namespace tools {

struct FoundNet {
    sim::Net net;
    std::string text;  // as its file, or its scenario, has it; ends in a line feed
    // Of a scenario: what decides at which station a slot is given back.
    std::optional<h2::Policy> policy;
};

// Throws Failure with what is wrong with it, or with the nearest name.
FoundNet find_net(const ScenarioFiles& files, const std::string& named);

}  // namespace tools
