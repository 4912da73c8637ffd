#pragma once
// The point of no return of a counterexample: the last step from which the violation could still be
// avoided.
//
// A state is doomed when every maximal path from it (one that goes on for ever, or ends where
// nothing is enabled) breaks the property:
//   always        every maximal path has a step that makes the observation
//   no-deadlock   every maximal path ends in a deadlock
//   progress      every maximal path comes to a state from which the goal cannot be reached
// A state from which a path leads back to itself without breaking the property is not doomed: that
// path goes on for ever. Doomed states have only doomed successors, so the steps to a violation
// are first avoidable and then doomed. The answer is about all orders; nothing is sampled.

#include <cstdint>
#include <span>

#include "sim/judge/judged_world.hpp"
#include "sim/promises/properties.hpp"
#include "sim/search/search_limits.hpp"

namespace sim {

struct NoReturn {
    enum class Kind : std::uint8_t {
        at_step,    // before `step` it can be avoided; in the state after it, it cannot
        violation,  // the same, and `step` is itself the violation: it is avoidable to the last
        beginning,  // every order from the initial state breaks the property
        nothing,    // the steps are a witness of something reached: nothing to avoid
        unknown,    // a bound was hit first: avoidable until `step` is not known
    };
    Kind kind = Kind::unknown;
    std::size_t step = 0;      // from 1; at_step and violation
    std::uint64_t states = 0;  // that were looked at
};

// The picks must be enabled. `claimed`: they are said to violate the property.
NoReturn point_of_no_return(const Model& model, const Property& property,
                            std::span<const Pick> picks, bool claimed,
                            const SearchLimits& limits = {});

}  // namespace sim
