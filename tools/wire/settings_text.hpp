#pragma once
// SETTINGS on a command line: "MAX_FRAME_SIZE=32768,HEADER_TABLE_SIZE=65536".

#include <string>
#include <string_view>

#include "h2core/result.hpp"
#include "h2core/settings.hpp"

namespace tools {

// Those given, the others with their initial values (RFC 9113 section 6.5.2). The error says what
// is wrong and what was expected. Values are held against h2::validate() as a client's.
h2::Result<h2::Settings, std::string> parse_settings(std::string_view text);

}  // namespace tools
