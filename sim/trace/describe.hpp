#pragma once
// An event of a world in words: who acts and what happens, with the frame it is about. They name
// the steps of a trace for people; programs compare the actions (sim/world/action.hpp).

#include <string>

#include "sim/judge/judged_world.hpp"

namespace sim {

struct EventText {
    std::string actor;   // "client", "reader", "loop", "writer", "request 1", "server", "clock"
    std::string action;  // "processes HEADERS 3 END_STREAM"
};

// `event` must be enabled in `world`.
EventText describe(const JudgedWorld& world, Event event);

// "loop: processes HEADERS 3 END_STREAM", the name of the step in traces.
std::string step_name(const Action& action);
std::string step_name(const JudgedWorld& world, Event event);

// "accept", "discard 9113/5.1", "stream error PROTOCOL_ERROR 9113/5.1.2", "connection error …".
std::string to_text(const h2::Verdict& verdict);

}  // namespace sim
