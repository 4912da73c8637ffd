#pragma once
// The point of no return of a trace: the last step from which the violation could still be
// avoided.
//
// A state is doomed when every maximal path from it (one that goes on for ever, or ends where
// nothing is enabled) breaks the property:
//   always        every maximal path has a step that makes the observation
//   no-deadlock   every maximal path ends in a deadlock
//   progress      every maximal path comes to a state from which the goal cannot be reached
// A state from which a path leads back to itself without breaking the property is not doomed: that
// path goes on for ever. Doomed states have only doomed successors, so a trace of a violation is
// first avoidable and then doomed. The answer is about all orders; nothing is sampled.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "sim/trace/trace.hpp"

namespace sim {

struct NoReturn {
    enum class Kind : std::uint8_t {
        at_step,    // before `step` it can be avoided; in the state after it, it cannot
        violation,  // the same, and `step` is itself the violation: it is avoidable to the last
        beginning,  // every order from the initial state breaks the property
        nothing,    // the trace is a witness of something reached: nothing to avoid
        unknown,    // a bound was hit first: avoidable until `step` is not known
    };
    Kind kind = Kind::unknown;
    std::size_t step = 0;      // from 1; at_step and violation
    std::string name;          // of that step
    std::uint64_t states = 0;  // that were looked at
};

struct NoReturnBounds {
    std::uint64_t max_states = 2'000'000;
    std::function<bool()> should_stop;  // asked now and then
};

// The trace must replay.
NoReturn point_of_no_return(const Model& model, const Trace& trace,
                            const NoReturnBounds& bounds = {});

// One sentence, without a line feed.
std::string to_text(const NoReturn& answer, const Trace& trace);

}  // namespace sim
