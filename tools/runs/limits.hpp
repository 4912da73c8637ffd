#pragma once
// The bounds of a search, as the command line gives them.

#include <cstdint>
#include <optional>

#include "sim/search/exploration.hpp"

namespace tools {

// What the command line says instead of the scenario's "bounds".
struct Limits {
    sim::Strategy strategy = sim::Strategy::breadth_first;
    std::optional<std::uint64_t> max_states;
    std::optional<std::uint64_t> max_depth;
    std::optional<std::uint64_t> max_memory_mb;
    std::optional<double> max_seconds;
    bool exact = false;
    bool stop_at_first = false;  // at the first violation
    // Never more than this, so that the search ends with an answer instead of the machine's memory.
    std::uint64_t memory_share = sim::kUnbounded;  // bytes
};

}  // namespace tools
