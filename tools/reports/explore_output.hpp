#pragma once
// How `explore` ends, whatever its strategy: what is written where, and the exit code.

#include <functional>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "sim/run/scenario_run.hpp"
#include "sim/trace/trace.hpp"
#include "tools/reports/explore_report.hpp"
#include "tools/system/exit_code.hpp"

namespace tools {

struct ExploreOutput {
    std::optional<sim::Trace> shown;
    std::string why_none;  // of the trace that was asked for
    std::function<nlohmann::json()> json;
    std::function<std::string(TextStyle)> text;
};

// The trace, the report for programs and, where neither has taken standard output, that for people.
void write_output(const ExploreQuestion& question, const ExploreOutput& output);

ExitCode code_of(sim::RunStatus status, bool interrupted);

}  // namespace tools
