#pragma once
// A file of cases → cases. `scenarios/rfc9113/6.9.1.json` (scenarios/probe.schema.json):
//
//   {"id": "rfc9113/6.9.1", "title": "The flow-control window", "cases": [
//     {"id": "overflow-stream", "title": "WINDOW_UPDATE beyond 2^31-1", "level": "MUST",
//      "rules": ["9113/6.9.1/overflow-stream"], "stream": 1,
//      "steps": [{"request": 1, "method": "POST", "open": true},
//                {"send": [{"type": "WINDOW_UPDATE", "stream": 1, "increment": 2147483647}]}],
//      "expect": [{"see": "reset", "code": "FLOW_CONTROL_ERROR"}]}]}
//
// "for": [{"name": "data", "frame": {…}}, …] makes a case of each element: "…/data", where
// "{frame}" stands for its value, and for its text within a longer one. In fields of requests,
// {scheme}, {authority} and {path} are filled in when they are sent.

#include <string_view>

#include "h2core/result.hpp"
#include "sim/text/input_error.hpp"
#include "tools/probe/probe_case.hpp"

namespace tools {

h2::Result<ProbeSection, sim::InputErrors> parse_probe_section(std::string_view text,
                                                               std::string_view file);

}  // namespace tools
