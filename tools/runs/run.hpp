#pragma once
// One exploration as a command runs it: the scenario's bounds and those of the command line, the
// clock, Ctrl-C and the memory of this machine.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/run/scenario_run.hpp"
#include "sim/scenario/scenario_json.hpp"
#include "sim/trace/trace.hpp"
#include "sim/world/model.hpp"
#include "tools/runs/limits.hpp"

namespace tools {

struct Run {
    std::unique_ptr<sim::Model> model;
    nlohmann::json document;  // the resolved scenario, as traces carry it
    sim::ScenarioOutcome outcome;
    double seconds = 0;
    std::string bound;  // what ended the search: "none", "states", …, "time", "interrupted"

    [[nodiscard]] bool interrupted() const { return bound == "interrupted"; }
};

using ShowProgress = std::function<void(const sim::Progress&)>;

// What a command adds to the question of a scenario.
struct RunQuestion {
    std::vector<sim::Pick> start;         // from the initial state to where the search begins
    std::vector<std::string> properties;  // the only ones asked; empty: those of the scenario
    // Told at once of what was found violated or reached while the search goes on.
    std::function<void(const sim::PropertyResult&)> found;
};

Run run(const sim::ParsedScenario& parsed, const Limits& limits, const ShowProgress& show,
        const RunQuestion& question = {});

// Progress of one search, in one line.
std::string progress_text(const sim::Progress& progress, double seconds);

// Megabytes as --max-memory takes them, in bytes; as many as there can be where that is too many.
std::uint64_t bytes_of(std::uint64_t megabytes);

// What this process may use for one of `searches` at the same time: three quarters of the
// machine's memory, or of what its control group or the process's limit (ulimit -v) allows.
std::uint64_t share_of_memory(unsigned searches);

bool has_trace(const sim::PropertyResult& result);

// The recorded counterexample or witness of a property that has_trace(), from the initial state.
// Never said to be the shortest where the search began elsewhere.
sim::Trace trace_of(const Run& run, const sim::PropertyResult& result);

}  // namespace tools
