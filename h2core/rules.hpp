#pragma once
// The rules that verdicts cite: one row for each requirement the core enforces, with its RFC
// section, level, observer and meaning in our own words. h2core/ledger.hpp adds the rows of all
// requirements that no verdict cites.

#include <cstdint>
#include <span>
#include <string_view>

namespace h2 {

// Where the RFC leaves the reaction open (a MAY, or no word at all), the level is `may`.
enum class Level : std::uint8_t { must, should, may };

// Who can see a requirement kept or broken.
enum class Observer : std::uint8_t {
    receiver,      // who receives the octets: they keep or break it by themselves
    prober,        // who sends something and watches what comes back, or that nothing does
    self,          // the endpoint alone: it is about what it does with what it has
    application,   // the layer above: what messages mean, authority, caches, users
    transport,     // the layer below: TLS and TCP
    intermediary,  // who forwards messages: it takes both of its sides to tell
};

// One enumerator per row; the table in rules.cpp has the same order.
enum class RuleId : std::uint8_t {
    none,  // an accepted frame
    // section 3.4, 6.5: the connection preface begins with SETTINGS
    settings_first,
    // section 4.1 / 5.5: frames of unknown type are ignored
    unknown_frame_ignored,
    // section 5.1
    idle_stream,              // only HEADERS, PRIORITY (and PUSH_PROMISE) on an idle stream
    reserved_local,           // RST_STREAM, PRIORITY, WINDOW_UPDATE only
    reserved_remote,          // HEADERS, RST_STREAM, PRIORITY only
    half_closed_remote,       // DATA/HEADERS after END_STREAM: stream error STREAM_CLOSED
    closed_after_end_stream,  // DATA/HEADERS long after END_STREAM: STREAM_CLOSED
    closed_after_reset,       // after the peer's RST_STREAM, or one of ours no longer remembered
    late_after_our_reset,     // crossed our RST_STREAM: ignored, still counted
    late_after_end_stream,    // RST_STREAM, WINDOW_UPDATE may cross our END_STREAM: ignored
    implicitly_closed,        // an identifier that was skipped, or a closed stream now forgotten
    // section 5.1.1
    stream_id_parity,     // wrong parity for the opener
    stream_id_order,      // not greater than all before
    stream_id_required,   // frame must name a stream (DATA, HEADERS, RST_STREAM, …)
    stream_id_forbidden,  // frame must name the connection (SETTINGS, PING, GOAWAY)
    // section 5.1.2
    concurrency_limit,          // more streams than the advertised limit
    concurrency_limit_unacked,  // more than a limit not yet acknowledged
    refused_within_limit,       // refused as an excess that it was not
    // section 6.4 … 6.10
    rst_stream_idle,
    settings_ack_with_payload,
    settings_ack_unexpected,  // an ACK without SETTINGS outstanding
    settings_enable_push,
    settings_initial_window_size,
    settings_max_frame_size,
    settings_window_overflow,  // INITIAL_WINDOW_SIZE drives a window past 2^31-1 (6.9.2)
    push_disabled,             // PUSH_PROMISE received with ENABLE_PUSH 0, or by a server
    push_promised_id,          // promised stream is not idle, or of the wrong parity
    push_parent,               // PUSH_PROMISE on a stream neither open nor half-closed (local)
    goaway_last_id_rises,      // section 6.8
    goaway_new_stream,         // a stream opened by who has received a GOAWAY
    after_goaway_ignored,      // stream above the last identifier we announced: ignored
    window_update_zero_stream,
    window_update_zero_connection,
    window_overflow_stream,
    window_overflow_connection,
    flow_control_stream,      // DATA beyond the stream's window
    flow_control_connection,  // DATA beyond the connection's window
    continuation_alone,       // CONTINUATION without an open field block
    // section 8.1
    data_before_headers,
    headers_after_end,  // a second field section that is not trailers
    trailers_without_end_stream,
    informational_end_stream,  // a 1xx response cannot end the stream
    // section 5.4
    error_without_cause,  // a connection error against a peer that broke no rule
    // a runtime asked twice
    connection_closed,  // nothing is processed after the connection error
    // decoding, field blocks, messages, floods: see the table
    preface_magic,
    frame_size_max,
    pad_length_missing,
    data_padding,
    headers_padding,
    headers_priority_size,
    priority_size,
    rst_stream_size,
    settings_size,
    settings_connect_protocol,
    settings_connect_protocol_withdrawn,
    settings_no_priorities,
    settings_no_priorities_changed,
    push_promise_size,
    push_promise_padding,
    ping_size,
    goaway_size,
    window_update_size,
    continuation_expected,
    priority_update_stream,
    priority_update_size,
    priority_update_prioritized,
    priority_update_from_server,
    altsvc_ignored,
    origin_ignored,
    hpack_index,
    hpack_integer,
    hpack_truncated,
    hpack_huffman_padding,
    hpack_huffman_eos,
    hpack_size_update_placement,
    hpack_size_update_limit,
    hpack_size_update_missing,
    header_list_size,
    field_count,
    field_block_octets,
    field_block_frames,
    flood_control_frames,
    flood_empty_frames,
    flood_resets_received,
    flood_resets_caused,
    field_name,
    field_value,
    connection_specific,
    te_other_than_trailers,
    pseudo_undefined,
    pseudo_after_regular,
    pseudo_repeated,
    pseudo_in_trailers,
    request_pseudo_missing,
    request_path,
    request_authority,
    request_host,
    connect_pseudo,
    connect_frames,
    extended_connect_disabled,
    extended_connect_pseudo,
    response_status,
    status_101,
    content_length_syntax,
    content_length_mismatch,
    content_forbidden,
    promised_request,
    priority_update_idle_limit,
    // section 5.1: what closes a stream
    closed_silently,
    // section 6.8
    goaway_initiator,
    goaway_graceful,
    // section 8.1: what a client does with what it has
    response_discarded,
    // what a witness sees a sender do (h2core/witness)
    unused_flags_unset,
    reserved_bit_unset,
    closed_sends,
    one_goaway,
    one_reset,
    no_reset_for_reset,
    data_padding_zero,
    headers_padding_zero,
    push_promise_padding_zero,
    nothing_after_reset,
    settings_acknowledged,
    ping_answered,
    negative_window,
    websocket_scheme,
    no_priorities_first_frame,
    no_old_signals,
    no_new_signals,
    priority_update_request_state,
    priority_update_push_state,
    goaway_covers,
    count_,  // number of rules that verdicts cite
};

struct Rule {
    RuleId id;                 // none: no verdict cites it
    std::string_view slug;     // stable name, e.g. "9113/5.1.2/limit"
    std::string_view section;  // "9113/5.1.2"
    Level level;
    Observer observer;
    std::string_view text;  // one line, our words
    // Of a requirement that a receiver could see and that nothing cites: why. Else empty.
    std::string_view unseen = {};
};

const Rule& rule(RuleId id);
// In the order of RuleId, beginning with the row of RuleId::none.
std::span<const Rule> all_rules();

std::string_view name(Level level);
std::string_view name(Observer observer);

}  // namespace h2
