#pragma once
// The words of --help that are more than a line.

#include <string_view>

namespace tools {

struct CommandHelp {
    std::string_view name;
    std::string_view purpose;
    std::string_view examples;  // and what else is worth knowing
};

inline constexpr CommandHelp kCheckHelp{
    "check", "Explore scenarios and hold them against the verdicts they expect",
    R"(Examples:
  h2sim check
  h2sim check scenarios/races --filter go-42777
  h2sim check my-server.json --jobs 1 --json report.json

Folders are searched for *.json; profiles, traces and schemas are left out. The last line of the
table is "N passed, N failed, N skipped": a file that is not valid and a search that ended at a
bound (incomplete) count as failed; what --fail-fast or Ctrl-C left undone counts as skipped.)"};

inline constexpr CommandHelp kExploreHelp{
    "explore", "Explore one scenario in every order and show the shortest counterexample",
    R"(Examples:
  h2sim explore scenarios/races/go-42777-landed.json
  h2sim explore scenarios/races/go-42777-landed.json --trace-out landed.trace.json
  h2sim explore scenarios/races/go-42777-landed.json --set limit=3
  h2sim explore my-server.json --max-time 60 --max-memory 2000 --json -

A property that is violated as the scenario expects is a success (exit code 0). With --json - or
--trace-out - nothing else is written to standard output.)"};

inline constexpr CommandHelp kReplayHelp{
    "replay", "Go along a trace, check everything it says, and show each step",
    R"(Examples:
  h2sim replay landed.trace.json
  h2sim replay landed.trace.json --until 8
  h2sim replay landed.trace.json --format json

Exit code 7 if the trace no longer replays, with the first step that differs and why.)"};

inline constexpr CommandHelp kValidateHelp{
    "validate", "Check the form of scenarios, profiles and traces without exploring",
    R"(Examples:
  h2sim validate my-server.json
  h2sim validate scenarios

What a file is meant to be is seen from its contents. Schemas are left out.)"};

inline constexpr CommandHelp kSchemaHelp{"schema",
                                         "Print the JSON schema of scenario files, for editors",
                                         R"(Example:
  h2sim schema > scenario.schema.json)"};

inline constexpr CommandHelp kListHelp{"list", "List profiles, properties or scenarios",
                                       R"(Examples:
  h2sim list properties
  h2sim list profiles
  h2sim list scenarios --json -)"};

inline constexpr std::string_view kExitCodesHelp =
    R"(Examples:
  h2sim check
  h2sim explore scenarios/races/go-42777-landed.json --trace-out landed.trace.json
  h2sim replay landed.trace.json

Exit codes, the worst one wins:
  143  terminated, 130 interrupted: what was found so far has been written
    3  internal error
    2  wrong usage, invalid input, or output that cannot be written
    7  a trace no longer replays
    1  a scenario or property is not as expected
    5  incomplete: a bound was hit before an answer
    4  nothing selected
    0  everything as expected

Results go to standard output; progress, notes and errors to standard error.
H2SIM_SCENARIOS names the folder of scenarios and profiles, as --scenarios does.)";

}  // namespace tools
