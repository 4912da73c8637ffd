// A word for the shell stays as it is if each of its characters is plain; else it stands in single
// quotes, or as $'…' with escapes where a terminal must not see one of them.

#include "tools/system/wording.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "sim/text/printable.hpp"

namespace tools {
namespace {

bool is_plain(char letter) {
    constexpr std::string_view kPlain = "_-./=:,+@%";
    return std::isalnum(static_cast<unsigned char>(letter)) != 0 ||
           kPlain.find(letter) != std::string_view::npos;
}

// What a terminal must not see, in the quotes that most shells know.
std::string with_escapes(const std::string& text) {
    std::string quoted = "$'";
    for (const char letter : text) {
        quoted += is_plain(letter) ? std::string{letter}
                                   : fmt::format("\\x{:02x}", static_cast<unsigned char>(letter));
    }
    return quoted + "'";
}

}  // namespace

std::string grouped(std::uint64_t number) {
    std::string text = std::to_string(number);
    for (std::size_t end = text.size(); end > 3; end -= 3) {
        text.insert(end - 3, ",");
    }
    return text;
}

std::string megabytes(std::uint64_t octets) {
    return fmt::format("{}.{} MB", grouped(octets / 1'000'000), octets / 100'000 % 10);
}

std::string counted(std::uint64_t number, std::string_view noun) {
    return fmt::format("{} {}{}", grouped(number), noun, number == 1 ? "" : "s");
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : ", ") + word;
    }
    return text;
}

std::string shell_word(const std::string& text) {
    if (!text.empty() && std::all_of(text.begin(), text.end(), is_plain)) {
        return text;
    }
    if (sim::printable(text, text.size()) != text) {
        return with_escapes(text);
    }
    std::string quoted = "'";
    for (const char letter : text) {
        quoted += letter == '\'' ? std::string{"'\\''"} : std::string{letter};
    }
    return quoted + "'";
}

std::string path_word(const std::string& path) {
    return shell_word(path.size() > 1 && path.starts_with('-') ? "./" + path : path);
}

}  // namespace tools
