// tshark writes "Follow: tcp,raw", a line for each peer ("Node 0: 127.0.0.1:50000"), and = lines
// around all of it; Wireshark's window the lines of a dump alone, those of one peer indented.

#include "tools/input/sides.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "h2core/wire/preface.hpp"
#include "sim/text/printable.hpp"
#include "tools/input/dump_line.hpp"

namespace tools {
namespace {

constexpr std::string_view kFollow = "Follow: ";
constexpr std::size_t kFollowOffsetDigits = 8;

bool is_follow_head(std::string_view line) {
    constexpr std::array kHeads = {std::string_view{"====="}, kFollow, std::string_view{"Filter: "},
                                   std::string_view{"Node 0: "}, std::string_view{"Node 1: "}};
    return std::ranges::any_of(kHeads, [&](std::string_view h) { return line.starts_with(h); });
}

bool is_indented(std::string_view line) {
    return line.starts_with(' ') || line.starts_with('\t');
}

// The lines of the window: both indented and not, all beginning with offsets.
bool is_window_dump(std::string_view text) {
    bool indented = false;
    bool not_indented = false;
    InputLines lines{text};
    for (InputLine line; lines.next(line);) {
        if (after_blanks(line.text, 0) == line.text.size()) {
            continue;
        }
        const auto dump = parse_dump_line(line);
        if (!dump || dump->marked || dump->digits.size() < kFollowOffsetDigits) {
            return false;
        }
        (is_indented(line.text) ? indented : not_indented) = true;
    }
    return indented && not_indented;
}

std::string blanked(std::string_view text, bool keep_indented) {
    std::string blank{text};
    InputLines lines{text};
    for (InputLine line; lines.next(line);) {
        if (is_follow_head(line.text) || is_indented(line.text) != keep_indented) {
            std::fill_n(blank.begin() + static_cast<std::ptrdiff_t>(line.at), line.text.size(),
                        ' ');
        }
    }
    return blank;
}

}  // namespace

OctetResult received_by(h2::Role receiver, Sides sides, std::string_view text,
                        const std::string& file) {
    if (sides.second.empty() || sides.first.empty()) {
        return std::move(sides.second.empty() ? sides.first : sides.second);
    }
    const bool first = sides.first.find(h2::kClientPreface) != std::string::npos;
    const bool second = sides.second.find(h2::kClientPreface) != std::string::npos;
    if (first == second) {
        return input_error(text, file, 0,
                           fmt::format("these are both directions, and the connection preface is "
                                       "in {} of them: whose octets are whose?",
                                       first ? "each" : "none"),
                           "", "keep the octets of one direction");
    }
    return std::move(first == (receiver == h2::Role::server) ? sides.first : sides.second);
}

std::optional<h2::Result<FollowText, sim::InputError>> follow_text(std::string_view text,
                                                                   const std::string& file) {
    FollowText follow;
    std::optional<InputLine> head;
    InputLines lines{text};
    for (InputLine line; lines.next(line);) {
        if (after_blanks(line.text, 0) < line.text.size() && !is_follow_head(line.text)) {
            break;
        }
        if (line.text.starts_with(kFollow)) {
            head = line;
        }
    }
    follow.dump = head ? head->text.ends_with(",hex") : is_window_dump(text);
    if (head && !follow.dump && !head->text.ends_with(",raw")) {
        return input_error(text, file, head->at, "Wireshark's Follow in a form that loses octets",
                           "Follow as hex dump or raw (tshark: -q -z follow,tcp,raw,0)");
    }
    if (!head && !follow.dump) {
        return std::nullopt;
    }
    const std::size_t again = head ? text.find(kFollow, head->at + 1) : std::string_view::npos;
    if (again != std::string_view::npos) {
        return input_error(text, file, again, "another stream begins here", "one connection");
    }
    follow.first = blanked(text, false);
    follow.second = blanked(text, true);
    return follow;
}

}  // namespace tools
