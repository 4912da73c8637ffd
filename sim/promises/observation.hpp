#pragma once
// What one step of a world can show: a bit of Observations each.

#include <cstdint>

#include "sim/promises/property_kind.hpp"

namespace sim {

// Bit i of Observations is the i-th.
enum class Observation : std::uint8_t {
    false_refusal,            // a stream within the limit was refused, with any code
    false_refusal_strong,     // … with more than RST_STREAM(REFUSED_STREAM)
    over_admission,           // more streams admitted than the limit, counted on the wire
    count_mismatch,           // the server's count differs from the set of streams it counts
    unbounded_work,           // more request functions running than the limit allows
    undebited,                // DATA visible before it was debited, or beyond the window
    settings_out_of_sync,     // enforced before the ACK, or disobeyed after it
    illegal_emission,         // the server sent what section 5.1 forbids it to send
    compliant_peer_punished,  // connection error against a client that kept the RFC
    closed_before_flush,      // graceful close while an admitted response was not yet visible
    limit_reached,            // the server's count has reached the limit
    refusal_seen,             // the server refused a stream, rightly or not
    closed_but_counted,       // the client sees a stream closed that the server still counts
    writer_blocked,           // a write has begun while the transport is full
    shutdown_completed,       // the graceful shutdown came to its end
    reset_received,           // the server processed a RST_STREAM of the client
    request_lost,             // a graceful shutdown ignored a request sent before it was heard of
    closed_silently,          // the server dropped a stream and told nobody
    window_leaked,            // DATA was processed and not given back to the connection's window
    client_beyond_limit,      // the client opened more streams than the limit that binds it
    client_disobeyed,         // … after it had acknowledged SETTINGS
    response_lost,            // the client's caller got an error in place of a complete response
    client_broke_rule,        // … a MUST or MUST NOT of RFC 9113
    server_broke_rule,
    // What puts a property at stake (sim/judge/stakes.hpp):
    slot_needed,         // a request came that only a slot given back lets in
    limit_filled,        // a stream was admitted that fills the limit
    count_lowered,       // the server gave a slot back
    work_filled,         // a request came while as many functions ran as may, one of them cancelled
    data_visible,        // DATA of the server became visible
    limits_differ,       // a request came that one of two limits under way allows, and one does not
    closing_emission,    // the server sent on a stream of which a side is closed
    close_owed,          // the server closed a stream that the client held open
    late_frame,          // a frame came on a stream that was closed for the server
    response_under_way,  // the graceful shutdown closed before the client had all it was promised
    late_request,        // a request came after the server had begun to shut down
    content_processed,   // DATA of the client was processed
    client_at_limit,     // the client has more to request and as many streams open as it may
    client_at_acked_limit,  // … after it has acknowledged SETTINGS
    reset_after_response,   // the client received RST_STREAM(NO_ERROR) after a complete response
    somebody_waits,         // something cannot go on before something else has
    request_made,           // the client opened a stream
    client_sent_frame,
    server_sent_frame,
};

constexpr Observations bit(Observation observation) {
    return Observations{1} << static_cast<unsigned>(observation);
}

constexpr Observations seen_if(bool condition, Observation observation) {
    return condition ? bit(observation) : 0;
}

}  // namespace sim
