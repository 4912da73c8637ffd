#pragma once
// Where `explore` begins: in the initial state of a scenario, or at a step of a trace, for
// `--from TRACE@STEP`. STEP 0 is the initial state of the trace's scenario; without @STEP it is the
// trace's end.

#include <string>
#include <vector>

#include "sim/scenario/scenario_json.hpp"
#include "sim/world/world_concept.hpp"
#include "tools/runs/common_arguments.hpp"
#include "tools/runs/explore_arguments.hpp"

namespace tools {

struct ExploreStart {
    sim::ParsedScenario parsed;
    std::vector<sim::Pick> picks;  // from the initial state
    std::string trace;             // the file of --from; empty without it

    [[nodiscard]] bool is_initial() const { return picks.empty(); }
};

// Throws Failure: exit code 2 for what is no scenario, no trace or no step of it, 7 for a trace
// that no longer replays as far as its step.
ExploreStart explore_start(const CommonArguments& common, const ExploreArguments& arguments);

}  // namespace tools
