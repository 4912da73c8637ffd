// Flags and padding of frames as they must be sent.

#include "h2core/witness/octet_duties.hpp"

#include <algorithm>

namespace h2 {

std::uint8_t unused_flags(const FrameHeader& header) {
    const auto others = [&](unsigned used) {
        return static_cast<std::uint8_t>(header.flags & ~used);
    };
    switch (static_cast<FrameType>(header.type)) {
        case FrameType::DATA: return others(flag::END_STREAM | flag::PADDED);
        case FrameType::HEADERS:
            return others(flag::END_STREAM | flag::END_HEADERS | flag::PADDED | flag::PRIORITY);
        case FrameType::PUSH_PROMISE: return others(flag::END_HEADERS | flag::PADDED);
        case FrameType::CONTINUATION: return others(flag::END_HEADERS);
        case FrameType::SETTINGS:
        case FrameType::PING: return others(flag::ACK);
        case FrameType::PRIORITY:
        case FrameType::RST_STREAM:
        case FrameType::GOAWAY:
        case FrameType::WINDOW_UPDATE:
        case FrameType::ALTSVC:
        case FrameType::ORIGIN:
        case FrameType::PRIORITY_UPDATE: return header.flags;
    }
    return 0;
}

RuleId examine_padding(const FrameHeader& header, std::span<const std::byte> payload) {
    RuleId rule = RuleId::none;
    if (header.is(FrameType::DATA)) {
        rule = RuleId::data_padding_zero;
    } else if (header.is(FrameType::HEADERS)) {
        rule = RuleId::headers_padding_zero;
    } else if (header.is(FrameType::PUSH_PROMISE)) {
        rule = RuleId::push_promise_padding_zero;
    }
    if (rule == RuleId::none || !header.has(flag::PADDED) || payload.empty()) {
        return RuleId::none;
    }
    const auto size = std::min(std::to_integer<std::size_t>(payload[0]), payload.size() - 1);
    const auto padding = payload.last(size);
    const bool zero = std::all_of(padding.begin(), padding.end(),
                                  [](std::byte octet) { return octet == std::byte{0}; });
    return zero ? RuleId::none : rule;
}

}  // namespace h2
