#pragma once
// One frame's payload → a typed frame (RFC 9113 section 6), a pure function: whether the octets are
// a well-formed frame, apart from any state of connection or stream.

#include <cstddef>
#include <span>
#include <variant>

#include "h2core/frame.hpp"
#include "h2core/settings.hpp"
#include "h2core/verdict.hpp"
#include "h2core/wire/frame_header.hpp"

namespace h2 {

// HEADERS or PUSH_PROMISE: all but the fields, and the beginning of their field block.
struct FieldBlockStart {
    Frame frame;  // Headers or PushPromise without fields
    std::span<const std::byte> fragment;
    bool end_headers = false;
};
struct FieldBlockPart {  // CONTINUATION
    StreamId stream;
    std::span<const std::byte> fragment;
    bool end_headers = false;
};

// Errors have the scope and code of RFC 9113, not of RFC 7540: e.g. padding as long as the payload
// is a connection error, PRIORITY of a wrong size a stream error. Which stream identifiers a frame
// may have is decided here where only the frame type matters (stream_id_required, _forbidden,
// priority_update_stream); everything about their state is Connection's.
using Payload = std::variant<Frame, FieldBlockStart, FieldBlockPart, StreamError, ConnectionError>;

// Octets in the result refer to `payload`, a SETTINGS list to `settings`, which is overwritten by
// SETTINGS frames and must outlive the result. `payload.size() == header.length`.
Payload decode_payload(const FrameHeader& header, std::span<const std::byte> payload,
                       SettingList& settings);

}  // namespace h2
