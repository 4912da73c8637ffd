#pragma once
// The stream life cycle of RFC 9113 section 5.1 as two total tables: what a received frame does to
// a stream, and whether we may send one. "closed" is split by cause, because the RFC treats late
// frames differently for each. END_STREAM is an input of its own, fed after its frame passed.

#include <cstdint>
#include <string_view>

#include "h2core/error_code.hpp"
#include "h2core/rules.hpp"

namespace h2 {

enum class Lifecycle : std::uint8_t {
    idle,
    reserved_local,
    reserved_remote,
    open,
    half_closed_local,
    half_closed_remote,
    closed_end_stream,     // END_STREAM went both ways
    closed_rst_received,   // the peer reset it
    closed_rst_sent,       // we reset it and remember: late frames are ignored
    closed_rst_forgotten,  // we reset it and no longer remember: late frames are errors
    closed_implicitly,     // skipped when a higher identifier was used (section 5.1.1), or closed
                           // so long ago that how is not known any more
};
inline constexpr int kLifecycles = 11;

constexpr bool is_closed(Lifecycle state) {
    return state >= Lifecycle::closed_end_stream;
}
std::string_view name(Lifecycle state);  // "half-closed (local)"

enum class StreamInput : std::uint8_t {
    headers,
    data,
    end_stream,
    rst_stream,
    window_update,
    priority,
    push_promise,  // receiving/sending PUSH_PROMISE *on* this stream (the parent)
    promised,      // this stream is the one promised
};
inline constexpr int kStreamInputs = 8;
std::string_view name(StreamInput input);

// One cell: what happens. `never`: the input cannot occur here (an invariant, not an error):
// END_STREAM is only fed after HEADERS or DATA passed.
struct Cell {
    enum class Kind : std::uint8_t {
        undecided,
        to,
        discard,
        stream_error,
        connection_error,
        refuse,
        never
    };
    Kind kind = Kind::undecided;
    Lifecycle next = Lifecycle::idle;  // for `to`; the same state where nothing changes
    ErrorCode code = ErrorCode::NO_ERROR;
    RuleId rule = RuleId::none;
    constexpr bool operator==(const Cell&) const = default;
};

// What a frame received does (verdict kinds: to = accept, discard, stream_error, connection_error).
const Cell& on_receive(Lifecycle state, StreamInput input);
// What sending does (kinds: to, refuse, never). After RST_STREAM sent, the state is
// closed_rst_sent.
const Cell& on_send(Lifecycle state, StreamInput input);

}  // namespace h2
