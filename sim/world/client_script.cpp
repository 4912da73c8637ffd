// The next line is an event if it is one to send and the pipe has room. A frame that is heard ticks
// off the first await line from the current one on that asks for it, also behind lines to send; a
// line that is ticked off is passed over when it is reached.

#include "sim/scenario/notation.hpp"
#include "sim/world/client_parts.hpp"

namespace sim {
namespace {

// Ticks off the first await line that asks for this frame.
void note_awaited(ConnectionWorld& world, const h2::Frame& frame) {
    const auto& script = world.model->script();
    ClientState& client = world.client;
    for (std::uint32_t i = client.script_line; i < script.size(); ++i) {
        // Only the first 64 lines may be of this kind (scenario_sense.cpp).
        if (script[i].kind == ScriptLine::Kind::await && (client.awaited >> i & 1U) == 0 &&
            matches(script[i], frame)) {
            client.awaited |= std::uint64_t{1} << i;
            break;
        }
    }
}

void skip_awaited(ConnectionWorld& world) {
    const auto& script = world.model->script();
    ClientState& client = world.client;
    while (client.script_line < script.size() &&
           script[client.script_line].kind == ScriptLine::Kind::await &&
           (client.awaited >> client.script_line & 1U) != 0) {
        ++client.script_line;
    }
}

}  // namespace

void script_enabled(const ConnectionWorld& world, EventSink& out) {
    const auto& script = world.model->script();
    const std::uint32_t line = world.client.script_line;
    if (line < script.size() && script[line].kind == ScriptLine::Kind::send &&
        has_room(world.to_server, world.model->scenario().pipes.to_server)) {
        out.push_back({EventKind::client_script, 0});
    }
}

void script_heard(ConnectionWorld& world, const h2::Frame& frame) {
    note_awaited(world, frame);
    skip_awaited(world);
}

void run_script_line(ConnectionWorld& world) {
    const h2::Frame& frame = world.model->script()[world.client.script_line].frame;
    world.happened.push_back(ClientSent{frame});
    world.to_server.frames.push_back(frame);
    ++world.client.script_line;
    skip_awaited(world);
}

}  // namespace sim
