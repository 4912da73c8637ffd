#pragma once
// The promises that are checked, as named values with an expectation. Each is stated over what the
// World observes in one step (a bit of Observations), or over the graph of all states. Numbers
// I1 … I13 are those of the invariant catalogue; the sections are RFC 9113's.

#include <cstdint>
#include <span>
#include <string_view>

#include "sim/search/exploration.hpp"

namespace sim {

// What one step of the world has shown; bit i of Observations is the i-th.
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
};

constexpr Observations bit(Observation observation) {
    return Observations{1} << static_cast<unsigned>(observation);
}

struct Property {
    std::string_view name;       // as in scenarios: "no-false-refusal"
    std::string_view invariant;  // "I1"; empty for `sometimes`
    PropertyKind kind = PropertyKind::always;
    Observation observation = Observation::false_refusal;  // for always and sometimes
    std::string_view section;                              // "9113/5.1.2"
    std::string_view meaning;                              // one sentence
};

// In documented, fixed order.
std::span<const Property> all_properties();
const Property* find_property(std::string_view name);  // null if there is none

}  // namespace sim
