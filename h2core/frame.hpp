#pragma once
// The frames of RFC 9113 section 6 as typed values in one closed variant. Field sections are
// decoded and assembled: HEADERS and PUSH_PROMISE stand for themselves and their CONTINUATIONs.
// Every alternative is trivially copyable; octets, fields and settings are references to immutable
// values owned by whoever made the frame.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <variant>

#include "h2core/error_code.hpp"
#include "h2core/field_list.hpp"
#include "h2core/settings.hpp"
#include "h2core/stream_id.hpp"

namespace h2 {

// Octets carried through unread. `data` may be null where only the length matters (a world that
// counts octets and does not look at them); then equality compares lengths.
struct Octets {
    const std::byte* data = nullptr;
    std::uint32_t size = 0;
    friend bool operator==(const Octets& a, const Octets& b) {
        if (a.size != b.size || (a.data == nullptr) != (b.data == nullptr)) {
            return false;
        }
        return a.data == b.data || a.size == 0 || std::memcmp(a.data, b.data, a.size) == 0;
    }
};

struct Data {  // section 6.1
    StreamId stream;
    Octets payload;
    std::uint16_t padding = 0;  // pad length octet and padding together; 0 = not padded
    bool end_stream = false;
    // All of the frame's payload counts against flow control, padding too (section 6.9.1).
    [[nodiscard]] std::uint32_t flow_controlled() const { return payload.size + padding; }
    bool operator==(const Data&) const = default;
};

// The deprecated priority signal of RFC 9113 section 5.3: carried, never acted on.
struct PrioritySignal {
    StreamId dependency;
    std::uint8_t weight = 0;
    bool exclusive = false;
    bool operator==(const PrioritySignal&) const = default;
};

struct Headers {  // section 6.2; trailers and informational responses are HEADERS too
    StreamId stream;
    Fields fields;
    bool end_stream = false;
    bool has_priority = false;
    std::uint16_t padding = 0;
    PrioritySignal priority;
    bool operator==(const Headers&) const = default;
};

struct Priority {  // section 6.3
    StreamId stream;
    PrioritySignal signal;
    bool operator==(const Priority&) const = default;
};

struct RstStream {  // section 6.4
    StreamId stream;
    ErrorCode code = ErrorCode::NO_ERROR;
    bool operator==(const RstStream&) const = default;
};

struct SettingsFrame {  // section 6.5
    bool ack = false;
    const SettingList* list = nullptr;  // null: no parameters
    bool operator==(const SettingsFrame&) const = default;
};

struct PushPromise {  // section 6.6
    StreamId stream;
    StreamId promised;
    Fields fields;
    std::uint16_t padding = 0;  // as in Data
    bool operator==(const PushPromise&) const = default;
};

struct Ping {  // section 6.7
    std::uint64_t opaque = 0;
    bool ack = false;
    bool operator==(const Ping&) const = default;
};

struct GoAway {  // section 6.8
    StreamId last_stream;
    ErrorCode code = ErrorCode::NO_ERROR;
    Octets debug;
    bool operator==(const GoAway&) const = default;
};

struct WindowUpdate {  // section 6.9
    StreamId stream;   // 0: the connection
    std::uint32_t increment = 0;
    bool operator==(const WindowUpdate&) const = default;
};

struct Continuation {  // section 6.10; seen here only where no field block is open: an error
    StreamId stream;
    bool operator==(const Continuation&) const = default;
};

struct UnknownFrame {  // section 5.5: a type this document does not define
    StreamId stream;
    std::uint8_t type = 0;
    std::uint8_t flags = 0;
    Octets payload;
    bool operator==(const UnknownFrame&) const = default;
};

struct PriorityUpdate {  // RFC 9218 section 7.1; always on stream 0
    StreamId prioritized;
    Octets value;  // the priority field value
    bool operator==(const PriorityUpdate&) const = default;
};

struct AltSvc {  // RFC 7838 section 4
    StreamId stream;
    std::uint16_t origin_size = 0;  // the first octets of `payload` are the origin …
    Octets payload;                 // … the others the Alt-Svc field value
    bool operator==(const AltSvc&) const = default;
};

struct Origin {  // RFC 8336 section 2: on stream 0, entries of a 16-bit length and that many octets
    StreamId stream;
    Octets entries;
    bool operator==(const Origin&) const = default;
};

// The index of an alternative is part of canonical forms: new ones go to the end.
using Frame =
    std::variant<Data, Headers, Priority, RstStream, SettingsFrame, PushPromise, Ping, GoAway,
                 WindowUpdate, Continuation, UnknownFrame, PriorityUpdate, AltSvc, Origin>;
static_assert(sizeof(Frame) <= 40, "a frame in flight is a few words");

// The RFC's name of the frame type, e.g. "RST_STREAM".
std::string_view name(const Frame& frame);
// The stream named by the frame header; stream 0 for connection frames.
StreamId stream_of(const Frame& frame);
// Whether the frame carries END_STREAM.
bool ends_stream(const Frame& frame);
// Octets on the wire: 9 for the header and the payload (section 4.1). A field section counts as
// one frame.
std::uint32_t wire_size(const Frame& frame);

}  // namespace h2
