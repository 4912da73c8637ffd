#pragma once
// A net as two tables for a terminal: its places, its rules.

#include <string>

#include "h2core/policy.hpp"
#include "sim/net/net.hpp"
#include "tools/tables/table.hpp"

namespace tools {

// `policy`: of a scenario; null of a net by itself.
std::string net_text(const sim::Net& net, const h2::Policy* policy, TextStyle style);

}  // namespace tools
