// Three threads: a reader with a one-frame hand-off, a loop that owns the core, and an asynchronous
// writer (Go x/net). A frame that fits into what is free of the write buffer is complete in the
// loop's own step, before anyone can see it; one that does not goes to the transport first and its
// completion comes back to the loop later. Between those two lies the window of golang/go#42777.

#include "sim/world/server.hpp"

namespace sim {
namespace {

using Stage = Writer::Stage;

std::uint32_t write_buffer(const ConnectionWorld& world) {
    return world.model->scenario().server.write_buffer;
}

// A write of a frame that will free a slot of the core: END_STREAM or RST_STREAM of a stream that
// is still counted.
bool closing_write(const ServerState& server) {
    const Writer& writer = server.writer;
    if (writer.stage == Stage::idle || !writer.has_frame) {
        return false;
    }
    const bool closes =
        h2::ends_stream(writer.frame) || std::holds_alternative<h2::RstStream>(writer.frame);
    const h2::Stream* stream = server.core.find(h2::stream_of(writer.frame));
    return closes && stream != nullptr && stream->counted;
}

// The frame that was read would open a stream above the limit, by the core's count.
bool at_limit(const ServerState& server) {
    const auto* headers = std::get_if<h2::Headers>(&server.hand_off);
    if (headers == nullptr || headers->stream <= server.core.highest_peer_stream()) {
        return false;
    }
    return std::uint64_t{server.core.admission_count()} + 1 >
           std::uint64_t{server.core.limit_in_force()} + server.core.policy().slack;
}

// What the design does about outstanding writes now that a frame was read.
enum class Approach : std::uint8_t { process, complete_first, block, leave };

Approach approach(const ConnectionWorld& world) {
    const ServerState& server = world.server;
    const bool posted = server.writer.stage == Stage::posted;
    const bool outstanding = server.writer.stage != Stage::idle;
    const bool waits_at_limit = outstanding && at_limit(server) && closing_write(server);
    switch (world.model->scenario().server.before_read) {
        case BeforeRead::nothing: return Approach::process;
        case BeforeRead::drain: return posted ? Approach::complete_first : Approach::process;
        case BeforeRead::completions_first: return posted ? Approach::leave : Approach::process;
        case BeforeRead::wait:
            return posted        ? Approach::complete_first
                   : outstanding ? Approach::block
                                 : Approach::process;
        case BeforeRead::wait_at_limit:
            return !waits_at_limit ? Approach::process
                   : posted        ? Approach::complete_first
                                   : Approach::block;
        case BeforeRead::park_at_limit:
            return !waits_at_limit ? Approach::process
                   : posted        ? Approach::complete_first
                                   : Approach::leave;
    }
    return Approach::process;
}

// Orders the scenario leaves out: a frame handled between "visible" and "completion posted".
bool left_out(const ConnectionWorld& world) {
    const Writer& writer = world.server.writer;
    return world.model->scenario().server.orders == Orders::completion_posted_before_handling &&
           writer.has_frame && writer.stage == Stage::written;
}

void start_write(ConnectionWorld& world, const h2::Frame& frame) {
    ServerState& server = world.server;
    const std::uint32_t buffer = write_buffer(world);
    const std::uint32_t size = h2::wire_size(frame);
    apply_server(world, server.core.report(h2::WriteStage::encoded, frame));
    apply_server(world, server.core.report(h2::WriteStage::write_start, frame));
    if (size <= buffer - server.buffered_octets) {
        server.buffered.push_back(frame);
        server.buffered_octets += size;
        complete(world, frame);
        return;
    }
    // bufio.Writer: what is buffered goes first; the rest of the frame stays in the buffer if it
    // fits, and then its end is not visible with this write.
    const std::uint32_t rest =
        server.buffered_octets == 0 ? size : size - (buffer - server.buffered_octets);
    Writer& writer = server.writer;
    writer.stage = Stage::started;
    writer.has_frame = true;
    writer.frame = frame;
    writer.outgoing = server.buffered;
    server.buffered.clear();
    server.buffered_octets = 0;
    if (rest <= buffer) {
        server.buffered.push_back(frame);
        server.buffered_octets = rest;
    } else {
        writer.outgoing.push_back(frame);
    }
}

void start_flush(ServerState& server) {
    server.writer.stage = Stage::started;
    server.writer.outgoing = server.buffered;
    server.buffered.clear();
    server.buffered_octets = 0;
}

// After each step of the loop: the next write begins when none is outstanding; the buffer is
// flushed when nothing is left to write.
void schedule(ConnectionWorld& world) {
    ServerState& server = world.server;
    while (server.writer.stage == Stage::idle && !removal_next(server)) {
        if (!server.queue.empty()) {
            start_write(world, take_queued(server, 0));
        } else if (!server.buffered.empty()) {
            start_flush(server);
        } else {
            return;
        }
        if (server.writer.stage == Stage::started &&
            !has_room(world.to_client, world.model->scenario().pipes.to_client)) {
            world.happened.push_back(WriteBlocked{});
        }
    }
}

void take_completion(ConnectionWorld& world) {
    Writer& writer = world.server.writer;
    const bool has_frame = writer.has_frame;
    const h2::Frame frame = writer.frame;
    writer = Writer{};
    if (has_frame) {
        complete(world, frame);
    }
}

void process_read(ConnectionWorld& world) {
    ServerState& server = world.server;
    if (completes_before_read(world)) {
        take_completion(world);
        schedule(world);  // the loop would, before it looks at the frame
    }
    server.blocked = false;
    const h2::Frame frame = server.hand_off;
    server.read = false;
    server.hand_off = h2::Frame{};
    process(world, frame);
}

void show_next(ConnectionWorld& world) {
    Writer& writer = world.server.writer;
    H2_INVARIANT(!writer.outgoing.empty());  // a write that shows nothing is never started
    const h2::Frame frame = writer.outgoing.front();
    writer.outgoing.erase(0);
    if (writer.outgoing.empty()) {
        writer.stage = Stage::written;
    }
    make_visible(world, frame);
}

void read_enabled(const ConnectionWorld& world, EventSink& out) {
    const ServerState& server = world.server;
    if (!server.read && !world.to_server.frames.empty()) {
        out.push_back({EventKind::reader_read, 0});
    }
    if (!server.read || left_out(world)) {
        return;
    }
    if (server.blocked) {
        if (server.writer.stage == Stage::posted) {
            out.push_back({EventKind::loop_process, 0});
        }
        return;
    }
    switch (approach(world)) {
        case Approach::process:
        case Approach::complete_first: out.push_back({EventKind::loop_process, 0}); break;
        case Approach::block: out.push_back({EventKind::loop_block, 0}); break;
        case Approach::leave: break;
    }
}

void write_enabled(const ConnectionWorld& world, EventSink& out) {
    const Writer& writer = world.server.writer;
    if (writer.stage == Stage::started &&
        has_room(world.to_client, world.model->scenario().pipes.to_client)) {
        out.push_back({EventKind::writer_write, 0});
    }
    if (writer.stage == Stage::written) {
        out.push_back({EventKind::writer_post, 0});
    }
    if (writer.stage == Stage::idle && removal_next(world.server)) {
        out.push_back({EventKind::writer_remove, world.server.removals.front().stream.value()});
    }
}

}  // namespace

void split_enabled(const ConnectionWorld& world, EventSink& out) {
    const ServerState& server = world.server;
    read_enabled(world, out);
    const bool posted = server.writer.stage == Stage::posted;
    if (!server.blocked) {
        const bool completions_first =
            world.model->scenario().server.before_read == BeforeRead::completions_first;
        if (posted) {
            out.push_back({EventKind::loop_complete, 0});
        }
        if (!server.handed.empty() && !(completions_first && posted)) {
            out.push_back({EventKind::loop_take, server.handed.front().value()});
        }
    }
    write_enabled(world, out);
    for (const RequestFunction& request : server.requests) {
        if (may_step(world, request)) {
            out.push_back({EventKind::request_step, request.stream.value()});
        }
    }
}

void split_step(ConnectionWorld& world, ServerEvent event, h2::StreamId stream) {
    ServerState& server = world.server;
    switch (event) {
        case ServerEvent::read:
            server.hand_off = world.to_server.frames.front();
            server.read = true;
            world.to_server.frames.erase(0);
            return;
        case ServerEvent::process: process_read(world); break;
        case ServerEvent::block: server.blocked = true; return;
        case ServerEvent::complete: take_completion(world); break;
        case ServerEvent::take:
            server.handed.erase(0);
            submit_next(world, stream);
            break;
        case ServerEvent::write: return show_next(world);
        case ServerEvent::post: server.writer.stage = Stage::posted; return;
        case ServerEvent::remove: take_removal(world); break;
        case ServerEvent::request: {
            server.handed.push_back(stream);
            hand_over(world, *find_request(server, stream));
            return;
        }
        // Frames have been queued.
        case ServerEvent::come_back:
        case ServerEvent::settings:
        case ServerEvent::shutdown:
        case ServerEvent::close: break;
        case ServerEvent::reader_write: H2_INVARIANT(false && "not an event of a split server");
    }
    schedule(world);
}

Action split_action(const ConnectionWorld& world, ServerEvent event, h2::StreamId stream) {
    const ServerState& server = world.server;
    // The loop begins the next write when none is outstanding.
    PlaceSet next{Place::queue, Place::buffer, Place::write};
    if (!server.removals.empty()) {  // they move up in the queue
        next.add(Place::removals);
    }
    switch (event) {
        case ServerEvent::read:
            return moving(acts(Thread::reader, Verb::read, world.to_server.frames.front()),
                          {Place::to_server}, {Place::hand_off});
        case ServerEvent::process: {
            Action action = acts(Thread::loop, Verb::process, server.hand_off);
            action = moving(touching(action, heard_places(world) | next), {Place::hand_off}, {});
            if (server.blocked) {
                action.to.add(Place::loop_waiting);
            }
            if (completes_before_read(world)) {
                action.from.add(Place::completion);
                action.first = Written{acts(Thread::loop, Verb::complete, server.writer).frame};
            }
            return action;
        }
        case ServerEvent::block:
            return moving(acts(Thread::loop, Verb::wait, server.writer), {}, {Place::loop_waiting});
        case ServerEvent::complete:
            return moving(touching(acts(Thread::loop, Verb::complete, server.writer),
                                   kFinished | next | PlaceSet{Place::windows}),
                          {Place::completion}, {});
        case ServerEvent::take: {
            const bool gone = find_request(server, stream) == nullptr;
            const Action action = acts(Thread::loop, gone ? Verb::drop : Verb::take, world, stream);
            return moving(touching(action, kFinished | next | PlaceSet{Place::windows}),
                          {Place::handed_over}, {});
        }
        case ServerEvent::write:
            return moving(
                touching(acts(Thread::writer, Verb::show, server.writer.outgoing.front()), kBegun),
                {Place::write}, {Place::write, Place::to_client});
        case ServerEvent::post:
            return moving(acts(Thread::writer, Verb::post, server.writer), {Place::write},
                          {Place::completion});
        case ServerEvent::remove:
            return moving(touching(acts(Thread::writer, Verb::remove, world, stream),
                                   kBegun | PlaceSet{Place::queue, Place::write}),
                          {Place::removals}, {});
        case ServerEvent::request:
            return moving(acts(Thread::request, Verb::hand_over, world, stream), {},
                          {Place::functions, Place::handed_over, Place::running, Place::streams,
                           Place::slots});
        case ServerEvent::reader_write:
        case ServerEvent::come_back:
        case ServerEvent::settings:
        case ServerEvent::shutdown:
        case ServerEvent::close: break;
    }
    H2_INVARIANT(false && "not an event of a split server's threads");
}

bool completes_before_read(const ConnectionWorld& world) {
    return world.server.blocked || approach(world) == Approach::complete_first;
}

void split_emit(ConnectionWorld& world, const h2::Frame& frame) {
    world.server.queue.push_back(frame);
}

}  // namespace sim
