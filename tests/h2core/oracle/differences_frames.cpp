#include <array>
#include <set>
#include <utility>

#include "tests/h2core/oracle/differences.hpp"

namespace oracle {

namespace {

using Scope = Outcome::Scope;
using h2::ErrorCode;
using h2::RuleId;

// The frame as that type, or null.
template <class T>
const T* frame_as(const Occasion& occasion) {
    return occasion.frame == nullptr ? nullptr : std::get_if<T>(occasion.frame);
}
// A length that the frame's type and flags do not allow (RFC 9113 section 6).
bool wrong_size(const h2::FrameHeader& header) {
    const std::uint32_t padding = header.has(h2::flag::PADDED) ? 1 : 0;
    switch (static_cast<h2::FrameType>(header.type)) {
        case h2::FrameType::DATA: return header.length < padding;
        case h2::FrameType::HEADERS:
            return header.length < padding + (header.has(h2::flag::PRIORITY) ? 5 : 0);
        case h2::FrameType::PRIORITY: return header.length != 5;
        case h2::FrameType::RST_STREAM:
        case h2::FrameType::WINDOW_UPDATE: return header.length != 4;
        case h2::FrameType::SETTINGS:
            return header.length % 6 != 0 || (header.has(h2::flag::ACK) && header.length > 0);
        case h2::FrameType::PUSH_PROMISE: return header.length < padding + 4;
        case h2::FrameType::PRIORITY_UPDATE: return header.length < 4;
        case h2::FrameType::PING: return header.length != 8;
        case h2::FrameType::GOAWAY: return header.length < 8;
        default: return false;
    }
}
bool depends_on_itself(const Occasion& occasion) {
    if (const auto* priority = frame_as<h2::Priority>(occasion)) {
        return priority->signal.dependency == priority->stream;
    }
    const auto* headers = frame_as<h2::Headers>(occasion);
    return headers != nullptr && headers->has_priority &&
           headers->priority.dependency == headers->stream;
}
bool repeats_a_setting(const Occasion& occasion) {
    if (!occasion.header.is(h2::FrameType::SETTINGS)) {
        return false;
    }
    std::set<std::pair<std::byte, std::byte>> seen;
    for (std::size_t at = h2::kFrameHeaderSize; at + 6 <= occasion.octets.size(); at += 6) {
        if (!seen.insert({occasion.octets[at], occasion.octets[at + 1]}).second) {
            return true;
        }
    }
    return false;
}
bool is_field_block(const Occasion& occasion) {
    return occasion.header.is(h2::FrameType::HEADERS) ||
           occasion.header.is(h2::FrameType::CONTINUATION) ||
           occasion.header.is(h2::FrameType::PUSH_PROMISE);
}
// Each of us names one of two things that are wrong with the frame: its length, its stream, its
// place, its field block, its message. The RFC does not say which is looked at first.
bool two_faults(const Occasion& occasion) {
    const Outcome& ours = occasion.ours;
    const Outcome& theirs = occasion.theirs;
    if (ours.scope == Scope::accept || theirs.scope == Scope::accept) {
        return false;
    }
    if (ours.scope == Scope::stream) {
        const bool refused = theirs.scope == Scope::stream && ours.stream == theirs.stream &&
                             theirs.code == ErrorCode::REFUSED_STREAM;
        const bool early = occasion.role == h2::Role::client && theirs.scope == Scope::connection &&
                           theirs.code == ErrorCode::PROTOCOL_ERROR &&
                           cites(occasion, {RuleId::flow_control_stream});
        return refused || early;
    }
    if (theirs.scope != Scope::connection) {
        return false;
    }
    return theirs.code == ErrorCode::FRAME_SIZE_ERROR
               ? wrong_size(occasion.header)
               : ours.code == ErrorCode::FRAME_SIZE_ERROR ||
                     cites(occasion, {RuleId::data_padding, RuleId::headers_padding}) ||
                     (ours.code == ErrorCode::COMPRESSION_ERROR && is_field_block(occasion));
}

constexpr std::array kDifferences = {
    Difference{"a stream error becomes a connection error", "sends GOAWAY with the same code",
               "sends RST_STREAM",
               "9113/5.4.2: \"An endpoint that detects a stream error sends a RST_STREAM frame\"",
               [](const Occasion& occasion) {
                   return occasion.ours.scope == Scope::stream &&
                          occasion.theirs.scope == Scope::connection &&
                          occasion.ours.code == occasion.theirs.code;
               }},
    Difference{"two faults in one frame", "names the one", "names the other",
               "9113/5.4.1: any of them is a connection error", two_faults},
    Difference{"an error in a field block that is not complete",
               "is found as soon as its octets are there", "is found when the block is complete",
               "9113/4.3: \"A receiving endpoint reassembles the field block by concatenating its "
               "fragments\"",
               [](const Occasion& occasion) {
                   return occasion.in_field_block && occasion.ours.scope == Scope::connection &&
                          occasion.theirs.scope != Scope::accept;
               }},
    Difference{"PRIORITY of a wrong size on a closed stream", "connection error",
               "discards it: there is no stream to be reset",
               "9113/6.3: \"MUST be treated as a stream error of type FRAME_SIZE_ERROR\"",
               [](const Occasion& occasion) {
                   return we_accept(occasion) &&
                          occasion.theirs == connection_error(ErrorCode::FRAME_SIZE_ERROR) &&
                          cites(occasion, {RuleId::priority_size});
               }},
    Difference{"a stream that depends on itself", "connection error", "ignores priorities",
               "9113/5.3.2: \"This signal is deprecated\"; the rule of RFC 7540 is gone",
               [](const Occasion& occasion) {
                   return we_accept(occasion) &&
                          occasion.theirs == connection_error(ErrorCode::PROTOCOL_ERROR) &&
                          depends_on_itself(occasion);
               }},
    Difference{"GOAWAY of a client that names its own streams", "connection error",
               "a last stream like any other",
               "9113/6.8: the endpoint \"MAY send a GOAWAY frame with the last stream identifier "
               "set to 2^31-1\"",
               [](const Occasion& occasion) {
                   const auto* goaway = frame_as<h2::GoAway>(occasion);
                   return we_accept(occasion) &&
                          occasion.theirs == connection_error(ErrorCode::PROTOCOL_ERROR) &&
                          goaway != nullptr &&
                          goaway->last_stream.opened_by(h2::peer_of(occasion.role));
               }},
    Difference{"a setting twice in one frame", "looks at the last one only",
               "looks at each of them, in their order",
               "9113/6.5.3: \"The values in the SETTINGS frame MUST be processed in the order they "
               "appear\"",
               [](const Occasion& occasion) {
                   return occasion.ours.scope == Scope::connection && they_accept(occasion) &&
                          repeats_a_setting(occasion);
               }},
    Difference{"PRIORITY_UPDATE unless we said NO_RFC7540_PRIORITIES", "ignored, whatever it holds",
               "is checked always",
               "9218/7.1: \"MUST respond with a connection error\", whichever scheme is in use",
               [](const Occasion& occasion) {
                   return they_accept(occasion) &&
                          cites(occasion,
                                {RuleId::priority_update_stream, RuleId::priority_update_size,
                                 RuleId::priority_update_prioritized,
                                 RuleId::priority_update_idle_limit});
               }},
    Difference{
        "PRIORITY_UPDATE after streams were skipped", "counts them as idle still",
        "counts the streams that are idle now",
        "9113/5.1.1: \"The first use of a new stream identifier implicitly closes all streams "
        "in the 'idle' state\" below it",
        [](const Occasion& occasion) {
            return we_accept(occasion) && occasion.header.is(h2::FrameType::PRIORITY_UPDATE) &&
                   occasion.theirs == connection_error(ErrorCode::PROTOCOL_ERROR);
        }},
    Difference{"promises on a stream that is closed", "refuses the promise",
               "carries it out if we closed the stream, else a connection error",
               "9113/6.6: \"an endpoint that has sent RST_STREAM on the associated stream MUST "
               "handle PUSH_PROMISE frames that might have been created before\"",
               [](const Occasion& occasion) {
                   return occasion.theirs.scope == Scope::stream &&
                          occasion.theirs.code == ErrorCode::CANCEL &&
                          frame_as<h2::PushPromise>(occasion) != nullptr;
               }},
    Difference{"a promise on a stream that the server has ended", "STREAM_CLOSED", "PROTOCOL_ERROR",
               "9113/6.6: \"MUST treat the receipt of a PUSH_PROMISE on a stream that is neither "
               "open nor half-closed (local) as a connection error of type PROTOCOL_ERROR\"",
               [](const Occasion& occasion) {
                   return cites(occasion, {RuleId::push_parent}) &&
                          occasion.theirs == connection_error(ErrorCode::STREAM_CLOSED);
               }},
    Difference{"PRIORITY once we said NO_RFC7540_PRIORITIES", "ignored, whatever it holds",
               "is checked always",
               "9113/6.3: \"the recipient MUST respond with a connection error of type "
               "PROTOCOL_ERROR\"",
               [](const Occasion& occasion) {
                   return they_accept(occasion) && occasion.header.is(h2::FrameType::PRIORITY) &&
                          cites(occasion, {RuleId::stream_id_required, RuleId::priority_size});
               }},
    Difference{"CONTINUATION longer than MAX_FRAME_SIZE", "accepts it", "connection error",
               "9113/4.2: \"An endpoint MUST send an error code of FRAME_SIZE_ERROR if a frame "
               "exceeds the size defined in SETTINGS_MAX_FRAME_SIZE\"",
               [](const Occasion& occasion) {
                   return they_accept(occasion) && cites(occasion, {RuleId::frame_size_max}) &&
                          occasion.header.is(h2::FrameType::CONTINUATION);
               }},
    Difference{
        "streams above the last one of our GOAWAY", "idle ones are a connection error",
        "ignored, idle or not",
        "9113/6.8: \"After sending a GOAWAY frame, the sender can discard frames for streams "
        "initiated by the receiver with identifiers higher than the identified last stream\"",
        [](const Occasion& occasion) {
            return cites(occasion, {RuleId::after_goaway_ignored}) &&
                   occasion.theirs == connection_error(ErrorCode::PROTOCOL_ERROR);
        }},
    Difference{
        "empty DATA before the final response", "accepts it after an informational one",
        "stream error",
        "9113/8.1: an HTTP message consists of \"one HEADERS frame\" and then \"zero or more "
        "DATA frames\"",
        [](const Occasion& occasion) {
            return they_accept(occasion) && cites(occasion, {RuleId::data_before_headers}) &&
                   occasion.header.length == 0;
        }},
    Difference{"padding on a closed stream", "is not looked at", "connection error where too long",
               "9113/6.1: \"If the length of the padding is the length of the frame payload or "
               "greater, the recipient MUST treat this as a connection error\"",
               [](const Occasion& occasion) {
                   return they_accept(occasion) &&
                          cites(occasion, {RuleId::data_padding, RuleId::pad_length_missing});
               }},
    Difference{"INITIAL_WINDOW_SIZE that is too much for a stream", "resets the stream",
               "connection error",
               "9113/6.9.2: \"An endpoint MUST treat a change to SETTINGS_INITIAL_WINDOW_SIZE that "
               "causes any flow-control window to exceed the maximum size as a connection error\"",
               [](const Occasion& occasion) {
                   return cites(occasion, {RuleId::settings_window_overflow}) &&
                          occasion.theirs.scope == Scope::stream &&
                          occasion.theirs.code == ErrorCode::FLOW_CONTROL_ERROR;
               }},
    Difference{
        "closed streams are not remembered", "ignores DATA and HEADERS on streams that are closed",
        "connection error, where the peer closed the stream and not we",
        "9113/5.1: \"An endpoint [...] MAY treat [them] as a connection error of type "
        "STREAM_CLOSED\"",
        [](const Occasion& occasion) {
            return they_accept(occasion) &&
                   cites(occasion, {RuleId::closed_after_end_stream, RuleId::closed_after_reset,
                                    RuleId::implicitly_closed, RuleId::stream_id_order});
        }},
};

}  // namespace

std::span<const Difference> frame_differences() {
    return kDifferences;
}

}  // namespace oracle
