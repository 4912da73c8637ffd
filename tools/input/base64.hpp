#pragma once
// Octets in base64 (RFC 4648 sections 4 and 5).

#include <string>
#include <string_view>

#include "tools/input/input_text.hpp"

namespace tools {

// Either alphabet, not both in one text; lines of any length; padding may be left out in the one
// for URLs and names. Bits behind the last octet are 0.
OctetResult parse_base64(std::string_view text, const std::string& file);

}  // namespace tools
