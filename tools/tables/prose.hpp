#pragma once
// Sentences and commands that fit a terminal.

#include <cstddef>
#include <string>
#include <string_view>

namespace tools {

// The same lines; those that are wider than that go on below, two columns further in.
std::string folded(std::string_view text, std::size_t width);

// A command behind an indent, for a shell: where it is too wide it goes on after a backslash.
// Words are never torn, so a long one may still be too wide. Ends in a line feed.
std::string folded_command(std::string_view command, std::size_t indent, std::size_t width);

}  // namespace tools
