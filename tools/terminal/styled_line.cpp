#include "tools/terminal/styled_line.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "sim/text/printable.hpp"

namespace tools {
namespace {

// Select Graphic Rendition of each style.
constexpr std::array<std::string_view, 7> kCodes = {"", "1", "2", "7", "1;31", "32", "33"};

std::size_t characters(const std::string& text) {
    return sim::count_characters(text, text.size());
}

// Octets of the first `count` characters.
std::size_t octets_of(std::string_view text, std::size_t count) {
    std::size_t at = 0;
    for (; count > 0 && at < text.size(); --count) {
        do {
            ++at;
        } while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0U) == 0x80U);
    }
    return at;
}

std::string cut(const std::string& text, std::size_t width) {
    return characters(text) <= width ? text : text.substr(0, octets_of(text, width - 1)) + "…";
}

}  // namespace

std::size_t width_of(const Line& line) {
    std::size_t width = 0;
    for (const Piece& piece : line) {
        width += characters(piece.text);
    }
    return width;
}

std::string fitted(const std::string& text, std::size_t width) {
    const std::string shown = cut(text, width);
    return shown + std::string(width - std::min(width, characters(shown)), ' ');
}

std::string rendered(const Line& line, std::size_t width, bool colour) {
    std::string text;
    for (const Piece& piece : line) {
        if (width == 0) {
            break;
        }
        const std::string shown = cut(piece.text, width);
        width -= characters(shown);
        const std::string_view code = kCodes[static_cast<std::size_t>(piece.style)];
        text += colour && !code.empty() ? fmt::format("\x1b[{}m{}\x1b[0m", code, shown) : shown;
    }
    return text;
}

std::vector<std::string> wrapped(const std::string& text, std::size_t width, std::size_t indent) {
    std::vector<std::string> lines;
    std::string left = text;
    while (characters(left) > width) {
        const std::size_t room = octets_of(left, width);
        const std::size_t space = left.rfind(' ', room);
        const bool at_space = space != std::string::npos && left.find_first_not_of(' ') < space;
        lines.push_back(left.substr(0, at_space ? space : room));
        left.erase(0, at_space ? space + 1 : room);
        left.insert(0, indent, ' ');
    }
    lines.push_back(left);
    return lines;
}

}  // namespace tools
