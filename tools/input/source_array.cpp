// An array is an opening bracket that a number follows, whatever declares it. Numbers mean what
// they mean in C; those that begin with 0 would be octal there, and are refused.

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "sim/text/printable.hpp"
#include "tools/input/source_literal.hpp"
#include "tools/input/source_text.hpp"
#include "tools/system/wording.hpp"

namespace tools {
namespace {

constexpr std::string_view kCast = "(byte)";  // Java has no unsigned octets
constexpr int kLargestOctet = 255;

// Where the next array of this bracket begins, or npos.
std::size_t find_array(std::string_view text, std::size_t at, char bracket) {
    while (at < text.size()) {
        at = after_comments(text, at);
        if (at >= text.size()) {
            break;
        }
        if (text[at] == bracket) {
            const std::size_t first = after_comments(text, at + 1);
            const std::string_view begin = text.substr(std::min(first, text.size()));
            if (begin.starts_with(kCast) || (!begin.empty() && is_decimal(begin.front()))) {
                return at;
            }
        }
        ++at;
    }
    return std::string_view::npos;
}

// The bracket of the arrays in this text: { where there is one, else [.
std::optional<char> bracket_of(std::string_view text) {
    for (const char bracket : {'{', '['}) {
        if (find_array(text, 0, bracket) != std::string_view::npos) {
            return bracket;
        }
    }
    return std::nullopt;
}

class ArrayReader {
  public:
    ArrayReader(std::string_view text, const std::string& file, char bracket)
        : text_{text}, file_{file}, open_{bracket}, close_{bracket == '{' ? '}' : ']'} {}

    SidesResult read();

  private:
    using Failed = std::optional<sim::InputError>;

    sim::InputError error_here(std::string message, std::string expected = "",
                               std::string hint = "") const {
        return input_error(text_, file_, at_, std::move(message), std::move(expected),
                           std::move(hint));
    }
    Failed read_number(std::string& octets);
    Failed read_list(std::string& octets);
    Failed read_array(std::size_t array_at);
    Failed read_length();
    // The side of an array by its name; empty: it has no name of a side.
    [[nodiscard]] std::optional<std::size_t> side_before(std::size_t array_at) const;

    std::string_view text_;
    const std::string& file_;
    char open_;
    char close_;
    std::size_t at_ = 0;  // behind what has been read
    Sides sides_;
    std::array<std::size_t, 2> pieces_{};  // of each side
    std::size_t arrays_ = 0;
    std::size_t last_size_ = 0;
    bool sided_ = false;
};

ArrayReader::Failed ArrayReader::read_number(std::string& octets) {
    if (text_.substr(at_).starts_with(kCast)) {
        at_ = after_comments(text_, at_ + kCast.size());
    }
    const std::string_view prefix = text_.substr(at_, 2);
    const bool hex = prefix == "0x" || prefix == "0X";
    const std::size_t first = at_ + (hex ? 2 : 0);
    std::size_t end = first;
    while (end < text_.size() && (hex ? hex_value(text_[end]) >= 0 : is_decimal(text_[end]))) {
        ++end;
    }
    const std::string_view digits = text_.substr(first, end - first);
    if (digits.empty()) {
        return error_here("here is no number of an array",
                          "numbers from 0 to 255 or 0x00 to 0xff, with commas between them");
    }
    if (!hex && digits.size() > 1 && digits.front() == '0') {
        return error_here("a number that begins with 0: octal, or hex?", "0x before hex digits");
    }
    int value = 0;
    const auto [stop, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, hex ? 16 : 10);
    if (error != std::errc{} || value > kLargestOctet) {
        return error_here(fmt::format("{} is no octet", sim::printable(digits)),
                          "numbers from 0 to 255 or 0x00 to 0xff");
    }
    octets.push_back(static_cast<char>(value));
    at_ = after_comments(text_, end);
    return std::nullopt;
}

ArrayReader::Failed ArrayReader::read_list(std::string& octets) {
    while (at_ < text_.size() && text_[at_] != close_) {
        if (auto failed = read_number(octets)) {
            return failed;
        }
        if (at_ < text_.size() && text_[at_] == ',') {
            at_ = after_comments(text_, at_ + 1);
        } else if (at_ < text_.size() && text_[at_] != close_) {
            return error_here("here is neither the next number nor the end of the array",
                              fmt::format("a comma or {}", close_));
        }
    }
    if (at_ >= text_.size()) {
        return error_here("the array has no end", std::string{close_});
    }
    ++at_;
    return std::nullopt;
}

std::optional<std::size_t> ArrayReader::side_before(std::size_t array_at) const {
    const std::string_view before = text_.substr(at_, array_at - at_);
    const std::size_t name = before.rfind("peer");
    if (name == std::string_view::npos) {
        return std::nullopt;
    }
    for (const std::size_t side : {0U, 1U}) {
        if (before.substr(name).starts_with(fmt::format("peer{}_{}[", side, pieces_[side]))) {
            return side;
        }
    }
    return std::nullopt;
}

ArrayReader::Failed ArrayReader::read_array(std::size_t array_at) {
    const auto side = side_before(array_at);
    at_ = array_at;
    if (arrays_ > 0 && (!side || !sided_)) {
        return error_here("another array begins here", "one array",
                          "the pieces of a connection are peer0_0, peer1_0, peer0_1 and so on");
    }
    sided_ = side.has_value();
    std::string& octets = side == std::size_t{1} ? sides_.second : sides_.first;
    const std::size_t size = octets.size();
    at_ = after_comments(text_, at_ + 1);
    if (auto failed = read_list(octets)) {
        return failed;
    }
    last_size_ = octets.size() - size;
    ++arrays_;
    ++pieces_[side.value_or(0)];
    at_ = after_comments(text_, at_);
    while (at_ < text_.size() && (text_[at_] == ')' || text_[at_] == ';')) {
        at_ = after_comments(text_, at_ + 1);
    }
    return std::nullopt;
}

// `unsigned int x_len = 24;`, and nothing else, may stand behind the last array.
ArrayReader::Failed ArrayReader::read_length() {
    const std::string_view rest = text_.substr(at_);
    const std::size_t name = rest.find("_len = ");
    if (!rest.starts_with("unsigned int ") || name == std::string_view::npos) {
        return error_here("here is something behind the array", "the array alone");
    }
    const std::size_t number = name + std::string_view{"_len = "}.size();
    if (!rest.substr(number).starts_with(fmt::format("{};", last_size_))) {
        at_ += number;
        return error_here(fmt::format("the array has {}", counted(last_size_, "octet")),
                          "as many as its length says");
    }
    at_ = after_comments(text_, at_ + rest.find(';') + 1);
    return at_ == text_.size() ? std::nullopt
                               : Failed{error_here("here is something behind the array")};
}

SidesResult ArrayReader::read() {
    for (;;) {
        const std::size_t next = find_array(text_, at_, open_);
        if (next == std::string_view::npos) {
            break;
        }
        if (const auto failed = read_array(next)) {
            return *failed;
        }
    }
    if (at_ < text_.size()) {
        if (const auto failed = read_length()) {
            return *failed;
        }
    }
    return std::move(sides_);
}

}  // namespace

bool has_array(std::string_view text) {
    return bracket_of(text).has_value();
}

SidesResult parse_arrays(std::string_view text, const std::string& file) {
    const auto bracket = bracket_of(text);
    if (!bracket) {
        return input_error(text, file, 0, "here is no array of numbers",
                           "{0x00, 0x01} or [0, 1], whatever stands before it");
    }
    return ArrayReader{text, file, *bracket}.read();
}

}  // namespace tools
