// Six bits for each character; whole octets are taken from the front of what is there.

#include "tools/input/base64.hpp"

#include <cstdint>

#include <fmt/format.h>

#include "sim/text/printable.hpp"

namespace tools {
namespace {

int base64_value(char c) {
    if (c >= 'A' && c <= 'Z') {
        return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
        return c - 'a' + 26;
    }
    if (is_decimal(c)) {
        return c - '0' + 52;
    }
    if (c == '+' || c == '-') {
        return 62;
    }
    return c == '/' || c == '_' ? 63 : -1;
}

// What has been read so far.
struct Base64State {
    std::string octets;
    std::uint32_t bits = 0;
    std::uint32_t count = 0;  // of bits that make no octet yet
    std::size_t characters = 0;
    std::size_t padding = 0;
    bool standard = false;  // has + or /
    bool for_urls = false;  // has - or _

    void take(char c) {
        bits = bits << 6U | static_cast<std::uint32_t>(base64_value(c));
        count += 6;
        ++characters;
        if (count >= 8) {
            count -= 8;
            octets.push_back(static_cast<char>(bits >> count & 0xffU));
            bits &= (1U << count) - 1U;
        }
        standard = standard || c == '+' || c == '/';
        for_urls = for_urls || c == '-' || c == '_';
    }
};

// Empty: the text may end here.
std::string wrong_at_end(const Base64State& state) {
    if (state.characters % 4 == 1) {
        return "base64 is cut off: its last character makes no octet";
    }
    if (state.bits != 0) {
        return "base64 ends in bits that belong to no octet and are not 0";
    }
    const bool padded = (state.characters + state.padding) % 4 == 0;
    if (!padded && (state.padding > 0 || !state.for_urls)) {
        return "base64 is cut off: its characters come in fours";
    }
    return {};
}

}  // namespace

OctetResult parse_base64(std::string_view text, const std::string& file) {
    Base64State state;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (is_blank(c)) {
            continue;
        }
        if (c == '=' && state.padding < 2 && state.characters % 4 >= 2) {
            ++state.padding;
            continue;
        }
        if (base64_value(c) < 0 || state.padding > 0) {
            return input_error(text, file, i,
                               fmt::format("{} does not belong into base64 here",
                                           sim::in_quotes(text.substr(i, 1))));
        }
        state.take(c);
        if (state.standard && state.for_urls) {
            return input_error(text, file, i, "characters of both alphabets of base64",
                               "+ and /, or - and _");
        }
    }
    const std::string wrong = wrong_at_end(state);
    if (!wrong.empty()) {
        return input_error(text, file, text.size(), wrong);
    }
    return state.octets;
}

}  // namespace tools
