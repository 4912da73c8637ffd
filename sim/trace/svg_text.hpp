#pragma once
// Text for pictures: what may stand in XML, how wide it is, and where it is broken.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sim {

// For element content and attribute values alike: valid UTF-8 without markup and without anything
// that XML 1.0 forbids, whatever the text is.
std::string xml_text(std::string_view text);

// How many columns of a monospaced font the text takes: wide (East Asian) characters count two.
std::size_t columns_of(std::string_view text);

// At most so many columns, cut with "…".
std::string cut_to(std::string_view text, std::size_t columns);

// Lines of at most so many columns, broken at spaces; words that are longer are broken anywhere.
std::vector<std::string> wrapped(std::string_view text, std::size_t columns);

}  // namespace sim
