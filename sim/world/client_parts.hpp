#pragma once
// Parts of the client that stand by themselves. Internal to client*.cpp.

#include "h2core/effect.hpp"
#include "sim/world/world.hpp"

namespace sim {

// client_answers.cpp: complete responses that wait for their callers (Responses::taken_later).
void complete_answer(ConnectionWorld& world, h2::StreamId id);  // the response has ended
void override_answer(ConnectionWorld& world, const h2::DeliverReset& reset);
void answers_enabled(const ConnectionWorld& world, EventSink& out);
void take_answer(ConnectionWorld& world, h2::StreamId id);

// client_script.cpp: a client that sends exactly its script (Behaviour::scripted).
inline bool is_scripted(const ConnectionWorld& world) {
    return world.model->scenario().client.behaviour == Behaviour::scripted;
}
void script_enabled(const ConnectionWorld& world, EventSink& out);
void script_heard(ConnectionWorld& world, const h2::Frame& frame);
void run_script_line(ConnectionWorld& world);

}  // namespace sim
