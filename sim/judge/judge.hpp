#pragma once
// The one place where steps are judged: what has happened is held against the monitor on the wire,
// in the order in which it came about.

#include "sim/judge/judged_world.hpp"

namespace sim {

// The step `event` has been taken: its happenings go through the monitor, and the answer is what
// they show. `counted_before`: the server's count before the step.
Observations judge_step(JudgedWorld& world, Event event, std::uint32_t counted_before);

}  // namespace sim
