#pragma once
// Lines of a screen as pieces of text with a meaning; what a meaning looks like is decided once.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace tools {

enum class Style : std::uint8_t {
    plain,
    strong,   // headings
    faint,    // what is less important
    current,  // the line one is on
    wrong,    // a broken promise
    fresh,    // what has just changed
    notice,   // worth a look
};

struct Piece {
    std::string text;  // printable, without line feeds
    Style style = Style::plain;
};

using Line = std::vector<Piece>;

// Exactly so many columns: filled up with spaces on the right, or cut with "…". `width` is at least
// 1.
std::string fitted(const std::string& text, std::size_t width);

// At most that wide, for a terminal; without colour there is nothing but the text.
std::string rendered(const Line& line, std::size_t width, bool colour);

}  // namespace tools
