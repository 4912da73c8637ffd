#pragma once
// What is wrong with a net as a whole, although each of its parts can be read: a rule that can
// never happen, an item that is lost, a place that nobody fills or empties, urgency that never
// ends.

#include "sim/net/net.hpp"
#include "sim/text/json_check.hpp"

namespace sim {

// `pointer` is that of the net.
void check_net_sense(JsonCheck& check, const Net& net, const std::string& pointer);

}  // namespace sim
