#include "sim/world/server.hpp"

namespace sim {
namespace {

Loop loop_of(const ConnectionWorld& world) {
    return world.model->scenario().server.loop;
}

// Events of the server that do not depend on its runtime.
void own_enabled(const ConnectionWorld& world, EventSink& out) {
    const ServerState& server = world.server;
    for (const RequestFunction& request : server.requests) {
        if (request.stage == RequestFunction::Stage::cancelled) {
            out.push_back({EventKind::request_return, request.stream.value()});
        }
    }
    if (server.blocked) {
        return;
    }
    if (server.settings_pending) {
        out.push_back({EventKind::server_settings, 0});
    }
    if (server.shutdown_pending && !server.closing) {
        out.push_back({EventKind::server_shutdown, 0});
    }
    const bool served = server.shutting_down && server.core.peer_count() == 0;
    if ((served || server.closing) && all_visible(server)) {
        out.push_back({EventKind::server_close, 0});
    }
}

void announce(ConnectionWorld& world, const h2::Command& command) {
    if (const auto accepted = world.server.core.submit(command)) {
        apply_server(world, *accepted);
    }
}

void announce_last_stream(ConnectionWorld& world) {
    world.server.shutting_down = true;
    announce(world, h2::SubmitGoAway{h2::ErrorCode::NO_ERROR, /*announce_maximum=*/false});
}

void begin_shutdown(ConnectionWorld& world) {
    const ServerSpec& spec = world.model->scenario().server;
    world.server.shutdown_pending = false;
    if (spec.shutdown_notice == ShutdownNotice::none) {
        announce_last_stream(world);
    } else {
        announce(world, h2::SubmitGoAway{h2::ErrorCode::NO_ERROR, /*announce_maximum=*/true});
    }
    if (spec.shutdown_notice == ShutdownNotice::ping) {
        announce(world, h2::SubmitPing{});
    } else if (spec.shutdown_notice == ShutdownNotice::timer) {
        start_timer(world, {Timer::Kind::shutdown_notice, {}, 1});
    }
    if (spec.shutdown_timeout > 0) {
        start_timer(world, {Timer::Kind::shutdown_timeout, {}, spec.shutdown_timeout});
    }
}

void runtime_step(ConnectionWorld& world, Event event) {
    switch (loop_of(world)) {
        case Loop::split: return split_step(world, event);
        case Loop::single: return single_step(world, event);
        case Loop::locked: return locked_step(world, event);
    }
}

}  // namespace

void server_enabled(const ConnectionWorld& world, EventSink& out) {
    if (world.server.closed) {
        return;
    }
    switch (loop_of(world)) {
        case Loop::split: split_enabled(world, out); break;
        case Loop::single: single_enabled(world, out); break;
        case Loop::locked: locked_enabled(world, out); break;
    }
    own_enabled(world, out);
}

void server_step(ConnectionWorld& world, Event event) {
    switch (event.kind) {
        case EventKind::request_return:
            return_request(world, h2::StreamId::from_wire(event.stream));
            break;
        case EventKind::server_settings:
            world.server.settings_pending = false;
            announce_settings(world, world.model->new_settings());
            return;
        case EventKind::server_shutdown: begin_shutdown(world); break;
        case EventKind::server_close: close_transport(world); return;
        default: break;
    }
    runtime_step(world, event);
}

void announce_settings(ConnectionWorld& world, const h2::SettingList* list) {
    announce(world, h2::SubmitSettings{list});
    runtime_step(world, {EventKind::server_settings, 0});
}

void end_shutdown_notice(ConnectionWorld& world) {
    const ServerState& server = world.server;
    if (server.core.goaway_sent() && !server.shutting_down && !server.closing) {
        announce_last_stream(world);
        runtime_step(world, {EventKind::server_shutdown, 0});
    }
}

bool server_quiet(const ConnectionWorld& world) {
    const ServerState& server = world.server;
    return !server.read && server.handed.empty() && server.requests.empty() && all_visible(server);
}

// What was read, queued or running is lost; what is in the pipe to the client still arrives.
void close_transport(ConnectionWorld& world) {
    ServerState& server = world.server;
    world.happened.push_back(TransportClosed{/*graceful=*/server.shutting_down});
    ServerState closed{h2::Connection(h2::Role::server, world.model->server_policy())};
    closed.closed = true;
    server = closed;
    world.to_server.frames.clear();
    for (std::uint32_t i = 0; i < world.timers.size();) {
        if (world.timers[i].kind == Timer::Kind::client_reads) {
            ++i;
        } else {
            world.timers.erase(i);
        }
    }
}

}  // namespace sim
