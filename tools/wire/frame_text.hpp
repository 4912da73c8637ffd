#pragma once
// Frames as people read them, in the style of `nghttp -v`:
//
//   recv SETTINGS frame <length=6, flags=0x00, stream_id=0>
//             (niv=1)
//             [SETTINGS_MAX_CONCURRENT_STREAMS(0x03):100]
//
// Octets of the peer (field values, debug data) are made harmless for a terminal.

#include <cstdint>
#include <string>
#include <string_view>

#include "h2core/frame.hpp"
#include "h2core/verdict.hpp"
#include "h2core/wire/frame_header.hpp"

namespace tools {

enum class Direction : std::uint8_t { received, sent, seen };
std::string_view name(Direction direction);  // "recv", "send", ""

// What the details of a frame are indented by: the width of "[  0.036] ".
inline constexpr std::string_view kFrameDetail = "          ";

// The name by the number in the header: "SETTINGS", "UNKNOWN(0xfa)".
std::string frame_type_text(std::uint8_t type);

// "recv SETTINGS frame <length=6, flags=0x00, stream_id=0>\n" and nothing of its payload: for
// fragments of field blocks, and for what is no frame.
std::string frame_line(Direction direction, const h2::FrameHeader& header);

// The line, and what the frame says, each on a line of its own after kFrameDetail. `header` is that
// of the octets: for a field block in several frames, of the last one. Payload is not shown, only
// its length.
std::string frame_text(Direction direction, const h2::FrameHeader& header, const h2::Frame& frame);

// "connection error PROTOCOL_ERROR, 9113/6.9/zero-connection: WINDOW_UPDATE ..."; empty for Accept.
std::string verdict_text(const h2::Verdict& verdict);

}  // namespace tools
