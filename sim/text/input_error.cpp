// A column counts characters, but the caret stands below a column of the terminal: wide characters
// take two of them and combining marks none. The search for a source line looks no further than
// kLongestLine bytes, so that huge lines cost little.

#include "sim/text/input_error.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "sim/text/columns.hpp"
#include "sim/text/printable.hpp"

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
    const std::size_t before = column == 0 ? 0 : column - 1 - skipped;
    const std::string_view left = from.substr(0, offset_of(from, before));
    const std::size_t beyond = before - std::min(before, count_characters(left, left.size()));
    return fmt::format("    {}{}{}\n    {}{}^\n", skipped > 0 ? "…" : "", shown,
                       shown.size() < from.size() ? "…" : "", skipped > 0 ? " " : "",
                       std::string(columns_of(left) + beyond, ' '));
}

bool stands_before(const InputError& left, const InputError& right) {
    const auto place = [](const InputError& error) {
        return std::tuple{std::string_view{error.file}, error.line,
                          error.line == 0 ? 0 : error.column};
    };
    return place(left) < place(right);
}

}  // namespace

InputError error_at(std::string_view file, std::string_view text, Location place) {
    InputError error;
    error.file = file;
    error.line = place.line;
    error.column = place.column;
    error.source_line = line_at(text, place);
    return error;
}

InputErrors in_order(InputErrors errors) {
    InputErrors result;
    for (InputError& error : errors) {
        const auto at = std::upper_bound(result.begin(), result.end(), error, stands_before);
        result.insert(at, std::move(error));
    }
    if (result.size() > kMostShownErrors) {
        result.resize(kMostShownErrors);
        std::string& hint = result.back().hint;
        hint += hint.empty() ? "further errors are not shown" : "; further errors are not shown";
    }
    return result;
}

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
    const std::size_t from = offset - std::min(offset, kLongestLine + 1);  // looks no further
    const std::string_view before = text.substr(from, offset - from);
    const std::size_t feed = before.rfind('\n');
    if (feed == std::string_view::npos && from > 0) {
        return {};
    }
    const std::size_t start = feed == std::string_view::npos ? 0 : from + feed + 1;
    const std::string_view rest = text.substr(start, kLongestLine + 1);
    const std::size_t end = rest.find_first_of("\r\n");
    const bool too_long = end == std::string_view::npos && rest.size() > kLongestLine;
    return too_long ? std::string{} : printable_line(rest.substr(0, end));
}

}  // namespace sim
