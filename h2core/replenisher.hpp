#pragma once
// Gives receive windows back (RFC 9113 sections 6.9 and 6.9.1): every flow-controlled octet is
// credited once, when the application has consumed it or when it was discarded, padding at once.
// WINDOW_UPDATE is sent when half of a window is due, so that small frames do not cost one each.

#include <cstdint>
#include <vector>

#include "h2core/inline_vector.hpp"
#include "h2core/stream_id.hpp"

namespace h2 {

class Replenisher {
  public:
    // Octets to give back for the connection, for the stream; 0: nothing yet.
    struct Due {
        std::uint32_t connection = 0;
        std::uint32_t stream = 0;
    };

    // Consumed by the application. `window`: what the stream's window began with (our
    // INITIAL_WINDOW_SIZE); 0 for a stream that takes no more DATA, which gets nothing back.
    Due consumed(StreamId stream, std::uint32_t octets, std::uint32_t window);
    // Never came to the application: padding, or DATA of a stream that is closed or in error.
    // Only the connection is credited; padding of a live stream goes through consumed().
    Due discarded(std::uint32_t octets);
    void forget(StreamId stream);

    // The connection's receive window as it should be when nothing is outstanding, 65,535 … 2^31-1.
    void set_connection_window(std::uint32_t octets) { connection_window_ = octets; }

  private:
    struct Pending {
        StreamId stream;
        std::uint32_t octets = 0;
    };
    std::uint32_t connection_window_ = 65'535;
    std::uint32_t connection_pending_ = 0;
    std::vector<Pending> streams_;  // by ascending stream
};

}  // namespace h2
