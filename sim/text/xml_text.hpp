#pragma once
// Text as it may stand in XML and HTML.

#include <string>
#include <string_view>

namespace sim {

// For element content and attribute values alike: valid UTF-8 without markup and without anything
// that XML 1.0 forbids, whatever the text is.
std::string xml_text(std::string_view text);

}  // namespace sim
