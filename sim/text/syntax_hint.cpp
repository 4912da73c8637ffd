// Rules in a fixed order, of which the first that fits is told. They look at what begins at the
// byte where the parser gave up and at the last byte before it that is no white space.

#include "sim/text/syntax_hint.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace sim {
namespace {

constexpr std::size_t kLongestWord = 16;

bool is_space(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

bool is_word(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || is_digit(byte) ||
           byte == '_' || byte == '-' || byte == '$';
}

// The last byte before the offset that is no space; 0 if there is none.
char before(std::string_view text, std::size_t offset) {
    while (offset > 0 && is_space(text[offset - 1])) {
        --offset;
    }
    return offset == 0 ? '\0' : text[offset - 1];
}

std::string about_word(std::string_view word) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kOthers{{
        {"True", "true"},
        {"TRUE", "true"},
        {"False", "false"},
        {"FALSE", "false"},
        {"None", "null"},
        {"NULL", "null"},
        {"yes", "true"},
        {"no", "false"},
    }};
    for (const auto& [other, right] : kOthers) {
        if (word == other) {
            return fmt::format("JSON writes {}", right);
        }
    }
    if (word == "NaN" || word == "Infinity" || word == "-Infinity" || word == "inf") {
        return "JSON has no such number";
    }
    return word.size() <= kLongestWord ? fmt::format("write it between double quotes: \"{}\"", word)
                                       : "write it between double quotes";
}

}  // namespace

std::string syntax_hint(std::string_view text, std::size_t offset) {
    const std::string_view rest = text.substr(std::min(offset, text.size()));
    const char last = before(text, std::min(offset, text.size()));
    if (rest.empty()) {
        return "";
    }
    if (rest.starts_with("//") || rest.starts_with("/*") || rest.front() == '#') {
        return "JSON has no comments; \"why\" is for what a reader should know";
    }
    if ((rest.front() == '}' || rest.front() == ']') && last == ',') {
        return "remove the comma before it: none follows the last element";
    }
    if (rest.front() == '\'' || rest.starts_with("“") || rest.starts_with("”") ||
        rest.starts_with("‘") || rest.starts_with("`")) {
        return "JSON has only straight double quotes: \"";
    }
    if (rest.front() == '+' || rest.front() == '.') {
        return "a number begins with a digit or '-'";
    }
    if (is_digit(last) && offset > 0 && is_digit(text[offset - 1]) && is_word(rest.front())) {
        return "a number is decimal, without zeros in front of it";
    }
    const bool value_ended = last == '"' || last == '}' || last == ']' || is_word(last);
    if (value_ended && (rest.front() == '"' || rest.front() == '{' || rest.front() == '[')) {
        return "a comma is missing before it";
    }
    if (value_ended && (rest.front() == '=' || is_digit(rest.front()))) {
        return "a colon stands between a key and its value";
    }
    const std::size_t end = std::min<std::size_t>(
        static_cast<std::size_t>(std::find_if_not(rest.begin(), rest.end(), is_word) -
                                 rest.begin()),
        rest.size());
    return end > 0 && !is_digit(rest.front()) ? about_word(rest.substr(0, end)) : "";
}

}  // namespace sim
