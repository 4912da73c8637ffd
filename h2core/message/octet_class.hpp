#pragma once
// What an octet may stand in: one table for the grammars that RFC 9113 section 8 refers to.
// Internal to h2core/message.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace h2::octet_class {

// Bits of a class. A text belongs to a class when all of its octets do.
inline constexpr std::uint8_t kName = 1;        // RFC 9113 section 8.2.1, after a leading colon
inline constexpr std::uint8_t kValue = 2;       // RFC 9113 section 8.2.1, at any position
inline constexpr std::uint8_t kToken = 4;       // RFC 9110 section 5.6.2
inline constexpr std::uint8_t kTarget = 8;      // no octet that ends a request target: CTL, SP
inline constexpr std::uint8_t kAuthority = 16;  // RFC 3986 section 3.2
inline constexpr std::uint8_t kScheme = 32;     // RFC 3986 section 3.1, after the first letter
inline constexpr std::uint8_t kDigit = 64;

constexpr bool contains(std::string_view set, char c) {
    return set.find(c) != std::string_view::npos;
}

constexpr std::uint8_t classes_of(std::uint8_t octet) {
    const char c = static_cast<char>(octet);
    const bool upper = octet >= 'A' && octet <= 'Z';
    const bool digit = octet >= '0' && octet <= '9';
    const bool alphanumeric = upper || digit || (octet >= 'a' && octet <= 'z');
    std::uint8_t classes = 0;
    const auto add_if = [&classes](bool member, std::uint8_t bit) {
        classes = static_cast<std::uint8_t>(classes | (member ? bit : 0));
    };
    add_if(octet > 0x20 && octet < 0x7f && !upper && octet != ':', kName);
    add_if(octet != '\0' && octet != '\n' && octet != '\r', kValue);
    add_if(alphanumeric || (octet != 0 && contains("!#$%&'*+-.^_`|~", c)), kToken);
    add_if(octet > 0x20 && octet != 0x7f, kTarget);
    add_if(alphanumeric || (octet != 0 && contains("-._~!$&'()*+,;=%:@[]", c)), kAuthority);
    add_if(alphanumeric || (octet != 0 && contains("+-.", c)), kScheme);
    add_if(digit, kDigit);
    return classes;
}

inline constexpr std::array<std::uint8_t, 256> kTable = [] {
    std::array<std::uint8_t, 256> table{};
    for (std::size_t octet = 0; octet < table.size(); ++octet) {
        table[octet] = classes_of(static_cast<std::uint8_t>(octet));
    }
    return table;
}();

// True for an empty text.
constexpr bool all_of(std::string_view text, std::uint8_t bit) {
    std::uint8_t common = bit;
    for (const char c : text) {
        common = static_cast<std::uint8_t>(common & kTable[static_cast<std::uint8_t>(c)]);
    }
    return common != 0;
}

constexpr char to_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// ABNF literals, schemes and hosts are case-insensitive (RFC 5234 section 2.3, RFC 3986 section
// 6.2.2.1).
constexpr bool equal_ignoring_case(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) {
        return false;
    }
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (to_lower(a[i]) != to_lower(b[i])) {
            return false;
        }
    }
    return true;
}

}  // namespace h2::octet_class
