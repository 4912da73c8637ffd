#pragma once
// What may stand between the parts of a source text.

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "tools/input/input_text.hpp"

namespace tools {

// The first place from `at` on that is neither blank nor in a comment (/* */, // and # to the end
// of the line), or the end.
inline std::size_t after_comments(std::string_view text, std::size_t at) {
    for (;;) {
        at = after_blanks(text, at);
        const std::string_view rest = text.substr(at);
        if (rest.starts_with("/*")) {
            const std::size_t end = rest.find("*/", 2);
            at = end == std::string_view::npos ? text.size() : at + end + 2;
        } else if (rest.starts_with("//") || rest.starts_with('#')) {
            at = std::min(text.find('\n', at), text.size());
        } else {
            return at;
        }
    }
}

}  // namespace tools
