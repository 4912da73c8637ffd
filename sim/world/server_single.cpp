// One thread: it reads and processes a frame in one step, encodes into an unbounded buffer, and
// writes what the transport takes without waiting (nghttp2, hyperium/h2, nginx, Netty). A write and
// the bookkeeping after it are one step, unless the design defers the bookkeeping of that kind of
// frame to a completion (h2o before 2015): then other frames may be handled in between.

#include "sim/world/server.hpp"

namespace sim {
namespace {

// Whether the core hears of the end of this write in a step of its own.
bool deferred(const ConnectionWorld& world, const h2::Frame& frame) {
    const h2::ReleasePoints& release = world.model->server_policy().release;
    if (std::holds_alternative<h2::RstStream>(frame)) {
        return release.rst_stream == h2::WriteStage::completion;
    }
    if (std::holds_alternative<h2::Data>(frame)) {
        return release.data == h2::WriteStage::completion ||
               world.model->server_policy().debit_at == h2::DebitAt::completion;
    }
    const auto* headers = std::get_if<h2::Headers>(&frame);
    if (headers == nullptr) {
        return false;
    }
    const bool trailers = headers->fields == world.model->trailer_fields();
    return (trailers ? release.trailers : release.headers) == h2::WriteStage::completion;
}

void write_one(ConnectionWorld& world) {
    ServerState& server = world.server;
    const h2::Frame frame = take_queued(server, 0);
    apply_server(world, server.core.report(h2::WriteStage::write_start, frame));
    make_visible(world, frame);
    if (deferred(world, frame)) {
        server.uncompleted.push_back(frame);
    } else {
        complete(world, frame);
    }
}

// The whole batch that was written is gone through.
void complete_all(ConnectionWorld& world) {
    const auto frames = world.server.uncompleted;
    world.server.uncompleted.clear();
    for (const h2::Frame& frame : frames) {
        complete(world, frame);
    }
}

}  // namespace

void single_enabled(const ConnectionWorld& world, EventSink& out) {
    const ServerState& server = world.server;
    if (!world.to_server.frames.empty()) {
        out.push_back({EventKind::loop_process, 0});
    }
    if (!server.uncompleted.empty()) {
        out.push_back({EventKind::loop_complete, 0});
    }
    if (removal_next(server)) {
        out.push_back({EventKind::writer_remove, server.removals.front().stream.value()});
    } else if (!server.queue.empty() &&
               has_room(world.to_client, world.model->scenario().pipes.to_client)) {
        out.push_back({EventKind::writer_write, 0});
    }
    for (const RequestFunction& request : server.requests) {
        if (may_step(world, request) && window_admits(world, request)) {
            out.push_back({EventKind::request_step, request.stream.value()});
        }
    }
}

void single_step(ConnectionWorld& world, Event event) {
    ServerState& server = world.server;
    const h2::StreamId stream = h2::StreamId::from_wire(event.stream);
    switch (event.kind) {
        case EventKind::loop_process: {
            const h2::Frame frame = world.to_server.frames.front();
            world.to_server.frames.erase(0);
            return process(world, frame);
        }
        case EventKind::loop_complete: return complete_all(world);
        case EventKind::writer_write: return write_one(world);
        case EventKind::writer_remove: return take_removal(world);
        case EventKind::request_step:
            hand_over(world, *find_request(server, stream));
            return submit_next(world, stream);
        default: return;  // server_settings, server_shutdown: frames have been queued
    }
}

void single_emit(ConnectionWorld& world, const h2::Frame& frame) {
    ServerState& server = world.server;
    if (!has_room(world.to_client, world.model->scenario().pipes.to_client)) {
        world.happened.push_back(WriteBlocked{});
    }
    server.queue.push_back(frame);
    apply_server(world, server.core.report(h2::WriteStage::encoded, frame));
}

}  // namespace sim
