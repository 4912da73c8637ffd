#pragma once
// One search at random as a command runs it: the scenario's bounds and those of the command line,
// the clock, Ctrl-C and the memory of this machine.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "sim/run/scenario_random.hpp"
#include "sim/trace/trace.hpp"
#include "tools/runs/explore_arguments.hpp"
#include "tools/runs/explore_start.hpp"

namespace tools {

struct RandomRun {
    sim::RandomOptions options;  // as they were used; without callbacks
    std::unique_ptr<sim::Model> model;
    nlohmann::json document;  // the resolved scenario, as traces carry it
    sim::RandomOutcome outcome;
    double seconds = 0;
    std::string bound;  // why fewer runs were made than asked: "none", "time", "interrupted", …

    [[nodiscard]] bool interrupted() const { return bound == "interrupted"; }
};

using ShowRuns = std::function<void(const sim::RandomProgress&)>;

// `arguments.random` says which scheduler, and the rest.
RandomRun run_at_random(const ExploreArguments& arguments, const ExploreStart& start,
                        const ShowRuns& show);

// "violated", "reached" or "not found"; never more.
std::string verdict_of(const sim::RandomFinding& finding);

// The share of the runs in which it was found.
double probability_of(const RandomRun& run, const sim::RandomFinding& finding);

// The recorded picks of a property that was found, from the initial state.
sim::Trace trace_of(const RandomRun& run, const sim::RandomFinding& finding);

}  // namespace tools
