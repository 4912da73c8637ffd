// The escapes that C, Python, Rust, Go and the shells agree about; what they do not agree about is
// refused.

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "sim/text/printable.hpp"
#include "tools/input/source_literal.hpp"
#include "tools/input/source_text.hpp"

namespace tools {
namespace {

constexpr std::string_view kSimpleEscapes = "nrtabfv\\\"'";
constexpr std::string_view kSimpleOctets = "\n\r\t\a\b\f\v\\\"'";
constexpr int kLargestOctal = 255;

bool is_octal(char c) {
    return c >= '0' && c <= '7';
}

class StringReader {
  public:
    StringReader(std::string_view text, const std::string& file) : text_{text}, file_{file} {}

    OctetResult read();

  private:
    using Failed = std::optional<sim::InputError>;

    sim::InputError error_here(std::string message, std::string expected = "") const {
        return input_error(text_, file_, at_, std::move(message), std::move(expected));
    }
    [[nodiscard]] bool at_string() const;
    Failed read_string();
    Failed read_escape(bool two_digits);
    Failed read_hex_escape(bool two_digits);
    void read_octal_escape();

    std::string_view text_;
    const std::string& file_;
    std::size_t at_ = 0;
    std::string octets_;
};

StringReader::Failed StringReader::read_hex_escape(bool two_digits) {
    const std::size_t digits = hex_run(text_, at_ + 2);
    if (digits == 0) {
        return error_here("\\x without hex digits", "\\x00 to \\xff");
    }
    if (digits > 2 && !two_digits) {
        return error_here("is this one octet, as in C, or two digits of one and characters?",
                          "b\"…\" where an escape has two digits, or \"\" behind the escape");
    }
    const std::size_t taken = std::min<std::size_t>(digits, 2);
    const int high = taken == 2 ? hex_value(text_[at_ + 2]) : 0;
    octets_.push_back(static_cast<char>(high * 16 + hex_value(text_[at_ + 1 + taken])));
    at_ += 2 + taken;
    return std::nullopt;
}

// Of one to three digits.
void StringReader::read_octal_escape() {
    int value = 0;
    std::size_t end = at_ + 1;
    for (; end < text_.size() && end < at_ + 4 && is_octal(text_[end]); ++end) {
        const int next = value * 8 + (text_[end] - '0');
        if (next > kLargestOctal) {
            break;
        }
        value = next;
    }
    octets_.push_back(static_cast<char>(value));
    at_ = end;
}

StringReader::Failed StringReader::read_escape(bool two_digits) {
    const char kind = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    if (kind == 'x') {
        return read_hex_escape(two_digits);
    }
    if (is_octal(kind)) {
        read_octal_escape();
        return std::nullopt;
    }
    const std::size_t simple = kSimpleEscapes.find(kind);
    if (simple == std::string_view::npos) {
        return error_here(
            fmt::format("{} is no escape of an octet", sim::in_quotes(text_.substr(at_, 2))),
            "\\x00 to \\xff, or one of \\n \\r \\t \\0 \\\\ \\\"");
    }
    octets_.push_back(kSimpleOctets[simple]);
    at_ += 2;
    return std::nullopt;
}

// From its opening quote on.
StringReader::Failed StringReader::read_string() {
    const std::size_t begin = at_;
    const bool two_digits = begin > 0 && (text_[begin - 1] == 'b' || text_[begin - 1] == 'B');
    const char quote = text_[at_];
    for (++at_; at_ < text_.size() && text_[at_] != quote && text_[at_] != '\n';) {
        if (text_[at_] == '\\') {
            if (auto failed = read_escape(two_digits)) {
                return failed;
            }
        } else {
            octets_.push_back(text_[at_++]);
        }
    }
    if (at_ >= text_.size() || text_[at_] != quote) {
        at_ = begin;
        return error_here("the string has no end on its line");
    }
    ++at_;
    return std::nullopt;
}

bool StringReader::at_string() const {
    return at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\'');
}

OctetResult StringReader::read() {
    at_ = std::min(text_.find_first_of("\"'"), text_.size());
    if (!at_string()) {
        return error_here("here is no string in quotes");
    }
    while (at_string()) {
        if (const auto failed = read_string()) {
            return *failed;
        }
        at_ = after_comments(text_, at_);
        if (text_.substr(at_).starts_with('\\')) {  // joins lines
            at_ = after_comments(text_, at_ + 1);
        }
        const bool prefixed = text_.substr(at_, 2) == "b\"" || text_.substr(at_, 2) == "b'";
        at_ += prefixed ? 1 : 0;
    }
    while (at_ < text_.size() && (text_[at_] == ')' || text_[at_] == ';' || text_[at_] == ',')) {
        at_ = after_comments(text_, at_ + 1);
    }
    if (at_ < text_.size()) {
        return error_here("here is something behind the string", "the string alone");
    }
    return std::move(octets_);
}

}  // namespace

bool has_escaped_string(std::string_view text) {
    const std::size_t quote = text.find_first_of("\"'");
    if (quote == std::string_view::npos) {
        return false;
    }
    return text.find("\\x", quote) != std::string_view::npos ||
           text.find("\\0", quote) != std::string_view::npos;
}

OctetResult parse_escaped_string(std::string_view text, const std::string& file) {
    return StringReader{text, file}.read();
}

}  // namespace tools
