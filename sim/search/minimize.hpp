#pragma once
// Counterexamples made easier to read: the fewest steps, then the fewest context switches, then the
// fewest actors. The events of a walk at random become the ones that matter.

#include <cstdint>
#include <span>
#include <vector>

#include "sim/judge/judged_world.hpp"
#include "sim/promises/properties.hpp"
#include "sim/search/search_limits.hpp"

namespace sim {

// What makes a list of steps hard to read, worst first.
struct TraceShape {
    std::size_t steps = 0;
    std::size_t switches = 0;  // steps whose actor is not that of the step before
    std::size_t actors = 0;
    auto operator<=>(const TraceShape&) const = default;
};

TraceShape shape_of(std::span<const Actor> actors);

// Who acts in each step, as far as the picks are enabled.
std::vector<Actor> actors_of(const Model& model, std::span<const Pick> picks);

struct Minimized {
    std::vector<Pick> picks;
    bool proven = false;  // no order that shows the property has fewer steps; and of those with as
                          // few, none has fewer switches, or as few and fewer actors
    std::uint64_t states = 0;  // that were looked at
};

// The picks must be enabled and show the property. All orders of the model are searched breadth
// first, within the limits. Where one is hit first, the result is not proven: then steps are left
// out as long as those that remain still show the property, and moved next to steps of the same
// actor; the result is never harder to read than `picks`.
Minimized minimize(const Model& model, const Property& property, std::span<const Pick> picks,
                   const SearchLimits& limits = {});

}  // namespace sim
