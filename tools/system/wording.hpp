#pragma once
// Small pieces of text that several reports share.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tools {

std::string grouped(std::uint64_t number);                         // "1,234,567"
std::string megabytes(std::uint64_t octets);                       // "12.3 MB"
std::string counted(std::uint64_t number, std::string_view noun);  // "1 step", "2 steps"
std::string joined(const std::vector<std::string>& words);         // "a, b"

// As a shell takes it for one word: quoted where that is needed, harmless for a terminal.
std::string shell_word(const std::string& text);

// The same for a path: one that begins with '-' must not look like an option.
std::string path_word(const std::string& path);

}  // namespace tools
