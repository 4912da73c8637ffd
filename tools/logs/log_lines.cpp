// Cuts a text at its line feeds and takes out the sequences of ECMA-48 that colour it.

#include "tools/logs/log_lines.hpp"

#include <algorithm>

namespace tools {
namespace {

constexpr std::size_t kLongestLogLine = 65'536;  // octets; a frame is told in a few hundred
constexpr char kEscape = '\x1b';

std::string without_colours(std::string_view line) {
    std::string plain;
    while (!line.empty()) {
        const std::size_t escape = std::min(line.find(kEscape), line.size());
        plain += line.substr(0, escape);
        line.remove_prefix(escape);
        if (line.starts_with("\x1b[")) {  // parameters, then a final octet from '@' on
            const auto* const final =
                std::ranges::find_if(line.substr(2), [](char c) { return c >= '@' && c <= '~'; });
            line.remove_prefix(std::min<std::size_t>(
                static_cast<std::size_t>(final - line.data()) + 1, line.size()));
        } else if (!line.empty()) {
            line.remove_prefix(1);
        }
    }
    return plain;
}

}  // namespace

LogLines::LogLines(std::string_view text) : rest_{text} {
    constexpr std::string_view kMark = "\xef\xbb\xbf";
    if (rest_.starts_with(kMark)) {
        rest_.remove_prefix(kMark.size());
    }
}

std::optional<std::string_view> LogLines::next() {
    if (rest_.empty()) {
        return std::nullopt;
    }
    ++number_;
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    if (line.size() > kLongestLogLine) {
        ++too_long_;
        return std::string_view{};
    }
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    if (line.find(kEscape) != line.npos) {
        plain_ = without_colours(line);
        line = plain_;
    }
    return line;
}

}  // namespace tools
