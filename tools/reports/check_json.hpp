#pragma once
// The results of `h2sim check` as the document of which every other form is made
// (check_report.hpp).

#include <nlohmann/json.hpp>

#include "tools/runs/check_results.hpp"

namespace tools {

// "h2sim-check/1": how the run came about, the counts and one object for each scenario. A result
// that cannot be told, because the program fails while it records a trace, becomes `crashed`.
// "exit_code" is the worst of its scenarios' and the context's, which is set to it;
// `nothing_selected` if nothing was.
nlohmann::json check_json(CheckResults& results, CheckContext& context);

}  // namespace tools
