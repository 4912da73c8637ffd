#pragma once
// Octets, fields and tables as text, for tests of HPACK.

#include <string>
#include <string_view>
#include <vector>

#include "h2core/hpack/decoder.hpp"
#include "h2core/hpack/encoder.hpp"

namespace test {

using Octets = std::vector<std::byte>;

inline Octets octets(std::string_view hex) {
    const auto digit = [](char letter) {
        return static_cast<unsigned>(letter <= '9' ? letter - '0' : letter - 'a' + 10);
    };
    Octets bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        bytes.push_back(static_cast<std::byte>(digit(hex[i]) << 4U | digit(hex[i + 1])));
    }
    return bytes;
}

inline std::string hex(const Octets& octets) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const std::byte octet : octets) {
        text += digits[std::to_integer<std::size_t>(octet) >> 4U];
        text += digits[std::to_integer<std::size_t>(octet) & 15U];
    }
    return text;
}

inline Octets operator+(Octets left, const Octets& right) {
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

inline Octets text_octets(std::string_view text) {
    Octets bytes;
    for (const char letter : text) {
        bytes.push_back(static_cast<std::byte>(letter));
    }
    return bytes;
}

// "name: value" lines; never-indexed fields have "! " in front.
inline std::string to_text(const std::vector<h2::Field>& fields) {
    std::string text;
    for (const h2::Field& field : fields) {
        text += field.never_indexed ? "! " : "";
        text += std::string{field.name} + ": " + std::string{field.value} + "\n";
    }
    return text;
}

inline std::string to_text(const h2::hpack::DynamicTable& table) {
    std::vector<h2::Field> fields;
    for (std::uint32_t i = 0; i < table.entries(); ++i) {
        fields.push_back({table[i].name, table[i].value, false});
    }
    return to_text(fields);
}

// The reverse of to_text(); refers to `text`.
inline std::vector<h2::Field> to_fields(std::string_view text) {
    std::vector<h2::Field> fields;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(line.size() + 1);
        const bool never_indexed = line.starts_with("! ");
        const std::string_view field = line.substr(never_indexed ? 2 : 0);
        const std::size_t colon = field.find(": ");
        fields.push_back({field.substr(0, colon), field.substr(colon + 2), never_indexed});
    }
    return fields;
}

inline Octets encode(h2::hpack::Encoder& encoder, std::string_view fields) {
    Octets block;
    encoder.encode(to_fields(fields), block);
    return block;
}

inline h2::RuleId decode(h2::hpack::Decoder& decoder, std::string_view hexadecimal) {
    h2::hpack::FieldSection section;
    return decoder.decode(octets(hexadecimal), section);
}

// As a decoder that has seen nothing.
inline h2::RuleId decode(std::string_view hexadecimal) {
    h2::hpack::Decoder decoder;
    return decode(decoder, hexadecimal);
}

inline std::string decoded(h2::hpack::Decoder& decoder, const Octets& block) {
    h2::hpack::FieldSection section;
    const h2::RuleId rule = decoder.decode(block, section);
    return rule == h2::RuleId::none ? to_text(section.list().fields)
                                    : std::string{h2::rule(rule).slug};
}

}  // namespace test
