#pragma once
// Reports for programs. Keys are sorted and numbers plain; the same run gives the same octets,
// apart from "seconds".

#include <string>

#include <nlohmann/json.hpp>

#include "sim/text/input_error.hpp"
#include "tools/runs/run.hpp"
#include "tools/system/json_text.hpp"

namespace tools {

// The kind as JSON spells it: "no_deadlock".
std::string expectation_name(sim::PropertyKind kind);

// The steps of a trace, {"pick", "name"} each.
nlohmann::json steps_of(const sim::Trace& trace);

// Where the server is a net, also `never` (rules, places, guards), empty unless the search was
// complete. What `explore` and `check` say of one exploration: bound, complaints, complete, depth,
// limit, most_admitted, peak_memory, properties, rfc_broken_by, states, status, transitions.
nlohmann::json report_of(const Run& run);

// code, column, expected, file, hint, line, message, pointer.
nlohmann::json report_of(const sim::InputError& error);

}  // namespace tools
