// Lines broken where their readers do not mind: a person at spaces, a shell at a backslash.

#include "tools/tables/prose.hpp"

#include <algorithm>
#include <vector>

#include "sim/text/columns.hpp"

namespace tools {
namespace {

constexpr std::size_t kFurther = 2;          // columns, of what goes on
constexpr std::string_view kGoesOn = " \\";  // at the end of a line of a shell

// The words of a command as it is written, with their quotes; an option and its value are one.
std::vector<std::string> words_of(std::string_view command) {
    std::vector<std::string> words(1);
    bool quoted = false;
    for (const char letter : command) {
        quoted = quoted != (letter == '\'');
        if (letter == ' ' && !quoted) {
            words.emplace_back();
        } else {
            words.back() += letter;
        }
    }
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        if (words[i].starts_with("--") && !words[i + 1].starts_with('-')) {
            words[i] += " " + words[i + 1];
            words.erase(words.begin() + static_cast<std::ptrdiff_t>(i) + 1);
        }
    }
    return words;
}

}  // namespace

std::string folded(std::string_view text, std::size_t width) {
    std::string result;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        const bool ended = line.size() < text.size();
        text.remove_prefix(line.size() + (ended ? 1 : 0));
        if (sim::columns_of(line) <= width) {
            result.append(line);
        } else {
            const std::size_t indent = std::min(line.find_first_not_of(' ') + kFurther, width / 2);
            const auto parts = sim::wrapped(line, width, indent);
            for (std::size_t i = 0; i < parts.size(); ++i) {
                result += (i == 0 ? "" : "\n") + parts[i];
            }
        }
        result += ended ? "\n" : "";
    }
    return result;
}

std::string folded_command(std::string_view command, std::size_t indent, std::size_t width) {
    std::string text(indent, ' ');
    std::size_t column = indent;
    bool first = true;
    const std::vector<std::string> words = words_of(command);
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::size_t needed =
            sim::columns_of(words[i]) + (i + 1 < words.size() ? kGoesOn.size() : 0);
        if (!first && column + 1 + needed > width) {
            text.append(kGoesOn).append("\n").append(std::string(indent + 2 * kFurther, ' '));
            column = indent + 2 * kFurther;
            first = true;
        }
        text += (first ? "" : " ") + words[i];
        column += sim::columns_of(words[i]) + (first ? 0 : 1);
        first = false;
    }
    return text + "\n";
}

}  // namespace tools
