#pragma once
// Typed frames → octets (RFC 9113 sections 4.1 and 6). Appends; never looks at connection state.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "h2core/frame.hpp"

namespace h2 {

// Appends the frame. HEADERS and PUSH_PROMISE carry `block`, the encoded field block, cut into
// CONTINUATION frames so that no frame's payload is longer than `max_frame_size` (the receiver's
// SETTINGS_MAX_FRAME_SIZE). Other frames ignore `block`; they must fit into `max_frame_size`
// (H2_INVARIANT). Padding is written as zeros. Null Octets of a size are written as zeros too.
// A Continuation frame is written empty with END_HEADERS.
void encode_frame(const Frame& frame, std::span<const std::byte> block,
                  std::uint32_t max_frame_size, std::vector<std::byte>& out);

}  // namespace h2
