// A style is a sequence of Select Graphic Rendition (ECMA-48) around each piece. A piece is cut to
// its columns before it gets the sequence, so that styles take no room.

#include "tools/terminal/styled_line.hpp"

#include <array>
#include <string_view>

#include <fmt/format.h>

#include "sim/text/columns.hpp"

namespace tools {
namespace {

// Select Graphic Rendition of each style.
constexpr std::array<std::string_view, 7> kCodes = {"", "1", "2", "7", "1;31", "32", "33"};

}  // namespace

std::string fitted(const std::string& text, std::size_t width) {
    return sim::padded(sim::cut_to(text, width), width);
}

std::string rendered(const Line& line, std::size_t width, bool colour) {
    std::string text;
    for (const Piece& piece : line) {
        if (width == 0) {
            break;
        }
        const std::string shown = sim::cut_to(piece.text, width);
        width -= sim::columns_of(shown);
        const std::string_view code = kCodes[static_cast<std::size_t>(piece.style)];
        text += colour && !code.empty() ? fmt::format("\x1b[{}m{}\x1b[0m", code, shown) : shown;
    }
    return text;
}

}  // namespace tools
