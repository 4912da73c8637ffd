// Lines end in LF or CRLF; the place of an error counts octets from the start of the whole text.

#include "tools/input/input_text.hpp"

#include <algorithm>
#include <utility>

namespace tools {

std::size_t hex_run(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && hex_value(text[end]) >= 0) {
        ++end;
    }
    return end - at;
}

void append_hex(std::string& octets, std::string_view digits) {
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
        octets.push_back(static_cast<char>(hex_value(digits[i]) * 16 + hex_value(digits[i + 1])));
    }
}

std::size_t after_blanks(std::string_view text, std::size_t at) {
    while (at < text.size() && is_blank(text[at])) {
        ++at;
    }
    return at;
}

bool InputLines::next(InputLine& line) {
    if (at_ >= text_.size()) {
        return false;
    }
    const std::size_t end = std::min(text_.find('\n', at_), text_.size());
    line = {at_, text_.substr(at_, end - at_)};
    if (line.text.ends_with('\r')) {
        line.text.remove_suffix(1);
    }
    at_ = end + 1;
    return true;
}

sim::InputError input_error(std::string_view text, const std::string& file, std::size_t offset,
                            std::string message, std::string expected, std::string hint) {
    sim::InputError error = sim::error_at(file, text, sim::locate(text, offset));
    error.code = sim::ErrorCode::syntax;
    error.message = std::move(message);
    error.expected = std::move(expected);
    error.hint = std::move(hint);
    return error;
}

}  // namespace tools
