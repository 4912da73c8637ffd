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
    auto& client = self.at_client_;
    auto& server = self.at_server_;
    h2::transfer(archive, server.unacknowledged_);
    auto flags = static_cast<std::uint8_t>(client.began_ | server.began_ << 1U |
                                           client.acknowledged_ << 2U | client.saw_goaway_ << 3U);
    archive.scalars(self.seen_settings_, flags, self.acked_limit_, server.acked_initial_window_,
                    server.window_, client.window_, client.highest_opened_, server.last_,
                    client.last_);
    if constexpr (Archive::kReading) {
        client.began_ = (flags & 1U) != 0;
        server.began_ = (flags & 1U << 1U) != 0;
        client.acknowledged_ = (flags & 1U << 2U) != 0;
        client.saw_goaway_ = (flags & 1U << 3U) != 0;
    }
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
