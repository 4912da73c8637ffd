// Hex digits are taken in pairs, and an error points at the digit that is wrong or has no partner.
// UTF-8 is what RFC 3629 says: no overlong forms, no surrogates, nothing above U+10FFFF.

#include "tools/wire/octet_text.hpp"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

#include "sim/text/printable.hpp"

namespace tools {
namespace {

constexpr std::size_t kOctetsPerLine = 16;

int digit_value(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

sim::InputError hex_error(std::string_view text, const std::string& file, std::size_t offset,
                          std::string message) {
    sim::InputError error = sim::error_at(file, text, sim::locate(text, offset));
    error.code = sim::ErrorCode::syntax;
    error.message = std::move(message);
    error.expected = "hex digits, two for an octet";
    return error;
}

}  // namespace

h2::Result<std::string, sim::InputError> parse_hex(std::string_view text, const std::string& file) {
    std::string octets;
    int high = -1;
    std::size_t high_at = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '#') {
            i = std::min(text.find('\n', i), text.size());
            continue;
        }
        if (is_space(text[i])) {
            continue;
        }
        const int value = digit_value(text[i]);
        if (value < 0) {
            const auto wrong =
                text.substr(i, std::max<std::size_t>(sim::sequence_size(text.substr(i)), 1));
            return hex_error(text, file, i,
                             fmt::format("{} is no hex digit", sim::in_quotes(wrong)));
        }
        if (high < 0) {
            high = value;
            high_at = i;
        } else {
            octets.push_back(static_cast<char>(high * 16 + value));
            high = -1;
        }
    }
    if (high >= 0) {
        return hex_error(text, file, high_at, "the last octet has one digit only");
    }
    return octets;
}

std::string to_hex(std::string_view octets) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string digits;
    digits.reserve(2 * octets.size());
    for (const char c : octets) {
        const auto octet = static_cast<unsigned char>(c);
        digits.push_back(kDigits[octet >> 4U]);
        digits.push_back(kDigits[octet & 0xfU]);
    }
    return digits;
}

std::string hex_lines(std::string_view octets) {
    std::string lines;
    for (std::size_t i = 0; i < octets.size(); ++i) {
        lines += to_hex(octets.substr(i, 1));
        lines += (i + 1) % kOctetsPerLine == 0 || i + 1 == octets.size() ? '\n' : ' ';
    }
    return lines;
}

bool is_hex(std::string_view digits) {
    return parse_hex(digits, "").has_value() && digits.find('#') == std::string_view::npos;
}

std::string octets_of_hex(std::string_view digits) {
    const auto octets = parse_hex(digits, "");
    return octets ? *octets : std::string{};
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t size = sim::sequence_size(text);
        if (size == 0) {
            return false;
        }
        text.remove_prefix(size);
    }
    return true;
}

nlohmann::json json_of_octets(std::string_view octets) {
    if (is_utf8(octets)) {
        return std::string{octets};
    }
    return {{"hex", to_hex(octets)}};
}

std::string octets_of_json(const nlohmann::json& json) {
    return json.is_object() ? octets_of_hex(json.at("hex").get_ref<const std::string&>())
                            : json.get<std::string>();
}

std::span<const std::byte> bytes_of(std::string_view octets) {
    return {reinterpret_cast<const std::byte*>(octets.data()), octets.size()};
}

std::string_view text_of(std::span<const std::byte> octets) {
    return {reinterpret_cast<const char*>(octets.data()), octets.size()};
}

}  // namespace tools
