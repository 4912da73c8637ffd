#pragma once
// The frames that a response consists of: what a request function's writes become.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace sim {

// One frame of a response, in the order in which the request function hands them over.
struct PlannedFrame {
    enum class Kind : std::uint8_t { headers, data, trailers };
    Kind kind = Kind::headers;
    std::uint32_t octets = 0;  // field block or payload
    bool end_stream = false;
    bool with_next = false;  // handed over together with the frame after it
    bool operator==(const PlannedFrame&) const = default;
};

// SETTINGS_MAX_FRAME_SIZE is at its initial value (RFC 9113 section 6.5.2).
inline constexpr std::uint32_t kMaxFrameSize = 16'384;

// A request function counts its frames in one octet of the state.
inline constexpr std::size_t kMostResponseFrames = 255;

// The function's own buffer collects octets like Go's bufio.Writer: a write that finds the buffer
// empty and does not fit is a frame by itself; what is left at the end carries END_STREAM (or is
// followed by trailers that do). Payloads beyond `max_frame_size` are cut. A plan of more than
// kMostResponseFrames frames is not carried on: it is too long, and no more is said.
std::vector<PlannedFrame> plan_response(const ResponseSpec& response, std::uint32_t handler_buffer,
                                        std::uint32_t max_frame_size = kMaxFrameSize);

}  // namespace sim
