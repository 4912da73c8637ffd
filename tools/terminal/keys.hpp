#pragma once
// Keys as a terminal sends them: octets in, keys out. Nothing here touches a terminal.

#include <cstdint>
#include <optional>
#include <string>

namespace tools {

struct Key {
    enum class Kind : std::uint8_t {
        text,  // a character: `text`
        enter,
        escape,
        backspace,
        clear,   // Ctrl-U: what has been typed is gone
        redraw,  // Ctrl-L
        up,
        down,
        left,
        right,
        home,
        end,
        page_up,
        page_down,
        unknown,  // a key, or octets, without a meaning here
    };
    Kind kind = Kind::unknown;
    std::string text;  // one character in UTF-8, no control character
    bool operator==(const Key&) const = default;
};

// Takes the first key out of the octets. None if there are no octets, or if they may be the
// beginning of a longer key; with `all_is_here` they are taken for what they are: a lone ESC is the
// escape key then.
std::optional<Key> take_key(std::string& octets, bool all_is_here);

}  // namespace tools
