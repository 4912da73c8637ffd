#pragma once
// Small pieces of text that several reports share.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
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

// Columns as wide as they need to be, two spaces apart; no spaces at the ends of lines.
class TextTable {
  public:
    enum class Align : std::uint8_t { left, right };

    explicit TextTable(std::vector<Align> columns) : columns_{std::move(columns)} {}
    void add(std::vector<std::string> row);
    [[nodiscard]] std::vector<std::string> lines() const;
    [[nodiscard]] std::string text() const;  // the lines, each ending in a line feed

  private:
    std::vector<Align> columns_;
    std::vector<std::vector<std::string>> rows_;
};

// The lines of a text between colours; as it is if there is to be no colour.
enum class Tint : std::uint8_t { red, green, yellow, bold };
std::string tinted(std::string_view text, Tint tint, bool colour);

}  // namespace tools
