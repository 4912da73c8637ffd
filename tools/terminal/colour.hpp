#pragma once
// The choice of --color.

#include <cstdint>

namespace tools {

enum class Colour : std::uint8_t { automatic, always, never };

}  // namespace tools
