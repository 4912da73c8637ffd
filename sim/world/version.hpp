#pragma once
// Which h2sim wrote a trace, and whether what it wrote of states can be compared with ours.

#include <string_view>

namespace sim {

// Of this program: "0.1.0".
std::string_view version();

// Counts how often the canonical octets of states (sim/world/world_transfer.hpp) have changed for
// designs that existed before. Digests can be compared where this is the same.
inline constexpr unsigned kStateVersion = 1;

// "1.2.3", or with a suffix "1.2.3-rc.1", "1.2.3+local"; at most 60 characters.
bool is_version(std::string_view text);

// Both are versions. Suffixes do not count: 1.2.3-rc.1 is not newer than 1.2.3, nor the other way.
bool is_newer(std::string_view version, std::string_view than);

}  // namespace sim
