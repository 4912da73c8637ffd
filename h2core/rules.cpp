// The rules that verdicts cite, a row for each: slug, section, level, observer, the RFC's sentence.

#include "h2core/rules.hpp"

#include <array>
#include <cstddef>

namespace h2 {

namespace {

using enum Level;
using enum Observer;
using R = RuleId;

constexpr std::array<Rule, static_cast<std::size_t>(R::count_)> kRules = {{
    {R::none, "none", "", may, receiver, "the frame is accepted"},
    {R::settings_first, "9113/3.4/settings-first", "9113/3.4", must, receiver,
     "the first frame of the connection preface is SETTINGS, not an ACK"},
    {R::unknown_frame_ignored, "9113/5.5/unknown-frame", "9113/5.5", must, prober,
     "a frame of unknown type is ignored"},
    {R::idle_stream, "9113/5.1/idle", "9113/5.1", must, receiver,
     "only HEADERS and PRIORITY may arrive on an idle stream, and only the peer's HEADERS open it"},
    {R::reserved_local, "9113/5.1/reserved-local", "9113/5.1", must, receiver,
     "only RST_STREAM, PRIORITY and WINDOW_UPDATE may arrive on a stream we promised"},
    {R::reserved_remote, "9113/5.1/reserved-remote", "9113/5.1", must, receiver,
     "only HEADERS, RST_STREAM and PRIORITY may arrive on a stream promised to us"},
    {R::half_closed_remote, "9113/5.1/half-closed-remote", "9113/5.1", must, receiver,
     "after its END_STREAM the peer sends no DATA or HEADERS: STREAM_CLOSED"},
    {R::closed_after_end_stream, "9113/5.1/closed-end-stream", "9113/5.1", may, receiver,
     "DATA or HEADERS on a stream that ended both ways is a connection error STREAM_CLOSED"},
    {R::closed_after_reset, "9113/5.1/closed-reset", "9113/5.1", may, receiver,
     "after a RST_STREAM (the peer's, or ours no longer remembered) no DATA or HEADERS arrive"},
    {R::late_after_our_reset, "9113/5.1/late-after-our-reset", "9113/5.1", must, prober,
     "a frame that crossed our RST_STREAM is discarded, but still counted by flow control"},
    {R::late_after_end_stream, "9113/5.1/late-after-end-stream", "9113/5.1", must, prober,
     "RST_STREAM and WINDOW_UPDATE that crossed our END_STREAM are ignored"},
    {R::implicitly_closed, "9113/5.1.1/implicitly-closed", "9113/5.1.1", may, receiver,
     "a stream identifier that was skipped, or whose stream was closed and forgotten, is closed"},
    {R::stream_id_parity, "9113/5.1.1/parity", "9113/5.1.1", must, receiver,
     "a client opens odd stream identifiers, a server even ones"},
    {R::stream_id_order, "9113/5.1.1/order", "9113/5.1.1", must, receiver,
     "a new stream identifier is greater than all that its opener has used"},
    {R::stream_id_required, "9113/5.1.1/stream-required", "9113/5.1.1", must, receiver,
     "DATA, HEADERS, PRIORITY, RST_STREAM and PUSH_PROMISE name a stream"},
    {R::stream_id_forbidden, "9113/5.1.1/stream-forbidden", "9113/5.1.1", must, receiver,
     "SETTINGS, PING and GOAWAY name the connection"},
    {R::concurrency_limit, "9113/5.1.2/limit", "9113/5.1.2", must, receiver,
     "no more concurrent streams than the advertised limit"},
    {R::concurrency_limit_unacked, "9113/5.1.2/limit-unacked", "9113/6.5.3", may, receiver,
     "more concurrent streams than a limit that the peer has not acknowledged yet"},
    {R::refused_within_limit, "9113/5.1.2/within-limit", "9113/5.1.2", must, receiver,
     "only a stream that exceeds the advertised limit is an error for exceeding it"},
    {R::rst_stream_idle, "9113/6.4/idle", "9113/6.4", must, receiver,
     "RST_STREAM never names an idle stream"},
    {R::settings_ack_with_payload, "9113/6.5/ack-payload", "9113/6.5", must, receiver,
     "an acknowledgment of SETTINGS carries no parameters"},
    {R::settings_ack_unexpected, "9113/6.5.3/ack-unexpected", "9113/6.5.3", may, receiver,
     "an acknowledgment without SETTINGS outstanding; the RFC is silent, most stacks hang up"},
    {R::settings_enable_push, "9113/6.5.2/enable-push", "9113/6.5.2", must, receiver,
     "ENABLE_PUSH is 0 or 1, and a server never sets it to 1"},
    {R::settings_initial_window_size, "9113/6.5.2/initial-window-size", "9113/6.5.2", must,
     receiver, "INITIAL_WINDOW_SIZE is at most 2^31-1"},
    {R::settings_max_frame_size, "9113/6.5.2/max-frame-size", "9113/6.5.2", must, receiver,
     "MAX_FRAME_SIZE lies between 2^14 and 2^24-1"},
    {R::settings_window_overflow, "9113/6.9.2/window-overflow", "9113/6.9.2", must, receiver,
     "a change of INITIAL_WINDOW_SIZE drives no stream's window past 2^31-1"},
    {R::push_disabled, "9113/8.4/push-disabled", "9113/8.4", must, receiver,
     "no PUSH_PROMISE to a server, nor to a client that switched push off"},
    {R::push_promised_id, "9113/6.6/promised-id", "9113/6.6", must, receiver,
     "the promised stream is an idle one of the server"},
    {R::push_parent, "9113/6.6/parent", "9113/6.6", must, receiver,
     "PUSH_PROMISE arrives on a stream that is open or half-closed (local)"},
    {R::goaway_last_id_rises, "9113/6.8/last-id-rises", "9113/6.8", must, receiver,
     "the last stream identifier of a later GOAWAY is not greater"},
    {R::goaway_new_stream, "9113/6.8/new-stream", "9113/6.8", must, receiver,
     "the receiver of a GOAWAY opens no more streams on the connection"},
    {R::after_goaway_ignored, "9113/6.8/ignored", "9113/6.8", may, prober,
     "frames of streams above the last identifier we announced are ignored"},
    {R::window_update_zero_stream, "9113/6.9/zero-stream", "9113/6.9", must, receiver,
     "a WINDOW_UPDATE of a stream adds at least 1"},
    {R::window_update_zero_connection, "9113/6.9/zero-connection", "9113/6.9", must, receiver,
     "a WINDOW_UPDATE of the connection adds at least 1"},
    {R::window_overflow_stream, "9113/6.9.1/overflow-stream", "9113/6.9.1", must, receiver,
     "a WINDOW_UPDATE drives no stream's window past 2^31-1"},
    {R::window_overflow_connection, "9113/6.9.1/overflow-connection", "9113/6.9.1", must, receiver,
     "a WINDOW_UPDATE does not drive the connection's window past 2^31-1"},
    {R::flow_control_stream, "9113/6.9.1/exceeded-stream", "9113/6.9.1", must, receiver,
     "DATA fits in the stream's window"},
    {R::flow_control_connection, "9113/6.9.1/exceeded-connection", "9113/6.9.1", must, receiver,
     "DATA fits in the connection's window"},
    {R::continuation_alone, "9113/6.10/alone", "9113/6.10", must, receiver,
     "CONTINUATION only follows a frame of an unfinished field block"},
    {R::data_before_headers, "9113/8.1/data-before-headers", "9113/8.1", must, receiver,
     "a message begins with its field section"},
    {R::headers_after_end, "9113/8.1/headers-after-end", "9113/8.1", must, receiver,
     "no field section follows the end of a message"},
    {R::trailers_without_end_stream, "9113/8.1/trailers-end-stream", "9113/8.1", must, receiver,
     "trailers end the stream"},
    {R::informational_end_stream, "9113/8.1/informational-end-stream", "9113/8.1", must, receiver,
     "an informational response does not end the stream"},
    {R::error_without_cause, "9113/5.4.1/without-cause", "9113/5.4.1", may, receiver,
     "a connection error answers a rule that the peer has broken"},
    {R::connection_closed, "9113/5.4.1/closed", "9113/5.4.1", must, prober,
     "nothing is processed after a connection error"},
    {R::preface_magic, "9113/3.4/magic", "9113/3.4", must, receiver,
     "a client's connection preface begins with its 24 octets"},
    {R::frame_size_max, "9113/4.2/max-frame-size", "9113/4.2", must, receiver,
     "no frame is longer than the receiver's MAX_FRAME_SIZE"},
    {R::pad_length_missing, "9113/4.2/pad-length", "9113/4.2", must, receiver,
     "a padded frame holds its Pad Length field"},
    {R::data_padding, "9113/6.1/padding", "9113/6.1", must, receiver,
     "the padding of DATA is shorter than its payload"},
    {R::headers_padding, "9113/6.2/padding", "9113/6.2", must, receiver,
     "the padding of HEADERS leaves room for its other fields"},
    {R::headers_priority_size, "9113/6.2/priority-size", "9113/6.2", must, receiver,
     "HEADERS with the PRIORITY flag hold the five octets of the signal"},
    {R::priority_size, "9113/6.3/size", "9113/6.3", must, receiver, "PRIORITY has five octets"},
    {R::rst_stream_size, "9113/6.4/size", "9113/6.4", must, receiver, "RST_STREAM has four octets"},
    {R::settings_size, "9113/6.5/size", "9113/6.5", must, receiver,
     "the length of SETTINGS is a multiple of six octets"},
    {R::settings_connect_protocol, "8441/3/value", "8441/3", must, receiver,
     "ENABLE_CONNECT_PROTOCOL is 0 or 1"},
    {R::settings_connect_protocol_withdrawn, "8441/3/withdrawn", "8441/3", must, receiver,
     "ENABLE_CONNECT_PROTOCOL does not return to 0"},
    {R::settings_no_priorities, "9218/2.1/value", "9218/2.1", must, receiver,
     "NO_RFC7540_PRIORITIES is 0 or 1"},
    {R::settings_no_priorities_changed, "9218/2.1/changed", "9218/2.1", must, receiver,
     "NO_RFC7540_PRIORITIES does not change after the first SETTINGS"},
    {R::push_promise_size, "9113/6.6/size", "9113/6.6", must, receiver,
     "PUSH_PROMISE holds the promised stream identifier"},
    {R::push_promise_padding, "9113/6.6/padding", "9113/6.6", must, receiver,
     "the padding of PUSH_PROMISE leaves room for its other fields"},
    {R::ping_size, "9113/6.7/size", "9113/6.7", must, receiver, "PING has eight octets"},
    {R::goaway_size, "9113/6.8/size", "9113/6.8", must, receiver,
     "GOAWAY has at least eight octets"},
    {R::window_update_size, "9113/6.9/size", "9113/6.9", must, receiver,
     "WINDOW_UPDATE has four octets"},
    {R::continuation_expected, "9113/6.10/expected", "9113/6.10", must, receiver,
     "nothing but CONTINUATION of the same stream follows within a field block"},
    {R::priority_update_stream, "9218/7.1/stream", "9218/7.1", must, receiver,
     "PRIORITY_UPDATE names the connection"},
    {R::priority_update_size, "9218/7.1/size", "9218/7.1", must, receiver,
     "PRIORITY_UPDATE holds the prioritized stream identifier"},
    {R::priority_update_prioritized, "9218/7.1/prioritized", "9218/7.1", must, receiver,
     "the prioritized stream is not 0, nor an idle push stream"},
    {R::priority_update_from_server, "9218/7.1/from-server", "9218/7.1", must, receiver,
     "servers send no PRIORITY_UPDATE"},
    {R::altsvc_ignored, "7838/4/ignored", "7838/4", must, prober,
     "ALTSVC is ignored by servers, and where its origin does not fit its stream"},
    {R::origin_ignored, "8336/2/ignored", "8336/2", must, prober,
     "ORIGIN is ignored by servers, and on any stream but 0"},
    {R::hpack_index, "7541/2.3.3/index", "7541/2.3.3", must, receiver,
     "an index names an entry of the static or the dynamic table"},
    {R::hpack_integer, "7541/5.1/integer", "7541/5.1", must, receiver,
     "an integer beyond the decoder's limits is a decoding error"},
    {R::hpack_truncated, "7541/3.2/truncated", "7541/3.2", must, receiver,
     "a field block ends at the end of a representation"},
    {R::hpack_huffman_padding, "7541/5.2/padding", "7541/5.2", must, receiver,
     "Huffman padding is shorter than 8 bits and made of ones"},
    {R::hpack_huffman_eos, "7541/5.2/eos", "7541/5.2", must, receiver,
     "the EOS symbol does not occur in a string"},
    {R::hpack_size_update_placement, "7541/4.2/placement", "7541/4.2", must, receiver,
     "a size update stands at the beginning of a field block"},
    {R::hpack_size_update_limit, "7541/6.3/limit", "7541/6.3", must, receiver,
     "a size update does not exceed the decoder's limit"},
    {R::hpack_size_update_missing, "7541/4.2/missing", "7541/4.2", must, receiver,
     "a lowered table size is signalled in the next field block"},
    {R::header_list_size, "9113/10.5.1/list-size", "9113/10.5.1", may, receiver,
     "a field section larger than the receiver is willing to accept"},
    {R::field_count, "9113/10.5/field-count", "9113/10.5", may, receiver,
     "a field section has more fields than the receiver is willing to keep"},
    {R::field_block_octets, "9113/10.5.1/block-octets", "9113/10.5.1", may, receiver,
     "a field block has more octets than the receiver is willing to take"},
    {R::field_block_frames, "9113/10.5.1/block-frames", "9113/10.5.1", may, receiver,
     "a field block is cut into more frames than the receiver is willing to take"},
    {R::flood_control_frames, "9113/10.5/control-frames", "9113/10.5", may, receiver,
     "the peer causes more answers than it reads"},
    {R::flood_empty_frames, "9113/10.5/empty-frames", "9113/10.5", may, receiver,
     "the peer sends many frames that carry nothing"},
    {R::flood_resets_received, "9113/10.5/resets-received", "9113/10.5", may, receiver,
     "the peer resets more requests than the receiver is willing to start"},
    {R::flood_resets_caused, "9113/10.5/resets-caused", "9113/10.5", may, receiver,
     "the peer causes more stream errors than the receiver is willing to answer"},
    {R::field_name, "9113/8.2.1/name", "9113/8.2.1", must, receiver,
     "a field name is not empty and holds no control octet, space, upper case letter, DEL, 8-bit "
     "octet or inner colon"},
    {R::field_value, "9113/8.2.1/value", "9113/8.2.1", must, receiver,
     "a field value holds no NUL, LF or CR and neither begins nor ends with white space"},
    {R::connection_specific, "9113/8.2.2/connection-specific", "9113/8.2.2", must, receiver,
     "no connection-specific field"},
    {R::te_other_than_trailers, "9113/8.2.2/te", "9113/8.2.2", must, receiver,
     "TE holds nothing but \"trailers\""},
    {R::pseudo_undefined, "9113/8.3/undefined", "9113/8.3", must, receiver,
     "no pseudo-field but those defined for the message"},
    {R::pseudo_after_regular, "9113/8.3/order", "9113/8.3", must, receiver,
     "pseudo-fields come before all other fields"},
    {R::pseudo_repeated, "9113/8.3/repeated", "9113/8.3", must, receiver,
     "a pseudo-field occurs once"},
    {R::pseudo_in_trailers, "9113/8.1/pseudo-in-trailers", "9113/8.1", must, receiver,
     "no pseudo-field in trailers"},
    {R::request_pseudo_missing, "9113/8.3.1/missing", "9113/8.3.1", must, receiver,
     "a request has exactly one valid :method, :scheme and :path, unless it is CONNECT"},
    {R::request_path, "9113/8.3.1/path", "9113/8.3.1", must, receiver,
     "the :path of an http or https URI is not empty and begins with a slash, or is * for OPTIONS"},
    {R::request_authority, "9113/8.3.1/authority", "9113/8.3.1", must, receiver,
     "the authority of an http or https URI has no userinfo"},
    {R::request_host, "9113/8.3.1/host", "9113/8.3.1", must, receiver,
     "Host stands once at most, and beside :authority it names the same authority"},
    {R::connect_pseudo, "9113/8.5/pseudo", "9113/8.5", must, receiver,
     "CONNECT has :authority and neither :scheme nor :path"},
    {R::connect_frames, "9113/8.5/frames", "9113/8.5", must, receiver,
     "an established tunnel carries no frame but DATA and stream management"},
    {R::extended_connect_disabled, "8441/4/disabled", "8441/4", must, receiver,
     ":protocol only after ENABLE_CONNECT_PROTOCOL"},
    {R::extended_connect_pseudo, "8441/4/pseudo", "8441/4", must, receiver,
     "CONNECT with :protocol has :scheme, :path and :authority"},
    {R::response_status, "9113/8.3.2/status", "9113/8.3.2", must, receiver,
     "a response has exactly one :status of three digits"},
    {R::status_101, "9113/8.6/101", "9113/8.6", must, receiver, "no 101 (Switching Protocols)"},
    {R::content_length_syntax, "9113/8.1.1/content-length-syntax", "9113/8.1.1", must, receiver,
     "Content-Length is one decimal number"},
    {R::content_length_mismatch, "9113/8.1.1/content-length", "9113/8.1.1", must, receiver,
     "the octets of DATA add up to Content-Length"},
    {R::content_forbidden, "9113/8.1.1/no-content", "9113/8.1.1", must, receiver,
     "a response that has no content (HEAD, 204, 304) carries no octets of DATA"},
    {R::promised_request, "9113/8.4/promised-request", "9113/8.4", must, receiver,
     "a promised request is safe, cacheable and has no content"},
    {R::priority_update_idle_limit, "9218/7.1/idle-limit", "9218/7.1", must, receiver,
     "prioritized idle streams and active streams together keep to MAX_CONCURRENT_STREAMS"},
    {R::closed_silently, "9113/5.1/closed-silently", "9113/5.1", may, receiver,
     "a stream is closed by END_STREAM both ways or by a RST_STREAM that is sent, by nothing else"},
    {R::goaway_initiator, "9113/6.8/initiator", "9113/6.8", may, receiver,
     "the last stream of a GOAWAY says nothing of streams that its sender has opened"},
    {R::goaway_graceful, "9113/6.8/graceful", "9113/6.8", should, receiver,
     "a graceful shutdown begins with a GOAWAY of stream 2^31-1, a round trip before the last one"},
    {R::response_discarded, "9113/8.1/response-before-reset", "9113/8.1", must, self,
     "RST_STREAM(NO_ERROR) after a complete response does not make a client discard it"},
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

std::string_view name(Level level) {
    switch (level) {
        case Level::must: return "must";
        case Level::should: return "should";
        case Level::may: return "may";
    }
    return "unknown";
}

std::string_view name(Observer observer) {
    switch (observer) {
        case Observer::receiver: return "receiver";
        case Observer::prober: return "prober";
        case Observer::self: return "self";
        case Observer::application: return "application";
        case Observer::transport: return "transport";
        case Observer::intermediary: return "intermediary";
    }
    return "unknown";
}

}  // namespace h2
