#pragma once
// Traces made easier to read: the fewest steps, then the fewest context switches, then the fewest
// actors. The events of a walk at random become the ones that matter.

#include <cstdint>
#include <functional>

#include "sim/trace/trace.hpp"

namespace sim {

// What makes a trace hard to read, worst first.
struct TraceShape {
    std::size_t steps = 0;
    std::size_t switches = 0;  // steps whose actor is not that of the step before
    std::size_t actors = 0;
    auto operator<=>(const TraceShape&) const = default;
};

TraceShape shape_of(const Trace& trace);

struct MinimizeBounds {
    std::uint64_t max_states = 2'000'000;
    std::function<bool()> should_stop;  // asked now and then
};

struct Minimized {
    Trace trace;          // of the same scenario and property; it replays
    bool proven = false;  // no trace of this property has fewer steps; and of those with as few,
                          // none has fewer switches, or as few and fewer actors
    std::uint64_t states = 0;  // that were looked at
};

// `trace` must replay. All orders of its scenario are searched breadth first, within the bounds.
// Where a bound is hit first, the result is not proven: then steps are left out as long as those
// that remain, matched by name, still show the property, and moved next to steps of the same actor.
Minimized minimize(const Model& model, const Trace& trace, const MinimizeBounds& bounds = {});

}  // namespace sim
