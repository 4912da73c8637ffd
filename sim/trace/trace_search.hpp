#pragma once
// The questions that are asked about a trace: what is the easiest one that shows the same, and
// until where could it have been avoided. The searches themselves take picks (sim/search).

#include <cstdint>
#include <string>
#include <vector>

#include "sim/search/minimize.hpp"
#include "sim/search/point_of_no_return.hpp"
#include "sim/trace/trace.hpp"

namespace sim {

std::vector<Pick> picks_of(const Trace& trace);

TraceShape shape_of(const Model& model, const Trace& trace);

struct MinimizedTrace {
    Trace trace;  // of the same scenario and property; it replays
    bool proven = false;
    std::uint64_t states = 0;
};

// `trace` must replay. See sim/search/minimize.hpp.
MinimizedTrace minimize(const Model& model, const Trace& trace, const SearchLimits& limits = {});

// The trace must replay.
NoReturn point_of_no_return(const Model& model, const Trace& trace,
                            const SearchLimits& limits = {});

// One sentence, without a line feed.
std::string to_text(const NoReturn& answer, const Trace& trace);

}  // namespace sim
