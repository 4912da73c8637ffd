#pragma once
// What the readers of pasted texts share: lines with their places, and errors at a place.

#include <cstddef>
#include <string>
#include <string_view>

#include "h2core/result.hpp"
#include "sim/text/input_error.hpp"

namespace tools {

// The octets that a text stands for.
using OctetResult = h2::Result<std::string, sim::InputError>;

inline int hex_value(char c) {  // -1: no hex digit
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

inline bool is_decimal(char c) {
    return c >= '0' && c <= '9';
}

inline bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

// So many hex digits are there from `at` on.
std::size_t hex_run(std::string_view text, std::size_t at);

// Two digits for each octet; there are an even number of them.
void append_hex(std::string& octets, std::string_view digits);

// The first place from `at` on that is not blank, or the end.
std::size_t after_blanks(std::string_view text, std::size_t at);

struct InputLine {
    std::size_t at = 0;     // of its first octet in the text
    std::string_view text;  // without the line feed, and the carriage return before it
};

// One line after the other.
class InputLines {
  public:
    explicit InputLines(std::string_view text) : text_{text} {}
    bool next(InputLine& line);

  private:
    std::string_view text_;
    std::size_t at_ = 0;
};

// The code is `syntax`.
sim::InputError input_error(std::string_view text, const std::string& file, std::size_t offset,
                            std::string message, std::string expected = "", std::string hint = "");

}  // namespace tools
