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

void write_and_complete(ConnectionWorld& world) {
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

void single_step(ConnectionWorld& world, ServerEvent event, h2::StreamId stream) {
    ServerState& server = world.server;
    switch (event) {
        case ServerEvent::process: {
            const h2::Frame frame = world.to_server.frames.front();
            world.to_server.frames.erase(0);
            return process(world, frame);
        }
        case ServerEvent::complete: return complete_all(world);
        case ServerEvent::write: return write_and_complete(world);
        case ServerEvent::remove: return take_removal(world);
        case ServerEvent::request:
            hand_over(world, *find_request(server, stream));
            return submit_next(world, stream);
        // Frames have been queued.
        case ServerEvent::come_back:
        case ServerEvent::settings:
        case ServerEvent::shutdown:
        case ServerEvent::close: return;
        case ServerEvent::read:
        case ServerEvent::block:
        case ServerEvent::take:
        case ServerEvent::post:
        case ServerEvent::reader_write: break;
    }
    H2_INVARIANT(false && "not an event of a server that is one thread");
}

Action single_action(const ConnectionWorld& world, ServerEvent event, h2::StreamId stream) {
    const ServerState& server = world.server;
    PlaceSet queued{Place::queue};
    if (!server.removals.empty()) {  // they move up in the queue
        queued.add(Place::removals);
    }
    switch (event) {
        case ServerEvent::process:
            return moving(
                touching(acts(Thread::loop, Verb::process, world.to_server.frames.front()),
                         heard_places(world)),
                {Place::to_server}, {});
        case ServerEvent::complete: {
            Action action = acts(Thread::loop, Verb::complete, server.writer);
            action.count = server.uncompleted.size();
            return moving(touching(action, kFinished | PlaceSet{Place::queue, Place::windows}),
                          {Place::completion}, {});
        }
        case ServerEvent::write:
            return moving(touching(acts(Thread::loop, Verb::show, server.queue.front()), kFinished),
                          {Place::queue}, queued | PlaceSet{Place::to_client, Place::completion});
        case ServerEvent::remove:
            return moving(touching(acts(Thread::loop, Verb::remove, world, stream), kBegun),
                          {Place::removals}, {});
        case ServerEvent::request:
            return moving(
                acts(Thread::request, Verb::hand_over, world, stream),
                {Place::functions, Place::windows},
                {Place::functions, Place::queue, Place::running, Place::streams, Place::slots});
        case ServerEvent::read:
        case ServerEvent::block:
        case ServerEvent::take:
        case ServerEvent::post:
        case ServerEvent::reader_write:
        case ServerEvent::come_back:
        case ServerEvent::settings:
        case ServerEvent::shutdown:
        case ServerEvent::close: break;
    }
    H2_INVARIANT(false && "not an event of the thread of such a server");
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
