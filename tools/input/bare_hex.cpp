// Runs of digits and what may stand between them. A run of an odd number is an error: which digit
// stands alone is not known.

#include "tools/input/bare_hex.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/text/printable.hpp"

namespace tools {
namespace {

constexpr std::string_view kHexExpected = "hex digits, two for an octet";

bool separates_octets(char c) {
    return is_blank(c) || c == ',' || c == ';' || c == ':' || c == '-';
}

bool may_follow(char c) {
    return separates_octets(c) || c == '#' || c == '\\';
}

// Of 0x or \x at this place, before a digit.
std::size_t hex_prefix(std::string_view text, std::size_t at) {
    const std::string_view two = text.substr(at, 2);
    const bool prefix = two == "0x" || two == "0X" || two == "\\x";
    return prefix && hex_run(text, at + 2) > 0 ? 2 : 0;
}

}  // namespace

OctetResult parse_bare_hex(std::string_view text, const std::string& file) {
    std::string octets;
    std::size_t at = 0;
    while (at < text.size()) {
        if (separates_octets(text[at])) {
            ++at;
            continue;
        }
        if (text[at] == '#') {
            at = std::min(text.find('\n', at), text.size());
            continue;
        }
        const std::size_t prefix = hex_prefix(text, at);
        const std::size_t first = at + prefix;
        const std::size_t run = hex_run(text, first);
        const std::size_t end = first + run;
        if (run == 0 || (run % 2 != 0 && end < text.size() && !may_follow(text[end]))) {
            const std::size_t wrong_at = run == 0 ? at : end;
            const std::string_view rest = text.substr(wrong_at);
            const std::string_view wrong =
                rest.substr(0, std::max<std::size_t>(sim::sequence_size(rest), 1));
            return input_error(text, file, wrong_at,
                               fmt::format("{} is no hex digit", sim::in_quotes(wrong)),
                               std::string{kHexExpected});
        }
        if (run == 1 && prefix > 0 && text[at] == '0') {
            octets.push_back(static_cast<char>(hex_value(text[first])));
        } else if (run % 2 != 0) {
            return input_error(text, file, at,
                               run == 1 ? "one hex digit is no octet"
                                        : fmt::format("{} hex digits are no octets", run),
                               std::string{kHexExpected},
                               "--hex takes digits in pairs, wherever blanks stand");
        } else {
            append_hex(octets, text.substr(first, run));
        }
        at = end;
    }
    return octets;
}

}  // namespace tools
