// A thread per request writes its own frames under a lock of the connection; one reader thread
// processes what arrives without that lock, and takes it only to write frames of its own
// (Jetty, Kestrel, Tomcat, Helidon). The lock is held from the start of a write to its bookkeeping,
// so writes exclude each other; what does not exclude a write is the reader.

#include "sim/world/server.hpp"

namespace sim {
namespace {

using Stage = Writer::Stage;

void begin_write(ConnectionWorld& world, const h2::Frame& frame, bool by_reader) {
    ServerState& server = world.server;
    if (!has_room(world.to_client, world.model->scenario().pipes.to_client)) {
        world.happened.push_back(WriteBlocked{});
    }
    server.writer.stage = Stage::started;
    server.writer.has_frame = true;
    server.writer.by_reader = by_reader;
    server.writer.frame = frame;
    server.writer.outgoing.push_back(frame);
    apply_server(world, server.core.report(h2::WriteStage::encoded, frame));
    apply_server(world, server.core.report(h2::WriteStage::write_start, frame));
}

// The thread that wrote does the bookkeeping and gives the lock back; a request's thread first
// writes the RST_STREAM that its complete response to an unfinished request calls for.
void finish_write(ConnectionWorld& world) {
    ServerState& server = world.server;
    const Writer finished = server.writer;
    const std::uint32_t queued = server.queue.size();
    server.writer = Writer{};
    complete(world, finished.frame);
    if (!finished.by_reader && server.queue.size() > queued) {
        begin_write(world, take_queued(server, queued), false);
    }
}

void write_under_lock(ConnectionWorld& world) {
    Writer& writer = world.server.writer;
    const h2::Frame frame = writer.outgoing.front();
    writer.outgoing.clear();
    writer.stage = Stage::written;
    make_visible(world, frame);
}

// The reader writes its own frames before it reads on.
bool reader_busy(const ServerState& server) {
    return !server.queue.empty() || (server.writer.stage != Stage::idle && server.writer.by_reader);
}

}  // namespace

void locked_enabled(const ConnectionWorld& world, EventSink& out) {
    const ServerState& server = world.server;
    const bool lock_free = server.writer.stage == Stage::idle;
    if (!world.to_server.frames.empty() && !reader_busy(server)) {
        out.push_back({EventKind::loop_process, 0});
    }
    if (server.writer.stage == Stage::written) {
        out.push_back({EventKind::loop_complete, 0});
    }
    if (server.writer.stage == Stage::started &&
        has_room(world.to_client, world.model->scenario().pipes.to_client)) {
        out.push_back({EventKind::writer_write, 0});
    }
    if (lock_free && removal_next(server)) {
        out.push_back({EventKind::writer_remove, server.removals.front().stream.value()});
    } else if (lock_free && !server.queue.empty()) {
        out.push_back({EventKind::reader_write, 0});
    }
    for (const RequestFunction& request : server.requests) {
        const bool wants_lock = request.stage == RequestFunction::Stage::handed;
        if (wants_lock ? lock_free && window_admits(world, request) : may_step(world, request)) {
            out.push_back({EventKind::request_step, request.stream.value()});
        }
    }
}

void locked_step(ConnectionWorld& world, ServerEvent event, h2::StreamId stream) {
    ServerState& server = world.server;
    switch (event) {
        case ServerEvent::process: {
            const h2::Frame frame = world.to_server.frames.front();
            world.to_server.frames.erase(0);
            return process(world, frame);
        }
        case ServerEvent::complete: return finish_write(world);
        case ServerEvent::write: return write_under_lock(world);
        case ServerEvent::remove: return take_removal(world);
        case ServerEvent::reader_write: {
            return begin_write(world, take_queued(server, 0), true);
        }
        case ServerEvent::request: {
            RequestFunction& request = *find_request(server, stream);
            if (request.stage == RequestFunction::Stage::running) {
                return hand_over(world, request);  // it now wants the lock
            }
            return submit_next(world, stream);
        }
        // Frames have been queued.
        case ServerEvent::come_back:
        case ServerEvent::settings:
        case ServerEvent::shutdown:
        case ServerEvent::close: return;
        case ServerEvent::read:
        case ServerEvent::block:
        case ServerEvent::take:
        case ServerEvent::post: break;
    }
    H2_INVARIANT(false && "not an event of a locked server");
}

Action locked_action(const ConnectionWorld& world, ServerEvent event, h2::StreamId stream) {
    const ServerState& server = world.server;
    PlaceSet write{Place::write};
    if (!server.removals.empty()) {  // they move up in the queue
        write.add(Place::removals);
    }
    switch (event) {
        case ServerEvent::process:
            return moving(
                touching(acts(Thread::reader, Verb::process, world.to_server.frames.front()),
                         heard_places(world)),
                {Place::to_server}, {});
        case ServerEvent::complete:
            return moving(acts(Thread::writer, Verb::complete, server.writer), {Place::write},
                          kFinished | write);
        case ServerEvent::write:
            return moving(
                touching(acts(Thread::writer, Verb::show, server.writer.outgoing.front()), kBegun),
                {Place::write}, {Place::write, Place::to_client});
        case ServerEvent::remove:
            return moving(touching(acts(Thread::writer, Verb::remove, world, stream), kBegun),
                          {Place::removals}, {});
        case ServerEvent::reader_write:
            return moving(
                touching(acts(Thread::reader, Verb::begin_write, server.queue.front()), kBegun),
                {Place::queue}, write);
        case ServerEvent::request: {
            const RequestFunction& request = *find_request(server, stream);
            return request.stage == RequestFunction::Stage::handed
                       ? moving(touching(acts(Thread::request, Verb::begin_write, world, stream),
                                         kFinished),
                                {Place::windows}, {Place::write})
                       : moving(acts(Thread::request, Verb::hand_over, world, stream), {},
                                {Place::functions, Place::running, Place::streams, Place::slots});
        }
        case ServerEvent::read:
        case ServerEvent::block:
        case ServerEvent::take:
        case ServerEvent::post:
        case ServerEvent::come_back:
        case ServerEvent::settings:
        case ServerEvent::shutdown:
        case ServerEvent::close: break;
    }
    H2_INVARIANT(false && "not an event of a locked server's threads");
}

// Frames of the core's own making are the reader's to write, but for the RST_STREAM that follows a
// response (finish_write). A request function's frame is written at once by its thread, which holds
// the lock.
void locked_emit(ConnectionWorld& world, const h2::Frame& frame) {
    const bool of_response =
        std::holds_alternative<h2::Headers>(frame) || std::holds_alternative<h2::Data>(frame);
    if (of_response && world.server.writer.stage == Stage::idle) {
        begin_write(world, frame, false);
    } else {
        world.server.queue.push_back(frame);
    }
}

}  // namespace sim
