#pragma once
// The error codes of RFC 9113 section 7, with the RFC's spelling so that they can be searched for.
// Unknown codes are legal on the wire and keep their value.

#include <cstdint>
#include <string_view>

namespace h2 {

enum class ErrorCode : std::uint32_t {
    NO_ERROR = 0x0,
    PROTOCOL_ERROR = 0x1,
    INTERNAL_ERROR = 0x2,
    FLOW_CONTROL_ERROR = 0x3,
    SETTINGS_TIMEOUT = 0x4,
    STREAM_CLOSED = 0x5,
    FRAME_SIZE_ERROR = 0x6,
    REFUSED_STREAM = 0x7,
    CANCEL = 0x8,
    COMPRESSION_ERROR = 0x9,
    CONNECT_ERROR = 0xa,
    ENHANCE_YOUR_CALM = 0xb,
    INADEQUATE_SECURITY = 0xc,
    HTTP_1_1_REQUIRED = 0xd,
};

// The RFC's name, or "UNKNOWN_ERROR" for a code that section 7 does not list.
std::string_view name(ErrorCode code);

}  // namespace h2
