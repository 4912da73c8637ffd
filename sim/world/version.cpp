// Reads a version from left to right: three numbers of at most nine digits each, so that none
// overflows, then the suffix. Only the numbers are compared.

#include "sim/world/version.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace sim {
namespace {

constexpr std::size_t kLongest = 60;
constexpr std::size_t kMostDigits = 9;

using Numbers = std::array<std::uint32_t, 3>;

bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}

bool is_suffix_letter(char letter) {
    return is_digit(letter) || (letter >= 'a' && letter <= 'z') ||
           (letter >= 'A' && letter <= 'Z') || letter == '.' || letter == '-';
}

bool is_suffix(std::string_view text) {
    return text.empty() || (text.size() > 1 && (text[0] == '-' || text[0] == '+') &&
                            std::all_of(text.begin() + 1, text.end(), is_suffix_letter));
}

// Takes the digits at the beginning of the text.
std::optional<std::uint32_t> take_number(std::string_view& text) {
    std::uint32_t number = 0;
    std::size_t digits = 0;
    for (; digits < text.size() && is_digit(text[digits]); ++digits) {
        if (digits == kMostDigits) {
            return std::nullopt;
        }
        number = number * 10 + static_cast<std::uint32_t>(text[digits] - '0');
    }
    text.remove_prefix(digits);
    return digits == 0 ? std::nullopt : std::optional{number};
}

std::optional<Numbers> numbers_of(std::string_view text) {
    if (text.size() > kLongest) {
        return std::nullopt;
    }
    Numbers numbers{};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (i > 0 && !text.starts_with('.')) {
            return std::nullopt;
        }
        text.remove_prefix(i > 0 ? 1 : 0);
        const auto number = take_number(text);
        if (!number) {
            return std::nullopt;
        }
        numbers[i] = *number;
    }
    return is_suffix(text) ? std::optional{numbers} : std::nullopt;
}

}  // namespace

std::string_view version() {
    return H2SIM_VERSION;
}

bool is_version(std::string_view text) {
    return numbers_of(text).has_value();
}

bool is_newer(std::string_view version, std::string_view than) {
    return numbers_of(version) > numbers_of(than);
}

}  // namespace sim
