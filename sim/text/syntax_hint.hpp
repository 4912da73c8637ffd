#pragma once
// What somebody most likely meant where a text is not JSON: a comment, a comma too many, quotes of
// another kind, a word of another language.

#include <cstddef>
#include <string>
#include <string_view>

namespace sim {

// About the byte where the parser gave up; empty if nothing is known to help.
std::string syntax_hint(std::string_view text, std::size_t offset);

}  // namespace sim
