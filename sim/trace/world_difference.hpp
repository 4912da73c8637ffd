#pragma once
// What the worlds of two traces do, step by step beside each other: after which step they are no
// longer alike, in what, whether they come together again, and how each of them ends. Two orders of
// one world are compared by their states, two worlds by the facts that both have (state_text.hpp).

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/trace/state_text.hpp"
#include "sim/trace/trace.hpp"

namespace sim {

// A property that a step breaks or reaches, where it first does.
struct ShownProperty {
    std::string name;
    std::size_t step = 0;
    bool operator==(const ShownProperty&) const = default;
};

enum class RunEnd : std::uint8_t {
    finished,  // nothing is left to do
    deadlock,  // nothing can happen, and not all is done
    open,      // something can still happen
};

struct TraceRun {
    std::vector<ShownProperty> shown;  // of those that the scenario asks for, and the trace's own
    RunEnd end = RunEnd::open;
    bool operator==(const TraceRun&) const = default;
};

struct Parting {
    std::size_t step = 0;         // after it the worlds differ
    std::vector<Change> changes;  // `before`: in the first world; `after`: in the second
};

// The same state, after so many steps of each.
struct Meeting {
    std::size_t first = 0;
    std::size_t second = 0;
    bool operator==(const Meeting&) const = default;
};

struct WorldDifference {
    TraceRun first;
    TraceRun second;
    // Before the first step: of two worlds, what follows from their scenarios. Facts that differ
    // here are left out below.
    std::vector<Change> beginning;
    std::optional<Parting> parting;  // none: alike as far as the shorter trace goes
    // Of one world: the first state of the first trace, after they have parted, in which the second
    // comes as well.
    std::optional<Meeting> meeting;
    std::vector<Change> ends;  // in what the last states differ
};

// Both must replay. `same_world`: their scenarios describe the same.
WorldDifference world_difference(const Trace& first, const Trace& second, bool same_world);

}  // namespace sim
