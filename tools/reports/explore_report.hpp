#pragma once
// What `explore` says of one scenario: for people, and for programs.

#include <string>

#include <nlohmann/json.hpp>

#include "tools/reports/report_text.hpp"
#include "tools/runs/common_arguments.hpp"
#include "tools/runs/explore_arguments.hpp"
#include "tools/runs/explore_start.hpp"
#include "tools/runs/run.hpp"

namespace tools {

// What was asked, as all parts of a report need it.
struct ExploreQuestion {
    const CommonArguments& common;
    const ExploreArguments& arguments;
    const ExploreStart& start;
};

// Counts, verdicts, and the trace of `shown` (null: none) with the commands that show it again.
std::string text_report(const ExploreQuestion& question, const Run& run,
                        const sim::PropertyResult* shown, TextStyle style);

// "h2sim-explore/1". Where the search began at a step of a trace, "from" names it, what the
// scenario expects of its initial state is null, and the status is "complete" or "incomplete".
nlohmann::json json_report(const ExploreQuestion& question, const Run& run);

// Id, title and design; with --from, where the search began and what the verdicts are about.
std::string explore_heading(const ExploreQuestion& question, TextStyle style);

// {"trace", "step"}, or null where the search began with a scenario.
nlohmann::json json_from(const ExploreStart& start);

// A trace, told as the counterexample or witness that it is, and the commands that write and
// replay it. `options`: those of the strategy, each after a space.
std::string shown_trace(const ExploreQuestion& question, const sim::Model& model,
                        const sim::Trace& trace, bool shortest, const std::string& options,
                        TextStyle style);

}  // namespace tools
