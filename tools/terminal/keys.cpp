// A sequence after ESC is measured by the grammar of ECMA-48 before it is looked up, so that one
// that is not known is taken whole. ESC before any other octet is the escape key.

#include "tools/terminal/keys.hpp"

#include <array>
#include <string_view>
#include <utility>

#include "sim/text/printable.hpp"

namespace tools {
namespace {

constexpr char kEscape = '\x1b';
constexpr std::size_t kLongestSequence = 32;  // more than any key has

// What follows ESC, as xterm and its many relatives, the Linux console, screen and tmux send it.
constexpr std::array<std::pair<std::string_view, Key::Kind>, 20> kSequences{{
    {"[A", Key::Kind::up},    {"[B", Key::Kind::down},       {"[C", Key::Kind::right},
    {"[D", Key::Kind::left},  {"OA", Key::Kind::up},         {"OB", Key::Kind::down},
    {"OC", Key::Kind::right}, {"OD", Key::Kind::left},       {"[H", Key::Kind::home},
    {"[F", Key::Kind::end},   {"OH", Key::Kind::home},       {"OF", Key::Kind::end},
    {"[1~", Key::Kind::home}, {"[4~", Key::Kind::end},       {"[7~", Key::Kind::home},
    {"[8~", Key::Kind::end},  {"[5~", Key::Kind::page_up},   {"[6~", Key::Kind::page_down},
    {"OM", Key::Kind::enter}, {"[3~", Key::Kind::backspace},
}};

Key taken(std::string& octets, std::size_t size, Key::Kind kind) {
    octets.erase(0, size);
    return {kind, {}};
}

// Octets of the sequence at the beginning; 0: it has not ended yet. ECMA-48: parameters and
// intermediates from 0x20 to 0x3f, then one final octet.
std::size_t sequence_size(std::string_view octets) {
    std::size_t size = 2;
    if (octets[1] == '[') {
        while (size < octets.size() && octets[size] >= 0x20 && octets[size] <= 0x3f) {
            ++size;
        }
    }
    if (size > kLongestSequence) {
        return size;
    }
    return size < octets.size() ? size + 1 : 0;
}

std::optional<Key> take_sequence(std::string& octets, bool all_is_here) {
    if (octets.size() == 1 || (octets[1] != '[' && octets[1] != 'O')) {
        // Alone, or typed before another key.
        return octets.size() > 1 || all_is_here ? std::optional{taken(octets, 1, Key::Kind::escape)}
                                                : std::nullopt;
    }
    const std::size_t size = sequence_size(octets);
    if (size == 0) {
        return all_is_here ? std::optional{taken(octets, octets.size(), Key::Kind::unknown)}
                           : std::nullopt;
    }
    const std::string_view sequence = std::string_view{octets}.substr(1, size - 1);
    for (const auto& [known, kind] : kSequences) {
        if (known == sequence) {
            return taken(octets, size, kind);
        }
    }
    return taken(octets, size, Key::Kind::unknown);
}

std::size_t character_size(unsigned char lead) {
    return lead < 0x80U ? 1 : lead < 0xe0U ? 2 : lead < 0xf0U ? 3 : 4;
}

Key::Kind control_key(char octet) {
    switch (octet) {
        case '\r':
        case '\n': return Key::Kind::enter;
        case '\b':
        case '\x7f': return Key::Kind::backspace;
        case '\x0c': return Key::Kind::redraw;
        case '\x15': return Key::Kind::clear;
        default: return Key::Kind::unknown;  // a character
    }
}

}  // namespace

std::optional<Key> take_key(std::string& octets, bool all_is_here) {
    if (octets.empty()) {
        return std::nullopt;
    }
    if (octets[0] == kEscape) {
        return take_sequence(octets, all_is_here);
    }
    const auto lead = static_cast<unsigned char>(octets[0]);
    if (lead < 0x20U || lead == 0x7fU) {
        return taken(octets, 1, control_key(octets[0]));
    }
    const std::size_t size = character_size(lead);
    if (octets.size() < size && !all_is_here) {
        return std::nullopt;
    }
    const std::string character = octets.substr(0, size);
    if (character.size() < size || sim::printable(character) != character) {
        return taken(octets, 1, Key::Kind::unknown);  // not UTF-8, or nothing one can see
    }
    octets.erase(0, size);
    return Key{Key::Kind::text, character};
}

}  // namespace tools
