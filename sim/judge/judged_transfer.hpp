#pragma once
// The canonical form of a JudgedWorld: that of its connection, with the monitor before the timers.
// Only the explorer and the digests of traces need it.

#include "sim/judge/judged_world.hpp"
#include "sim/world/world_transfer.hpp"

namespace sim {

template <class Archive, h2::MaybeConst<WireStream> T>
void transfer(Archive& archive, T& stream) {
    archive.scalars(stream.id, stream.marks, stream.window);
}

template <class Archive, h2::MaybeConst<Compliance> T>
void transfer(Archive& archive, T& compliance) {
    archive.scalars(compliance.broken, compliance.stream);
}

template <class Self, class Archive>
void Monitor::transfer(Self& self, Archive& archive) {
    h2::transfer(archive, self.streams_);
    h2::transfer(archive, self.settings_);
    h2::transfer(archive, self.acks_in_flight_);
    h2::transfer(archive, self.client_settings_);
    archive.scalars(self.seen_settings_, self.flags_, self.acked_limit_, self.acked_initial_window_,
                    self.connection_window_, self.client_window_, self.highest_client_,
                    self.server_last_, self.client_last_);
    sim::transfer(archive, self.client_);
    sim::transfer(archive, self.server_);
}

template <class Self, class Archive>
void JudgedWorld::transfer(Self& self, Archive& archive) {
    transfer_ends(self, archive);
    Monitor::transfer(self.monitor, archive);
    transfer_timers(self, archive);
}

}  // namespace sim
