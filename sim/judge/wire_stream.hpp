#pragma once
// One stream that the client opened, as the wire shows it, and the part of it that shows at each
// end: what is on its way is known to its sender only.

#include <cstdint>

#include "h2core/stream_id.hpp"
#include "h2core/window.hpp"

namespace sim {

// A stream as its client knows it: what it has sent and received.
struct ClientStream {
    bool known = false;  // else it is idle, or closed and forgotten
    bool ended = false;  // it has sent END_STREAM
    bool reset = false;  // … RST_STREAM
    bool saw_end = false;
    bool saw_reset = false;
    // Counts towards the limit that the client must keep (invariant I1).
    [[nodiscard]] bool open() const { return !(ended && saw_end) && !reset && !saw_reset; }
};

// A stream as its server knows it: what it has made visible and processed.
struct ServerStream {
    bool known = false;     // else it is idle, or closed and forgotten
    bool answered = false;  // it has sent HEADERS
    bool ended = false;     // … END_STREAM
    bool reset = false;     // … RST_STREAM
    bool saw_reset = false;
};

struct WireStream {
    enum Mark : std::uint16_t {
        client_ended = 1U << 0U,      // the client has sent END_STREAM
        client_reset = 1U << 1U,      // … RST_STREAM
        server_saw_end = 1U << 2U,    // the server has processed the client's END_STREAM
        server_saw_reset = 1U << 3U,  // … RST_STREAM
        server_ended = 1U << 4U,      // the server's END_STREAM is visible
        server_reset = 1U << 5U,      // the server's RST_STREAM is visible
        client_saw_end = 1U << 6U,    // the client has received the server's END_STREAM
        client_saw_reset = 1U << 7U,  // … RST_STREAM
        admitted = 1U << 8U,          // the server has accepted the request
        within_limit = 1U << 9U,      // the client was entitled to open it when it did
        server_answered = 1U << 10U,  // the server has sent HEADERS on it
    };
    h2::StreamId id;
    std::uint16_t marks = 0;
    h2::Window window;  // what the client has granted the server on this stream

    [[nodiscard]] bool has(unsigned mark) const { return (marks & mark) != 0; }
    [[nodiscard]] bool has_all(unsigned mark) const { return (marks & mark) == mark; }
    void set(unsigned mark) { marks = static_cast<std::uint16_t>(marks | mark); }
    [[nodiscard]] ClientStream at_client() const {
        return {true, has(client_ended), has(client_reset), has(client_saw_end),
                has(client_saw_reset)};
    }
    [[nodiscard]] ServerStream at_server() const {
        return {true, has(server_answered), has(server_ended), has(server_reset),
                has(server_saw_reset)};
    }
    [[nodiscard]] bool open_for_client() const { return at_client().open(); }
    // Open on the wire: the closing frames of both sides are not all visible (invariant I2).
    [[nodiscard]] bool open_on_wire() const {
        return !has_all(client_ended | server_ended) && !has(client_reset | server_reset);
    }
    bool operator==(const WireStream&) const = default;
};

}  // namespace sim
