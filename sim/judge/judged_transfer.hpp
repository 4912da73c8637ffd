#pragma once
// The canonical form of a JudgedWorld: that of its connection, with the monitor before the timers.
// Only the explorer and the digests of traces need it.

#include "sim/judge/judged_world.hpp"
#include "sim/world/world_transfer.hpp"

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
void JudgedWorld::transfer(Archive& archive) {
    transfer_ends(archive);
    monitor.transfer(archive);
    transfer_timers(archive);
}

}  // namespace sim
