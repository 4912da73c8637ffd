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

void write_one(ConnectionWorld& world) {
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

void split_step(ConnectionWorld& world, Event event) {
    ServerState& server = world.server;
    const h2::StreamId stream = h2::StreamId::from_wire(event.stream);
    switch (event.kind) {
        case EventKind::reader_read:
            server.hand_off = world.to_server.frames.front();
            server.read = true;
            world.to_server.frames.erase(0);
            return;
        case EventKind::loop_process: process_read(world); break;
        case EventKind::loop_block: server.blocked = true; return;
        case EventKind::loop_complete: take_completion(world); break;
        case EventKind::loop_take:
            server.handed.erase(0);
            submit_next(world, stream);
            break;
        case EventKind::writer_write: return write_one(world);
        case EventKind::writer_post: server.writer.stage = Stage::posted; return;
        case EventKind::writer_remove: take_removal(world); break;
        case EventKind::request_step: {
            server.handed.push_back(stream);
            hand_over(world, *find_request(server, stream));
            return;
        }
        default: break;  // server_settings, server_shutdown: frames have been queued
    }
    schedule(world);
}

bool completes_before_read(const ConnectionWorld& world) {
    return world.server.blocked || approach(world) == Approach::complete_first;
}

void split_emit(ConnectionWorld& world, const h2::Frame& frame) {
    world.server.queue.push_back(frame);
}

}  // namespace sim
