#pragma once
// What the command line asks of one exploration.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/search/random_search.hpp"
#include "tools/runs/limits.hpp"

namespace tools {

// A search at random; what is not given is left to sim::RandomOptions.
struct RandomArguments {
    sim::Scheduler scheduler = sim::Scheduler::uniform;
    std::optional<std::uint64_t> seed;
    std::optional<std::uint64_t> runs;
    std::optional<std::uint32_t> pct_depth;
};

struct ExploreArguments {
    std::string scenario;  // empty with `from`
    std::string from;      // TRACE[@STEP]
    std::vector<std::string> overrides;
    Limits limits;
    std::optional<RandomArguments> random;  // else every order, by limits.strategy
    // The only ones asked, and of which a trace is shown and written; empty: all of the scenario,
    // and the first violated one.
    std::vector<std::string> properties;
    std::string trace_out;
    std::string json;
    bool durations = false;
};

}  // namespace tools
