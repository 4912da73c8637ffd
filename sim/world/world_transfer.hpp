#pragma once
// The canonical form of a ConnectionWorld, part by part: what is listed here is the state, in this
// order. Only the explorer and the digests of traces need it.

#include "h2core/canonical.hpp"
#include "sim/world/world.hpp"

namespace sim {

template <class Archive, h2::MaybeConst<RequestFunction> T>
void transfer(Archive& archive, T& request) {
    archive.scalars(request.stream, request.stage, request.next, request.pending, request.returned);
}

template <class Archive, h2::MaybeConst<Timer> T>
void transfer(Archive& archive, T& timer) {
    archive.scalars(timer.kind, timer.stream, timer.ticks);
}

template <class Archive, h2::MaybeConst<Writer> T>
void transfer(Archive& archive, T& writer) {
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

template <class Archive, h2::MaybeConst<Removal> T>
void transfer(Archive& archive, T& removal) {
    archive.scalars(removal.stream, removal.ahead);
}

template <class Archive, h2::MaybeConst<NetItem> T>
void transfer(Archive& archive, T& item) {
    archive.scalars(item.place, item.kind, item.stream);
    if (item.kind == ItemKind::read || item.kind == ItemKind::frame) {
        h2::transfer(archive, item.frame);
    } else if constexpr (Archive::kReading) {
        item.frame = h2::Frame{};
    }
}

template <class Archive, h2::MaybeConst<Answer> T>
void transfer(Archive& archive, T& answer) {
    archive.scalars(answer.stream, answer.overridden);
}

template <class Archive, h2::MaybeConst<ClientState> T>
void transfer(Archive& archive, T& client, const ClientDesign& design) {
    h2::transfer(archive, client.core);
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

// What stands between the core and the transport.
template <class Archive, h2::MaybeConst<ServerState> T>
void transfer_runtime(Archive& archive, T& server) {
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
}

template <class Archive, h2::MaybeConst<ServerState> T>
void transfer(Archive& archive, T& server, const Net* net) {
    h2::transfer(archive, server.core);
    if (net == nullptr) {
        transfer_runtime(archive, server);
    } else {
        h2::transfer(archive, server.items);
        if constexpr (Archive::kReading) {
            server.octets.resize(count_of_buffers(*net));
        }
        for (auto& octets : server.octets) {
            archive.scalars(octets);
        }
    }
    h2::transfer(archive, server.requests);
    if (net != nullptr && net->functions_wait == FunctionWaits::nothing) {
        for (auto& request : server.requests) {
            archive.scalars(request.due);
        }
    }
    archive.scalars(server.settings_pending, server.shutdown_pending, server.shutting_down,
                    server.closing, server.closed);
}

template <class Self, class Archive>
void ConnectionWorld::transfer_ends(Self& self, Archive& archive) {
    sim::transfer(archive, self.client, self.model->scenario().client.design);
    sim::transfer(archive, self.server, self.model->net());
    h2::transfer(archive, self.to_server.frames);
    h2::transfer(archive, self.to_client.frames);
}

template <class Self, class Archive>
void ConnectionWorld::transfer_timers(Self& self, Archive& archive) {
    h2::transfer(archive, self.timers);
}

}  // namespace sim
