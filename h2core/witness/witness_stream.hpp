#pragma once
// A stream as the wire shows it: what each peer has sent on it.

#include <array>
#include <cstddef>
#include <cstdint>

#include "h2core/message_phase.hpp"
#include "h2core/role.hpp"
#include "h2core/stream_id.hpp"

namespace h2 {

constexpr Role opener_of(StreamId id) {
    return id.opened_by(Role::client) ? Role::client : Role::server;
}

// What one peer has sent on a stream.
struct HalfStream {
    bool known = true;     // all that it has sent on it has been seen; else it began earlier
    bool readable = true;  // … and all its field sections could be decoded
    bool begun = false;    // with HEADERS
    bool ended = false;    // with END_STREAM, or nothing was to be sent on it ever (a push)
    bool reset = false;
    MessagePhase phase = MessagePhase::expect_headers;
    std::uint64_t ended_at = 0;  // offsets of the octets after those frames …
    std::uint64_t reset_at = 0;
    std::uint64_t opened_at = 0;  // … and after the one that opened the stream
    // The window for its DATA is INITIAL_WINDOW_SIZE and this: what the other one has granted since
    // less what it has sent.
    std::int64_t balance = 0;
    [[nodiscard]] bool over() const { return ended || reset; }
};

struct WitnessStream {
    StreamId id;
    std::array<HalfStream, 2> halves;  // by Role
    bool request_seen = false;         // and could be read: what is answered is known
    bool response_begun = false;       // although the request is not known
    bool counts = false;               // among the streams that its opener has open
    bool closing = false;              // waits to be forgotten
    bool kept_limit = false;           // … of the other one, for sure, when it was opened
    [[nodiscard]] HalfStream& of(Role role) { return halves[static_cast<std::size_t>(role)]; }
    [[nodiscard]] const HalfStream& of(Role role) const {
        return halves[static_cast<std::size_t>(role)];
    }
    [[nodiscard]] bool closed() const {
        return (halves[0].ended && halves[1].ended) || halves[0].reset || halves[1].reset;
    }
};

}  // namespace h2
