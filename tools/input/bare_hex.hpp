#pragma once
// Octets as hex digits and nothing else but what stands between them.

#include <string>
#include <string_view>

#include "tools/input/input_text.hpp"

namespace tools {

// The digits of an octet stand together, alone or with those of its neighbours (`00 0012`). Between
// them there may be white space, commas, semicolons, colons, hyphens and comments from # to the end
// of the line; before them 0x (then one digit is enough for one octet) or \x.
OctetResult parse_bare_hex(std::string_view text, const std::string& file);

}  // namespace tools
