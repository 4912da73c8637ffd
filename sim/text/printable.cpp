// Decodes UTF-8 strictly (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF). An
// octet that is no part of a valid sequence counts as a character of its own, and is never shown as
// it is.

#include "sim/text/printable.hpp"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

namespace sim {
namespace {

struct Character {
    std::uint32_t code = 0;
    std::size_t size = 1;
    bool valid = true;
};

bool continues(std::string_view text, std::size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

std::size_t size_after(unsigned char lead) {
    if (lead < 0x80U) {
        return 1;
    }
    if (lead >= 0xC2U && lead < 0xE0U) {
        return 2;
    }
    if (lead >= 0xE0U && lead < 0xF0U) {
        return 3;
    }
    if (lead >= 0xF0U && lead < 0xF5U) {
        return 4;
    }
    return 0;
}

// RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_scalar_value(std::uint32_t code, std::size_t size) {
    constexpr std::uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
    return code >= kSmallest[size] && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
}

Character character_at(std::string_view text, std::size_t at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t size = size_after(lead);
    if (size == 0) {
        return {lead, 1, false};
    }
    if (size == 1) {
        return {lead, 1, true};
    }
    std::uint32_t code = lead & (0x7FU >> size);
    for (std::size_t i = 1; i < size; ++i) {
        if (!continues(text, at + i)) {
            return {lead, 1, false};
        }
        code = (code << 6U) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
    }
    if (!is_scalar_value(code, size)) {
        return {lead, 1, false};
    }
    return {code, size, true};
}

bool is_harmful(std::uint32_t code) {
    return code < 0x20 || (code >= 0x7F && code < 0xA0)  // C0, DEL, C1
           || code == 0x061C || code == 0xFEFF || (code >= 0x200B && code <= 0x200F) ||
           (code >= 0x2028 && code <= 0x202E) || (code >= 0x2060 && code <= 0x206F);
}

std::string escape(Character character) {
    if (!character.valid || character.code < 0x100) {
        switch (character.valid ? character.code : 0) {
            case '\n': return "\\n";
            case '\r': return "\\r";
            case '\t': return "\\t";
            default: return fmt::format("\\x{:02x}", character.code);  // a character
        }
    }
    return fmt::format("\\u{:04x}", character.code);
}

}  // namespace

std::size_t sequence_size(std::string_view text) {
    const Character first = text.empty() ? Character{} : character_at(text, 0);
    return first.valid ? first.size : 0;
}

std::string printable(std::string_view text, std::size_t max_characters) {
    std::string result;
    std::size_t shown = 0;
    for (std::size_t at = 0; at < text.size(); ++shown) {
        if (shown == max_characters) {
            return result + "…";
        }
        const Character character = character_at(text, at);
        if (!character.valid || is_harmful(character.code)) {
            result += escape(character);
        } else {
            result += text.substr(at, character.size);
        }
        at += character.size;
    }
    return result;
}

std::string in_quotes(std::string_view text, std::size_t max_characters) {
    return '"' + printable(text, max_characters) + '"';
}

std::string printable_line(std::string_view line) {
    std::string result;
    for (std::size_t at = 0; at < line.size();) {
        const Character character = character_at(line, at);
        if (character.code == '\t') {
            result += ' ';
        } else if (!character.valid || is_harmful(character.code)) {
            result += '?';
        } else {
            result += line.substr(at, character.size);
        }
        at += character.size;
    }
    return result;
}

std::size_t count_characters(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, std::min(offset, text.size()));
    std::size_t count = 0;
    for (std::size_t at = 0; at < before.size(); ++count) {
        at += character_at(before, at).size;
    }
    return count;
}

}  // namespace sim
