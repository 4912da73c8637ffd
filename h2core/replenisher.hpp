#pragma once
// Gives receive windows back (RFC 9113 sections 6.9 and 6.9.1): every flow-controlled octet is
// credited once, when the application has consumed it or when it was discarded, padding at once.
// WINDOW_UPDATE is sent when half of a window is due, so that small frames do not cost one each;
// a peer that waits for room always gets some once everything it sent has been consumed, if lower()
// is told when the window shrinks.

#include <cstdint>

#include "h2core/stream_id.hpp"
#include "h2core/stream_map.hpp"

namespace h2 {

class Replenisher {
  public:
    // Octets to give back for the connection, for the stream, at most 2^31-1; 0: nothing yet.
    struct Due {
        std::uint32_t connection = 0;
        std::uint32_t stream = 0;
        bool operator==(const Due&) const = default;
    };

    // Consumed by the application. `window`: what the stream's window began with (our
    // INITIAL_WINDOW_SIZE); 0 for a stream that takes no more DATA, which gets nothing back.
    Due consumed(StreamId stream, std::uint32_t octets, std::uint32_t window);
    // Never came to the application: padding, or DATA of a stream that is closed or in error.
    // Only the connection is credited; padding of a live stream goes through consumed().
    Due discarded(std::uint32_t octets);
    void forget(StreamId stream) { streams_.erase(stream); }

    // A lower INITIAL_WINDOW_SIZE is in force: less than half of the old window may be all of the
    // new one, and a peer whose window has become negative (section 6.9.2) sends nothing that would
    // bring it to mind. Calls give_back(StreamId, std::uint32_t octets) for each stream that is
    // due.
    template <class GiveBack>
    void lower(std::uint32_t window, const GiveBack& give_back) {
        streams_.for_each([&](StreamId stream, std::uint64_t& pending) {
            if (const std::uint32_t octets = credit(pending, 0, window); octets > 0) {
                give_back(stream, octets);
            }
        });
    }

    // We gave the connection room beyond what it consumed: its window when nothing is outstanding,
    // 65,535 at first (section 6.9.2), is that much larger.
    void widen_connection(std::uint32_t octets) { connection_window_ += octets; }

  private:
    // Adds `octets` to what is pending; what is due of it now.
    static std::uint32_t credit(std::uint64_t& pending, std::uint32_t octets, std::uint64_t window);

    std::uint64_t connection_window_ = 65'535;
    std::uint64_t connection_pending_ = 0;
    StreamMap<std::uint64_t> streams_;  // octets pending
};

}  // namespace h2
