#pragma once
// The net that the short keys of a server stand for: "loop", "before_read", "orders",
// "write_buffer", and where bookkeeping comes late. To be printed, copied and changed, and held
// against what the keys themselves do.

#include <optional>

#include <nlohmann/json.hpp>

#include "sim/scenario/scenario.hpp"

namespace sim {

// As a file of scenarios/nets has it; nothing for "flush_queue_on_close", which drops the newest
// frame of a queue: no rule takes from there. `server` has no net of its own.
std::optional<nlohmann::ordered_json> net_of_keys(const ServerSpec& server);

// The same as scenario: with the net instead of those keys.
std::optional<Scenario> with_net_of_keys(Scenario scenario);

}  // namespace sim
