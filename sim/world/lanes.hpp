#pragma once
// Lanes: the sequences of events that a scheduler like PCT gives priorities to, as it would to
// threads. At most one event of a lane is enabled in any state, so who is next decides what is
// next. An actor of a picture is one lane where that is so (the reader, the writer, each request
// function, the clock). Where an actor may choose (the client between reading, opening and
// cancelling; the loop between a frame that was read, a completion and a frame handed over), each
// of its choices is a lane of its own.

#include <cstdint>

#include "sim/world/event.hpp"

namespace sim {

using Lane = std::uint64_t;

// The lane of an event, a number without further meaning.
Lane lane_of(Event event);

}  // namespace sim
