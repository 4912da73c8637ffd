#pragma once
// The canonical form of a ConnectionWorld, part by part: what is listed here is the state, in this
// order. Only the explorer and the digests of traces need it.

#include "h2core/canonical.hpp"
#include "sim/world/world.hpp"

namespace sim {

template <class Archive>
void transfer(Archive& archive, WireStream& stream) {
    archive.scalars(stream.id, stream.marks, stream.window);
}

template <class Archive>
void transfer(Archive& archive, Compliance& compliance) {
    archive.scalars(compliance.broken, compliance.stream);
}

template <class Archive>
void transfer(Archive& archive, RequestFunction& request) {
    archive.scalars(request.stream, request.stage, request.next, request.pending, request.returned);
}

template <class Archive>
void transfer(Archive& archive, Timer& timer) {
    archive.scalars(timer.kind, timer.stream, timer.ticks);
}

template <class Archive>
void transfer(Archive& archive, Writer& writer) {
    archive.scalars(writer.stage);
    if (writer.stage == Writer::Stage::idle) {  // holds nothing
        if constexpr (Archive::kReading) {
            writer = Writer{};
        }
        return;
    }
    archive.scalars(writer.has_frame, writer.by_reader);
    if (writer.has_frame) {
        h2::transfer(archive, writer.frame);
    } else if constexpr (Archive::kReading) {
        writer.frame = h2::Frame{};
    }
    h2::transfer(archive, writer.outgoing);
}

template <class Archive>
void transfer(Archive& archive, Removal& removal) {
    archive.scalars(removal.stream, removal.ahead);
}

template <class Archive>
void transfer(Archive& archive, Answer& answer) {
    archive.scalars(answer.stream, answer.overridden);
}

template <class Archive>
void transfer(Archive& archive, ClientState& client, const ClientDesign& design) {
    client.core.transfer(archive);
    h2::transfer(archive, client.outgoing);
    archive.scalars(client.opened, client.pings_left, client.resets_left, client.script_line,
                    client.awaited, client.may_read);
    if (design.opens == ClientOpens::check_then_reserve) {
        archive.scalars(client.passed);
    }
    if (design.settings_applied == SettingsApplied::when_ack_written) {
        h2::transfer(archive, client.unapplied);
    }
    if (design.responses == Responses::taken_later) {
        h2::transfer(archive, client.answers);
    }
}

template <class Archive>
void transfer(Archive& archive, ServerState& server) {
    server.core.transfer(archive);
    archive.scalars(server.read);
    if (server.read) {
        h2::transfer(archive, server.hand_off);
    } else if constexpr (Archive::kReading) {
        server.hand_off = h2::Frame{};
    }
    archive.scalars(server.blocked);
    h2::transfer(archive, server.handed);
    h2::transfer(archive, server.queue);
    if (leaves_to_writer(server.core.policy())) {  // elsewhere there are none
        h2::transfer(archive, server.removals);
    }
    h2::transfer(archive, server.buffered);
    archive.scalars(server.buffered_octets);
    h2::transfer(archive, server.uncompleted);
    transfer(archive, server.writer);
    h2::transfer(archive, server.requests);
    archive.scalars(server.settings_pending, server.shutdown_pending, server.shutting_down,
                    server.closing, server.closed);
}

template <class Archive>
void Monitor::transfer(Archive& archive) {
    h2::transfer(archive, streams_);
    h2::transfer(archive, settings_);
    h2::transfer(archive, acks_in_flight_);
    h2::transfer(archive, client_settings_);
    archive.scalars(seen_settings_, flags_, acked_limit_, acked_initial_window_, connection_window_,
                    client_window_, highest_client_, server_last_, client_last_);
    sim::transfer(archive, client_);
    sim::transfer(archive, server_);
}

template <class Archive>
void ConnectionWorld::transfer(Archive& archive) {
    sim::transfer(archive, client, model->scenario().client.design);
    sim::transfer(archive, server);
    h2::transfer(archive, to_server.frames);
    h2::transfer(archive, to_client.frames);
    monitor.transfer(archive);
    h2::transfer(archive, timers);
}

}  // namespace sim
