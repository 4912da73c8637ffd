#include "sim/input_error.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/printable.hpp"

namespace sim {
namespace {

constexpr std::size_t kLongestLine = 65'536;  // bytes; nobody wrote a longer one by hand
constexpr std::size_t kShownWidth = 96;       // characters of a source line
constexpr std::size_t kShownBefore = 60;      // of them before the column

bool starts_character(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

// Byte offset of the n-th character of valid UTF-8.
std::size_t offset_of(std::string_view text, std::size_t characters) {
    std::size_t offset = 0;
    while (offset < text.size()) {
        if (starts_character(text[offset]) && characters-- == 0) {
            break;
        }
        ++offset;
    }
    return offset;
}

std::string source_with_caret(std::string_view line, std::size_t column) {
    std::size_t skipped = 0;
    if (column > kShownBefore) {
        skipped = column - kShownBefore;
    }
    const std::string_view from = line.substr(offset_of(line, skipped));
    const std::string_view shown = from.substr(0, offset_of(from, kShownWidth));
    const std::size_t caret = column == 0 ? 0 : column - 1 - skipped;
    return fmt::format("    {}{}{}\n    {}{:>{}}\n", skipped > 0 ? "…" : "", shown,
                       shown.size() < from.size() ? "…" : "", skipped > 0 ? " " : "", '^',
                       caret + 1);
}

}  // namespace

std::string to_text(const InputError& error) {
    std::string text = printable(error.file, 400);
    if (error.line != 0) {
        text += fmt::format(":{}:{}", error.line, error.column);
    }
    const std::string code =
        error.code == ErrorCode::none ? "" : fmt::format("[{}]", name(error.code));
    text += fmt::format(": error{}: {}\n", code, error.message);
    if (!error.source_line.empty()) {
        text += source_with_caret(error.source_line, error.column);
    }
    if (!error.pointer.empty()) {
        text += fmt::format("  at {}\n", printable(error.pointer, 200));
    }
    if (!error.expected.empty()) {
        text += fmt::format("  expected {}\n", error.expected);
    }
    if (!error.hint.empty()) {
        text += fmt::format("  hint: {}\n", error.hint);
    }
    return text;
}

std::string to_text(const InputErrors& errors) {
    std::string text;
    for (const InputError& error : errors) {
        text += to_text(error);
    }
    return text;
}

Location locate(std::string_view text, std::size_t offset) {
    offset = std::min(offset, text.size());
    const std::string_view before = text.substr(0, offset);
    const std::size_t feed = before.rfind('\n');
    const std::size_t start = feed == std::string_view::npos ? 0 : feed + 1;
    Location location;
    location.offset = offset;
    location.line += static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n'));
    location.column +=
        static_cast<std::uint32_t>(count_characters(text.substr(start), offset - start));
    return location;
}

std::string line_at(std::string_view text, Location location) {
    const std::size_t offset = std::min(location.offset, text.size());
    const std::size_t feed = text.substr(0, offset).rfind('\n');
    const std::size_t start = feed == std::string_view::npos ? 0 : feed + 1;
    const std::string_view line = text.substr(start, text.find_first_of("\r\n", start) - start);
    return line.size() > kLongestLine ? std::string{} : printable_line(line);
}

}  // namespace sim
