// What is checked first where several checks fail. The stream identifier: it stands in the frame
// header, every type of section 6 demands a PROTOCOL_ERROR of the connection for a wrong one, and
// the scope of a size error depends on it (section 4.2). Then the size, which must hold the
// mandatory fields whatever they say (section 4.2: FRAME_SIZE_ERROR). Then the values.
//
// Size errors have the scope of the connection wherever section 4.2 asks for it. DATA is none of
// its examples, but "could alter the state of the entire connection": it counts against the
// connection's window. PRIORITY alters nothing, and section 6.3 says stream error.

#include "h2core/wire/frame_payload.hpp"

#include <optional>
#include <utility>

#include "h2core/wire/octet_order.hpp"

namespace h2 {

namespace {

constexpr std::size_t kPrioritySignalSize = 5;
constexpr std::size_t kSettingSize = 6;

Payload protocol_error(RuleId rule) {
    return ConnectionError{ErrorCode::PROTOCOL_ERROR, rule};
}

Payload size_error(RuleId rule) {
    return ConnectionError{ErrorCode::FRAME_SIZE_ERROR, rule};
}

// Built where it is returned: frames are the common case.
template <class F>
Payload frame(const F& fields) {
    return Payload{std::in_place_type<Frame>, std::in_place_type<F>, fields};
}

Octets octets_of(std::span<const std::byte> payload) {
    return {payload.data(), static_cast<std::uint32_t>(payload.size())};
}

PrioritySignal load_priority(const std::byte* p) {
    const std::uint32_t word = load_u32(p);
    return {StreamId::from_wire(word), std::to_integer<std::uint8_t>(p[4]), word > StreamId::kMax};
}

// What surrounds the content of DATA, HEADERS and PUSH_PROMISE.
struct Padding {
    std::uint16_t octets = 0;  // the Pad Length field and what it counts
    std::optional<ConnectionError> error;
};

// Takes the padding off both ends of `payload`, which must keep `mandatory` octets.
//
// Sections 6.1, 6.2 and 6.6 compare the padding with the payload. Padding that is shorter but runs
// into mandatory fields gets the same answer: the frame has room for them, so it is not "too small"
// (section 4.2); its Pad Length is wrong.
Padding take_padding(const FrameHeader& header, std::span<const std::byte>& payload,
                     std::size_t mandatory, RuleId too_small, RuleId too_long) {
    if (!header.has(flag::PADDED)) {
        if (payload.size() < mandatory) {
            return {0, ConnectionError{ErrorCode::FRAME_SIZE_ERROR, too_small}};
        }
        return {};
    }
    if (payload.empty()) {
        return {0, ConnectionError{ErrorCode::FRAME_SIZE_ERROR, RuleId::pad_length_missing}};
    }
    const std::size_t padding = std::to_integer<std::size_t>(payload[0]);
    payload = payload.subspan(1);
    if (payload.size() < mandatory) {
        return {0, ConnectionError{ErrorCode::FRAME_SIZE_ERROR, too_small}};
    }
    if (payload.size() - mandatory < padding) {
        return {0, ConnectionError{ErrorCode::PROTOCOL_ERROR, too_long}};
    }
    payload = payload.first(payload.size() - padding);
    return {static_cast<std::uint16_t>(padding + 1), std::nullopt};
}

Payload decode_data(const FrameHeader& header, std::span<const std::byte> payload) {
    if (header.stream.names_connection()) {
        return protocol_error(RuleId::stream_id_required);
    }
    const Padding padding =
        take_padding(header, payload, 0, RuleId::pad_length_missing, RuleId::data_padding);
    if (padding.error) {
        return *padding.error;
    }
    return frame(
        Data{header.stream, octets_of(payload), padding.octets, header.has(flag::END_STREAM)});
}

// A field block of HEADERS or PUSH_PROMISE, built where it is returned; `fill` does the rest.
template <class F, class Fill>
Payload field_block(std::span<const std::byte> fragment, bool end_headers, const Fill& fill) {
    Payload payload{std::in_place_type<FieldBlockStart>};
    FieldBlockStart& start = *std::get_if<FieldBlockStart>(&payload);
    fill(start.frame.emplace<F>());
    start.fragment = fragment;
    start.end_headers = end_headers;
    return payload;
}

Payload decode_headers(const FrameHeader& header, std::span<const std::byte> payload) {
    if (header.stream.names_connection()) {
        return protocol_error(RuleId::stream_id_required);
    }
    const bool has_priority = header.has(flag::PRIORITY);
    const std::size_t mandatory = has_priority ? kPrioritySignalSize : 0;
    const Padding padding = take_padding(header, payload, mandatory, RuleId::headers_priority_size,
                                         RuleId::headers_padding);
    if (padding.error) {
        return *padding.error;
    }
    return field_block<Headers>(payload.subspan(mandatory), header.has(flag::END_HEADERS),
                                [&](Headers& frame) {
                                    frame.stream = header.stream;
                                    frame.end_stream = header.has(flag::END_STREAM);
                                    frame.has_priority = has_priority;
                                    frame.padding = padding.octets;
                                    if (has_priority) {
                                        frame.priority = load_priority(payload.data());
                                    }
                                });
}

Payload decode_priority(const FrameHeader& header, std::span<const std::byte> payload) {
    if (header.stream.names_connection()) {
        return protocol_error(RuleId::stream_id_required);
    }
    if (payload.size() != kPrioritySignalSize) {
        return StreamError{header.stream, ErrorCode::FRAME_SIZE_ERROR, RuleId::priority_size};
    }
    return frame(Priority{header.stream, load_priority(payload.data())});
}

Payload decode_rst_stream(const FrameHeader& header, std::span<const std::byte> payload) {
    if (header.stream.names_connection()) {
        return protocol_error(RuleId::stream_id_required);
    }
    if (payload.size() != 4) {
        return size_error(RuleId::rst_stream_size);
    }
    return frame(RstStream{header.stream, static_cast<ErrorCode>(load_u32(payload.data()))});
}

Payload decode_settings(const FrameHeader& header, std::span<const std::byte> payload,
                        SettingList& settings) {
    if (!header.stream.names_connection()) {
        return protocol_error(RuleId::stream_id_forbidden);
    }
    const bool ack = header.has(flag::ACK);
    if (ack && !payload.empty()) {
        return size_error(RuleId::settings_ack_with_payload);
    }
    if (payload.size() % kSettingSize != 0) {
        return size_error(RuleId::settings_size);
    }
    settings.values.clear();
    for (; !payload.empty(); payload = payload.subspan(kSettingSize)) {
        settings.values.push_back(
            {static_cast<SettingId>(load_u16(payload.data())), load_u32(payload.data() + 2)});
    }
    return frame(SettingsFrame{ack, settings.values.empty() ? nullptr : &settings});
}

Payload decode_push_promise(const FrameHeader& header, std::span<const std::byte> payload) {
    if (header.stream.names_connection()) {
        return protocol_error(RuleId::stream_id_required);
    }
    const Padding padding =
        take_padding(header, payload, 4, RuleId::push_promise_size, RuleId::push_promise_padding);
    if (padding.error) {
        return *padding.error;
    }
    return field_block<PushPromise>(
        payload.subspan(4), header.has(flag::END_HEADERS), [&](PushPromise& frame) {
            frame.stream = header.stream;
            frame.promised = StreamId::from_wire(load_u32(payload.data()));
            frame.padding = padding.octets;
        });
}

Payload decode_ping(const FrameHeader& header, std::span<const std::byte> payload) {
    if (!header.stream.names_connection()) {
        return protocol_error(RuleId::stream_id_forbidden);
    }
    if (payload.size() != 8) {
        return size_error(RuleId::ping_size);
    }
    return frame(Ping{load_u64(payload.data()), header.has(flag::ACK)});
}

Payload decode_goaway(const FrameHeader& header, std::span<const std::byte> payload) {
    if (!header.stream.names_connection()) {
        return protocol_error(RuleId::stream_id_forbidden);
    }
    if (payload.size() < 8) {
        return size_error(RuleId::goaway_size);
    }
    return frame(GoAway{StreamId::from_wire(load_u32(payload.data())),
                        static_cast<ErrorCode>(load_u32(payload.data() + 4)),
                        octets_of(payload.subspan(8))});
}

Payload decode_window_update(const FrameHeader& header, std::span<const std::byte> payload) {
    if (payload.size() != 4) {
        return size_error(RuleId::window_update_size);
    }
    return frame(WindowUpdate{header.stream, load_u32(payload.data()) & StreamId::kMax});
}

Payload decode_continuation(const FrameHeader& header, std::span<const std::byte> payload) {
    if (header.stream.names_connection()) {
        return protocol_error(RuleId::stream_id_required);
    }
    return FieldBlockPart{header.stream, payload, header.has(flag::END_HEADERS)};
}

Payload decode_priority_update(const FrameHeader& header, std::span<const std::byte> payload) {
    if (!header.stream.names_connection()) {
        return protocol_error(RuleId::priority_update_stream);
    }
    if (payload.size() < 4) {
        return size_error(RuleId::priority_update_size);
    }
    const StreamId prioritized = StreamId::from_wire(load_u32(payload.data()));
    if (prioritized.names_connection()) {
        return protocol_error(RuleId::priority_update_prioritized);
    }
    return frame(PriorityUpdate{prioritized, octets_of(payload.subspan(4))});
}

Payload decode_unknown(const FrameHeader& header, std::span<const std::byte> payload) {
    return frame(UnknownFrame{header.stream, header.type, header.flags, octets_of(payload)});
}

// Extensions that are not well formed are carried as frames of unknown type: whoever does not
// understand a frame ignores it (section 5.5), and neither RFC 7838 nor RFC 8336 makes it an error.
Payload decode_altsvc(const FrameHeader& header, std::span<const std::byte> payload) {
    if (payload.size() < 2) {
        return decode_unknown(header, payload);
    }
    const std::uint16_t origin_size = load_u16(payload.data());
    if (origin_size > payload.size() - 2) {
        return decode_unknown(header, payload);
    }
    return frame(AltSvc{header.stream, origin_size, octets_of(payload.subspan(2))});
}

Payload decode_origin(const FrameHeader& header, std::span<const std::byte> payload) {
    for (std::span<const std::byte> rest = payload; !rest.empty();) {
        if (rest.size() < 2 || rest.size() - 2 < load_u16(rest.data())) {
            return decode_unknown(header, payload);
        }
        rest = rest.subspan(std::size_t{2} + load_u16(rest.data()));
    }
    return frame(Origin{header.stream, octets_of(payload)});
}

}  // namespace

Payload decode_payload(const FrameHeader& header, std::span<const std::byte> payload,
                       SettingList& settings) {
    switch (static_cast<FrameType>(header.type)) {
        case FrameType::DATA: return decode_data(header, payload);
        case FrameType::HEADERS: return decode_headers(header, payload);
        case FrameType::PRIORITY: return decode_priority(header, payload);
        case FrameType::RST_STREAM: return decode_rst_stream(header, payload);
        case FrameType::SETTINGS: return decode_settings(header, payload, settings);
        case FrameType::PUSH_PROMISE: return decode_push_promise(header, payload);
        case FrameType::PING: return decode_ping(header, payload);
        case FrameType::GOAWAY: return decode_goaway(header, payload);
        case FrameType::WINDOW_UPDATE: return decode_window_update(header, payload);
        case FrameType::CONTINUATION: return decode_continuation(header, payload);
        case FrameType::ALTSVC: return decode_altsvc(header, payload);
        case FrameType::ORIGIN: return decode_origin(header, payload);
        case FrameType::PRIORITY_UPDATE: return decode_priority_update(header, payload);
    }
    return decode_unknown(header, payload);
}

}  // namespace h2
