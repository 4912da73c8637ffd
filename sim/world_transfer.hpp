#pragma once
// The canonical form of a ConnectionWorld, part by part: what is listed here is the state, in this
// order. Only the explorer and the digests of traces need it.

#include "h2core/canonical.hpp"
#include "sim/world.hpp"

namespace sim {

template <class Archive>
void transfer(Archive& archive, WireStream& stream) {
    h2::transfer(archive, stream.id);
    archive.scalar(stream.marks);
    archive.scalar(stream.window);
}

template <class Archive>
void transfer(Archive& archive, Compliance& compliance) {
    archive.scalar(compliance.broken);
    h2::transfer(archive, compliance.stream);
}

template <class Archive>
void transfer(Archive& archive, RequestFunction& request) {
    h2::transfer(archive, request.stream);
    archive.scalar(request.stage);
    archive.scalar(request.next);
    archive.scalar(request.pending);
    archive.scalar(request.returned);
}

template <class Archive>
void transfer(Archive& archive, Timer& timer) {
    archive.scalar(timer.kind);
    h2::transfer(archive, timer.stream);
    archive.scalar(timer.ticks);
}

template <class Archive>
void transfer(Archive& archive, Writer& writer) {
    archive.scalar(writer.stage);
    if (writer.stage == Writer::Stage::idle) {
        return;  // an idle writer holds nothing
    }
    archive.scalar(writer.has_frame);
    archive.scalar(writer.by_reader);
    if (writer.has_frame) {
        h2::transfer(archive, writer.frame);
    }
    h2::transfer(archive, writer.outgoing);
}

template <class Archive>
void transfer(Archive& archive, ClientState& client) {
    client.core.transfer(archive);
    h2::transfer(archive, client.control);
    archive.scalar(client.opened);
    archive.scalar(client.pings_left);
    archive.scalar(client.resets_left);
    archive.scalar(client.script_line);
    archive.scalar(client.awaited);
    archive.scalar(client.may_read);
}

template <class Archive>
void transfer(Archive& archive, ServerState& server) {
    server.core.transfer(archive);
    archive.scalar(server.read);
    if (server.read) {
        h2::transfer(archive, server.hand_off);
    }
    archive.scalar(server.blocked);
    h2::transfer(archive, server.handed);
    h2::transfer(archive, server.queue);
    h2::transfer(archive, server.buffered);
    archive.scalar(server.buffered_octets);
    h2::transfer(archive, server.uncompleted);
    transfer(archive, server.writer);
    h2::transfer(archive, server.requests);
    archive.scalar(server.settings_pending);
    archive.scalar(server.shutdown_pending);
    archive.scalar(server.shutting_down);
    archive.scalar(server.closing);
    archive.scalar(server.closed);
}

template <class Archive>
void Monitor::transfer(Archive& archive) {
    h2::transfer(archive, streams_);
    h2::transfer(archive, settings_);
    h2::transfer(archive, acks_in_flight_);
    archive.scalar(seen_settings_);
    archive.scalar(limit_changed_);
    archive.scalar(client_limit_);
    archive.scalar(acked_limit_);
    archive.scalar(initial_window_);
    archive.scalar(connection_window_);
    h2::transfer(archive, highest_client_);
    h2::transfer(archive, server_last_);
    sim::transfer(archive, client_);
    sim::transfer(archive, server_);
}

template <class Archive>
void ConnectionWorld::transfer(Archive& archive) {
    sim::transfer(archive, client);
    sim::transfer(archive, server);
    h2::transfer(archive, to_server.frames);
    h2::transfer(archive, to_client.frames);
    monitor.transfer(archive);
    h2::transfer(archive, timers);
}

}  // namespace sim
