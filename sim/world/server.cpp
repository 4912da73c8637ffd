// Hands each event of the server to the runtime that it has. What does not depend on the runtime is
// done here: announcing SETTINGS, the graceful shutdown (RFC 9113 section 6.8), closing the
// transport, and when these may happen.

#include "sim/world/server.hpp"

#include "sim/world/server_net.hpp"

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
    const Net* const net = world.model->net();
    if (net != nullptr ? is_parked(world, net->own_thread) : server.blocked) {
        return;
    }
    if (server.settings_pending) {
        out.push_back({EventKind::server_settings, 0});
    }
    if (server.shutdown_pending && !server.closing) {
        out.push_back({EventKind::server_shutdown, 0});
    }
    const bool served = server.shutting_down && server.core.peer_count() == 0;
    if ((served || server.closing) &&
        (net != nullptr ? net_may_close(world) : all_visible(server))) {
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

void runtime_step(ConnectionWorld& world, ServerEvent event, h2::StreamId stream = {}) {
    if (world.model->net() != nullptr) {
        return net_go_on(world);
    }
    switch (loop_of(world)) {
        case Loop::split: return split_step(world, event, stream);
        case Loop::single: return single_step(world, event, stream);
        case Loop::locked: return locked_step(world, event, stream);
    }
}

Action runtime_action(const ConnectionWorld& world, ServerEvent event, h2::StreamId stream) {
    switch (loop_of(world)) {
        case Loop::split: return split_action(world, event, stream);
        case Loop::single: return single_action(world, event, stream);
        case Loop::locked: return locked_action(world, event, stream);
    }
    return {};
}

ServerEvent server_event(EventKind kind) {
    switch (kind) {
        case EventKind::reader_read: return ServerEvent::read;
        case EventKind::loop_process: return ServerEvent::process;
        case EventKind::loop_block: return ServerEvent::block;
        case EventKind::loop_complete: return ServerEvent::complete;
        case EventKind::loop_take: return ServerEvent::take;
        case EventKind::writer_write: return ServerEvent::write;
        case EventKind::writer_post: return ServerEvent::post;
        case EventKind::writer_remove: return ServerEvent::remove;
        case EventKind::request_step: return ServerEvent::request;
        case EventKind::reader_write: return ServerEvent::reader_write;
        case EventKind::request_return: return ServerEvent::come_back;
        case EventKind::server_settings: return ServerEvent::settings;
        case EventKind::server_shutdown: return ServerEvent::shutdown;
        case EventKind::server_close: return ServerEvent::close;
        case EventKind::net_rule:
        case EventKind::client_receive:
        case EventKind::client_control:
        case EventKind::client_write:
        case EventKind::client_ping:
        case EventKind::client_check:
        case EventKind::client_open:
        case EventKind::client_body:
        case EventKind::client_reset:
        case EventKind::client_goaway:
        case EventKind::client_take:
        case EventKind::client_script:
        case EventKind::clock_advance: break;
    }
    H2_INVARIANT(false && "not an event of the server");
}

}  // namespace

void server_enabled(const ConnectionWorld& world, EventSink& out) {
    if (world.server.closed) {
        return;
    }
    if (world.model->net() != nullptr) {
        net_enabled(world, out);
        return own_enabled(world, out);
    }
    switch (loop_of(world)) {
        case Loop::split: split_enabled(world, out); break;
        case Loop::single: single_enabled(world, out); break;
        case Loop::locked: locked_enabled(world, out); break;
    }
    own_enabled(world, out);
}

void server_step(ConnectionWorld& world, Event event) {
    if (event.kind == EventKind::net_rule) {
        return net_step(world, event);
    }
    const h2::StreamId stream = h2::StreamId::from_wire(event.stream);
    const ServerEvent happens = server_event(event.kind);
    switch (happens) {
        case ServerEvent::come_back: return_request(world, stream); break;
        case ServerEvent::settings:
            world.server.settings_pending = false;
            announce_settings(world, world.model->new_settings());
            return;
        case ServerEvent::shutdown: begin_shutdown(world); break;
        case ServerEvent::close: close_transport(world); return;
        case ServerEvent::read:
        case ServerEvent::process:
        case ServerEvent::block:
        case ServerEvent::complete:
        case ServerEvent::take:
        case ServerEvent::write:
        case ServerEvent::post:
        case ServerEvent::remove:
        case ServerEvent::request:
        case ServerEvent::reader_write: break;
    }
    runtime_step(world, happens, stream);
}

Action server_action(const ConnectionWorld& world, Event event) {
    if (event.kind == EventKind::net_rule) {
        return net_action(world, event);
    }
    const h2::StreamId stream = h2::StreamId::from_wire(event.stream);
    const ServerEvent happens = server_event(event.kind);
    // What is announced waits in the queue; a loop may begin to write it at once.
    PlaceSet announced{Place::streams, Place::queue, Place::server_plan};
    if (world.model->net() == nullptr && loop_of(world) == Loop::split) {
        announced.add(Place::write);
    }
    Action action;
    action.actor = {Thread::server, 0};
    switch (happens) {
        case ServerEvent::come_back:
            action.actor = {Thread::request, event.stream};
            action.verb = Verb::come_back;
            action.stream = stream;
            return moving(action, {Place::functions},
                          {Place::functions, Place::running, Place::streams, Place::slots});
        case ServerEvent::settings:
            action.verb = Verb::announce;
            action.frame = h2::SettingsFrame{/*ack=*/false, world.model->new_settings()};
            return touching(action, announced);
        case ServerEvent::shutdown:
            action.verb = Verb::begin_shutdown;
            return moving(action, {}, announced | PlaceSet{Place::timers});
        case ServerEvent::close:
            action.verb = Verb::close;
            return moving(action, kForgotten, kForgotten);
        case ServerEvent::read:
        case ServerEvent::process:
        case ServerEvent::block:
        case ServerEvent::complete:
        case ServerEvent::take:
        case ServerEvent::write:
        case ServerEvent::post:
        case ServerEvent::remove:
        case ServerEvent::request:
        case ServerEvent::reader_write: break;
    }
    return runtime_action(world, happens, stream);
}

void announce_settings(ConnectionWorld& world, const h2::SettingList* list) {
    announce(world, h2::SubmitSettings{list});
    runtime_step(world, ServerEvent::settings);
}

void end_shutdown_notice(ConnectionWorld& world) {
    const ServerState& server = world.server;
    if (server.core.goaway_sent() && !server.shutting_down && !server.closing) {
        announce_last_stream(world);
        runtime_step(world, ServerEvent::shutdown);
    }
}

bool server_quiet(const ConnectionWorld& world) {
    const ServerState& server = world.server;
    if (world.model->net() != nullptr) {
        return net_quiet(world);
    }
    return !server.read && server.handed.empty() && server.requests.empty() && all_visible(server);
}

// What was read, queued or running is lost; what is in the pipe to the client still arrives.
void close_transport(ConnectionWorld& world) {
    ServerState& server = world.server;
    world.happened.push_back(TransportClosed{/*graceful=*/server.shutting_down});
    ServerState closed{h2::Connection(h2::Role::server, world.model->server_policy())};
    closed.closed = true;
    closed.octets.resize(server.octets.size());
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
