#include "sim/trace/svg_text.hpp"

#include <algorithm>

#include "sim/text/printable.hpp"

namespace sim {
namespace {

// The octets of the character that begins the text, which is valid UTF-8.
std::size_t size_of_first(std::string_view text) {
    std::size_t size = 1;
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) {
        ++size;
    }
    return size;
}

// From U+1100 on most scripts with a width of their own are wide; to count one too many only
// leaves a gap.
std::size_t columns_of_first(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text[0]);
    const bool punctuation = text.starts_with("\xE2\x80");  // U+2000 … U+203F: dashes, quotes, …
    return lead >= 0xE1U && !punctuation ? 2 : 1;
}

bool forbidden_in_xml(std::string_view character) {
    return character == "\xEF\xBF\xBE" || character == "\xEF\xBF\xBF";  // U+FFFE, U+FFFF
}

}  // namespace

std::string xml_text(std::string_view text) {
    const std::string valid = printable(text, text.size());
    std::string result;
    for (std::size_t at = 0; at < valid.size();) {
        const std::size_t size = size_of_first(std::string_view{valid}.substr(at));
        const std::string_view character = std::string_view{valid}.substr(at, size);
        if (character == "<") {
            result += "&lt;";
        } else if (character == ">") {
            result += "&gt;";
        } else if (character == "&") {
            result += "&amp;";
        } else if (character == "\"") {
            result += "&quot;";
        } else if (character == "'") {
            result += "&#39;";
        } else if (forbidden_in_xml(character)) {
            result += "\xEF\xBF\xBD";  // U+FFFD
        } else {
            result += character;
        }
        at += size;
    }
    return result;
}

std::size_t columns_of(std::string_view text) {
    const std::string valid = printable(text, text.size());
    std::size_t columns = 0;
    for (std::string_view left = valid; !left.empty(); left.remove_prefix(size_of_first(left))) {
        columns += columns_of_first(left);
    }
    return columns;
}

std::string cut_to(std::string_view text, std::size_t columns) {
    std::string valid = printable(text, text.size());
    if (columns_of(valid) <= columns) {
        return valid;
    }
    std::string result;
    std::size_t used = 1;  // "…"
    for (std::string_view left = valid; !left.empty();) {
        const std::size_t size = size_of_first(left);
        used += columns_of_first(left);
        if (used > columns) {
            break;
        }
        result += left.substr(0, size);
        left.remove_prefix(size);
    }
    return result + "…";
}

std::vector<std::string> wrapped(std::string_view text, std::size_t columns) {
    const std::string valid = printable(text, text.size());
    std::vector<std::string> lines;
    std::string line;
    std::size_t width = 0;
    const auto end_line = [&] {
        lines.push_back(line);
        line.clear();
        width = 0;
    };
    for (std::string_view left = valid; !left.empty();) {
        const std::string_view word = left.substr(0, left.find(' '));
        left.remove_prefix(std::min(left.size(), word.size() + 1));
        if (width > 0 && width + 1 + columns_of(word) > columns) {
            end_line();
        } else if (width > 0) {
            line += ' ';
            ++width;
        }
        for (std::string_view rest = word; !rest.empty();) {
            const std::size_t size = size_of_first(rest);
            if (width + columns_of_first(rest) > columns) {
                end_line();
            }
            width += columns_of_first(rest);
            line += rest.substr(0, size);
            rest.remove_prefix(size);
        }
    }
    if (!line.empty()) {
        end_line();
    }
    return lines;
}

}  // namespace sim
