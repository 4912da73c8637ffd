#pragma once
// Nets as files have them: JSON in, a Net or what is wrong with it. Keys and words are those of
// scenarios/nets.schema.json; scenarios/README.md explains them by example.
//
//   take   "queue", "all queue", "up to 2 queue", "exit from mailbox", "all closing from queue"
//   when   "queue empty", "not queue empty", "flying holds counted", "queue holds 2 headers",
//          "queue next data", "hand-off at limit", "queue fits buffer", "handed sendable"; a list
//          in the list: any
//   put    "batch", "token lock"
//   emit   "queue", or a list of {"frames": class, "to": place, "do": […]}, the last for all

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "h2core/result.hpp"
#include "sim/net/net.hpp"
#include "sim/text/input_error.hpp"
#include "sim/text/json_check.hpp"

namespace sim {

// What is wrong is told to `check`; what comes back then is of no use. `part` is the net's object.
Net read_net(JsonCheck& check, const JsonPart& part);

// Of a value that read_net() had nothing to say about.
Net net_of_checked(const nlohmann::json& value);

h2::Result<Net, InputErrors> parse_net(std::string_view text, std::string_view file);

// The JSON Schema of such files.
std::string net_schema();

}  // namespace sim
