#pragma once
// Frames of a generated script that do not depend on what came before.

#include <vector>

#include "tests/h2core/oracle/script.hpp"
#include "tests/support/split_mix64.hpp"

namespace oracle {

// HEADERS, or PUSH_PROMISE with `prefix`, and up to four CONTINUATIONs; with or without padding and
// priority.
std::vector<Octets> cut_block(support::SplitMix64& random, h2::FrameType type, unsigned flags,
                              std::uint32_t stream, const Octets& prefix, const Octets& block);

// SETTINGS as the peer of `role` may send them.
Octets some_settings(support::SplitMix64& random, h2::Role role);

// A frame that may be wrong anywhere: whatever the state of the stream, with extreme values.
Octets reckless_frame(support::SplitMix64& random, std::uint32_t stream);

}  // namespace oracle
