#pragma once
// The RFCs' names of frame types, the one list of them.

#include <array>
#include <string_view>

#include "h2core/wire/frame_header.hpp"

namespace h2 {

inline constexpr std::array kFrameTypes{
    FrameType::DATA,
    FrameType::HEADERS,
    FrameType::PRIORITY,
    FrameType::RST_STREAM,
    FrameType::SETTINGS,
    FrameType::PUSH_PROMISE,
    FrameType::PING,
    FrameType::GOAWAY,
    FrameType::WINDOW_UPDATE,
    FrameType::CONTINUATION,
    FrameType::ALTSVC,
    FrameType::ORIGIN,
    FrameType::PRIORITY_UPDATE,
};

// Empty for a number that is no type we know.
constexpr std::string_view name(FrameType type) {
    switch (type) {
        case FrameType::DATA: return "DATA";
        case FrameType::HEADERS: return "HEADERS";
        case FrameType::PRIORITY: return "PRIORITY";
        case FrameType::RST_STREAM: return "RST_STREAM";
        case FrameType::SETTINGS: return "SETTINGS";
        case FrameType::PUSH_PROMISE: return "PUSH_PROMISE";
        case FrameType::PING: return "PING";
        case FrameType::GOAWAY: return "GOAWAY";
        case FrameType::WINDOW_UPDATE: return "WINDOW_UPDATE";
        case FrameType::CONTINUATION: return "CONTINUATION";
        case FrameType::ALTSVC: return "ALTSVC";
        case FrameType::ORIGIN: return "ORIGIN";
        case FrameType::PRIORITY_UPDATE: return "PRIORITY_UPDATE";
    }
    return {};
}

}  // namespace h2
