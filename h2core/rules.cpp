#include "h2core/rules.hpp"

#include <array>
#include <cstddef>

namespace h2 {

namespace {

using enum Level;
using R = RuleId;

// Where the RFC leaves the reaction open (a MAY, or no word at all), the level says so.
constexpr std::array<Rule, static_cast<std::size_t>(R::count_)> kRules = {{
    {R::none, "none", "", may, "the frame is accepted"},
    {R::settings_first, "9113/3.4/settings-first", "9113/3.4", must,
     "the first frame of the connection preface is SETTINGS, not an ACK"},
    {R::unknown_frame_ignored, "9113/5.5/unknown-frame", "9113/5.5", must,
     "a frame of unknown type is ignored"},
    {R::idle_stream, "9113/5.1/idle", "9113/5.1", must,
     "only HEADERS and PRIORITY may arrive on an idle stream, and only the peer's HEADERS open it"},
    {R::reserved_local, "9113/5.1/reserved-local", "9113/5.1", must,
     "only RST_STREAM, PRIORITY and WINDOW_UPDATE may arrive on a stream we promised"},
    {R::reserved_remote, "9113/5.1/reserved-remote", "9113/5.1", must,
     "only HEADERS, RST_STREAM and PRIORITY may arrive on a stream promised to us"},
    {R::half_closed_remote, "9113/5.1/half-closed-remote", "9113/5.1", must,
     "after its END_STREAM the peer sends no DATA or HEADERS: STREAM_CLOSED"},
    {R::closed_after_end_stream, "9113/5.1/closed-end-stream", "9113/5.1", may,
     "DATA or HEADERS on a stream that ended both ways is a connection error STREAM_CLOSED"},
    {R::closed_after_reset, "9113/5.1/closed-reset", "9113/5.1", may,
     "after a RST_STREAM (the peer's, or ours no longer remembered) no DATA or HEADERS arrive"},
    {R::late_after_our_reset, "9113/5.1/late-after-our-reset", "9113/5.1", must,
     "a frame that crossed our RST_STREAM is discarded, but still counted by flow control"},
    {R::late_after_end_stream, "9113/5.1/late-after-end-stream", "9113/5.1", must,
     "RST_STREAM and WINDOW_UPDATE that crossed our END_STREAM are ignored"},
    {R::implicitly_closed, "9113/5.1.1/implicitly-closed", "9113/5.1.1", may,
     "a stream identifier that was skipped, or whose stream was closed and forgotten, is closed"},
    {R::stream_id_parity, "9113/5.1.1/parity", "9113/5.1.1", must,
     "a client opens odd stream identifiers, a server even ones"},
    {R::stream_id_order, "9113/5.1.1/order", "9113/5.1.1", must,
     "a new stream identifier is greater than all that its opener has used"},
    {R::stream_id_required, "9113/5.1.1/stream-required", "9113/5.1.1", must,
     "DATA, HEADERS, PRIORITY, RST_STREAM and PUSH_PROMISE name a stream"},
    {R::stream_id_forbidden, "9113/5.1.1/stream-forbidden", "9113/5.1.1", must,
     "SETTINGS, PING and GOAWAY name the connection"},
    {R::concurrency_limit, "9113/5.1.2/limit", "9113/5.1.2", must,
     "no more concurrent streams than the advertised limit"},
    {R::concurrency_limit_unacked, "9113/5.1.2/limit-unacked", "9113/6.5.3", may,
     "more concurrent streams than a limit that the peer has not acknowledged yet"},
    {R::refused_within_limit, "9113/5.1.2/within-limit", "9113/5.1.2", must,
     "only a stream that exceeds the advertised limit is an error for exceeding it"},
    {R::rst_stream_idle, "9113/6.4/idle", "9113/6.4", must,
     "RST_STREAM never names an idle stream"},
    {R::settings_ack_with_payload, "9113/6.5/ack-payload", "9113/6.5", must,
     "an acknowledgment of SETTINGS carries no parameters"},
    {R::settings_ack_unexpected, "9113/6.5.3/ack-unexpected", "9113/6.5.3", may,
     "an acknowledgment without SETTINGS outstanding; the RFC is silent, most stacks hang up"},
    {R::settings_enable_push, "9113/6.5.2/enable-push", "9113/6.5.2", must,
     "ENABLE_PUSH is 0 or 1, and a server never sets it to 1"},
    {R::settings_initial_window_size, "9113/6.5.2/initial-window-size", "9113/6.5.2", must,
     "INITIAL_WINDOW_SIZE is at most 2^31-1"},
    {R::settings_max_frame_size, "9113/6.5.2/max-frame-size", "9113/6.5.2", must,
     "MAX_FRAME_SIZE lies between 2^14 and 2^24-1"},
    {R::settings_window_overflow, "9113/6.9.2/window-overflow", "9113/6.9.2", must,
     "a change of INITIAL_WINDOW_SIZE drives no stream's window past 2^31-1"},
    {R::push_disabled, "9113/8.4/push-disabled", "9113/8.4", must,
     "no PUSH_PROMISE to a server, nor to a client that switched push off"},
    {R::push_promised_id, "9113/6.6/promised-id", "9113/6.6", must,
     "the promised stream is an idle one of the server"},
    {R::push_parent, "9113/6.6/parent", "9113/6.6", must,
     "PUSH_PROMISE arrives on a stream that is open or half-closed (local)"},
    {R::goaway_last_id_rises, "9113/6.8/last-id-rises", "9113/6.8", must,
     "the last stream identifier of a later GOAWAY is not greater"},
    {R::goaway_new_stream, "9113/6.8/new-stream", "9113/6.8", must,
     "the receiver of a GOAWAY opens no more streams on the connection"},
    {R::after_goaway_ignored, "9113/6.8/ignored", "9113/6.8", may,
     "frames of streams above the last identifier we announced are ignored"},
    {R::window_update_zero_stream, "9113/6.9/zero-stream", "9113/6.9", must,
     "a WINDOW_UPDATE of a stream adds at least 1"},
    {R::window_update_zero_connection, "9113/6.9/zero-connection", "9113/6.9", must,
     "a WINDOW_UPDATE of the connection adds at least 1"},
    {R::window_overflow_stream, "9113/6.9.1/overflow-stream", "9113/6.9.1", must,
     "a WINDOW_UPDATE drives no stream's window past 2^31-1"},
    {R::window_overflow_connection, "9113/6.9.1/overflow-connection", "9113/6.9.1", must,
     "a WINDOW_UPDATE does not drive the connection's window past 2^31-1"},
    {R::flow_control_stream, "9113/6.9.1/exceeded-stream", "9113/6.9.1", must,
     "DATA fits in the stream's window"},
    {R::flow_control_connection, "9113/6.9.1/exceeded-connection", "9113/6.9.1", must,
     "DATA fits in the connection's window"},
    {R::continuation_alone, "9113/6.10/alone", "9113/6.10", must,
     "CONTINUATION only follows a frame of an unfinished field block"},
    {R::data_before_headers, "9113/8.1/data-before-headers", "9113/8.1", must,
     "a message begins with its field section"},
    {R::headers_after_end, "9113/8.1/headers-after-end", "9113/8.1", must,
     "no field section follows the end of a message"},
    {R::trailers_without_end_stream, "9113/8.1/trailers-end-stream", "9113/8.1", must,
     "trailers end the stream"},
    {R::informational_end_stream, "9113/8.1/informational-end-stream", "9113/8.1", must,
     "an informational response does not end the stream"},
    {R::error_without_cause, "9113/5.4.1/without-cause", "9113/5.4.1", must,
     "a connection error answers a rule that the peer has broken"},
    {R::connection_closed, "9113/5.4.1/closed", "9113/5.4.1", must,
     "nothing is processed after a connection error"},
}};

constexpr bool rows_stand_in_order() {
    for (std::size_t i = 0; i < kRules.size(); ++i) {
        if (kRules[i].id != static_cast<RuleId>(i)) {
            return false;
        }
    }
    return true;
}
static_assert(rows_stand_in_order(), "rule() indexes the table by RuleId");

}  // namespace

const Rule& rule(RuleId id) {
    return kRules[static_cast<std::size_t>(id)];
}

std::span<const Rule> all_rules() {
    return kRules;
}

}  // namespace h2
