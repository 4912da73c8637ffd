#pragma once
// What a sender owes in the octets of a single frame and no receiver complains about: RFC 9113
// sections 4.1 (flags, the reserved bit), 6.1, 6.2 and 6.6 (padding). Pure functions.

#include <cstddef>
#include <span>

#include "h2core/rules.hpp"
#include "h2core/wire/frame_header.hpp"

namespace h2 {

// Flags that have no meaning for the type of frame; none for a type that is not known, whose flags
// may mean anything.
std::uint8_t unused_flags(const FrameHeader& header);

// RuleId::none, or data_padding_zero, headers_padding_zero, push_promise_padding_zero.
// `payload`: of the whole frame; whether the padding fits in it is not asked here.
RuleId examine_padding(const FrameHeader& header, std::span<const std::byte> payload);

}  // namespace h2
