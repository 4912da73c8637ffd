// Groups of digits are parted by one blank, or by two in the middle of a line; more than that, and
// what follows are characters. A group that is shorter than the first one is the last.

#include "tools/input/dump_line.hpp"

#include <algorithm>
#include <charconv>

#include "sim/text/printable.hpp"

namespace tools {
namespace {

constexpr std::size_t kFewestOffsetDigits = 4;
constexpr std::size_t kMostOffsetDigits = 16;
constexpr std::size_t kHalfOfLine = 8;       // octets before the wider gap
constexpr std::size_t kLongestLine = 4'096;  // octets; no tool writes longer ones

bool ends_token(std::string_view line, std::size_t at) {
    return at >= line.size() || line[at] == ' ' || line[at] == '\t';
}

void read_groups(DumpLine& dump, std::size_t at) {
    const std::string_view line = dump.line.text;
    std::size_t gap = 1;  // wherever the first group stands
    for (at = std::min(line.find_first_not_of(" \t", at), line.size());
         at < line.size() && dump.octets.size() < kLongestLine;) {
        const std::size_t run = hex_run(line, at);
        const std::size_t size = run / 2;
        const bool first = dump.group == 0;
        if (run == 0 || run % 2 != 0 || !ends_token(line, at + run) ||
            (!first && size > dump.group) ||
            (gap != 1 && !(gap == 2 && dump.octets.size() == kHalfOfLine))) {
            return;
        }
        dump.group = first ? size : dump.group;
        append_hex(dump.octets, line.substr(at, run));
        dump.stops.push_back({dump.octets.size(), at + run});
        const std::size_t next = std::min(line.find_first_not_of(' ', at + run), line.size());
        gap = next - (at + run);
        at = next;
        if (size < dump.group) {
            return;
        }
    }
}

// Whether these are the octets as characters, from the first on.
bool same_characters(std::string_view shown, std::string_view octets, bool gap_in_middle) {
    for (std::size_t i = 0; i < octets.size(); ++i) {
        if (gap_in_middle && i == kHalfOfLine) {
            if (!shown.starts_with(' ')) {
                return false;
            }
            shown.remove_prefix(1);
        }
        if (shown.empty()) {  // blanks at the end of a line are easily lost
            return octets.find_first_not_of(' ', i) == std::string_view::npos;
        }
        const auto octet = static_cast<unsigned char>(octets[i]);
        const bool printable = octet >= 0x20U && octet < 0x7fU;
        const bool beyond_ascii = static_cast<unsigned char>(shown.front()) >= 0x80U;
        if (shown.front() != '.' && !(printable && shown.front() == octets[i]) &&
            (printable || !beyond_ascii)) {
            return false;
        }
        shown.remove_prefix(std::max<std::size_t>(sim::sequence_size(shown), 1));
    }
    return shown.find_first_not_of(' ') == std::string_view::npos;
}

bool between(std::string_view rest, char left, char right, std::string_view octets) {
    return rest.size() >= 2 && rest.front() == left && rest.back() == right &&
           same_characters(rest.substr(1, rest.size() - 2), octets, false);
}

}  // namespace

std::optional<std::uint64_t> DumpLine::offset(int radix) const {
    std::uint64_t value = 0;
    const char* end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, value, radix);
    return error == std::errc{} && stop == end ? std::optional{value} : std::nullopt;
}

const DumpStop* DumpLine::stop_after(std::uint64_t count) const {
    const auto found =
        std::ranges::find_if(stops, [count](const DumpStop& s) { return s.octets == count; });
    return found == stops.end() ? nullptr : &*found;
}

std::optional<DumpLine> parse_dump_line(const InputLine& line) {
    DumpLine dump;
    dump.line = line;
    const std::string_view text = line.text;
    std::size_t at = std::min(text.find_first_not_of(" \t"), text.size());
    dump.prefixed = text.substr(at).starts_with("0x");
    at += dump.prefixed ? 2 : 0;
    const std::size_t run = hex_run(text, at);
    if (run < kFewestOffsetDigits || run > kMostOffsetDigits) {
        return std::nullopt;
    }
    dump.offset_at = at;
    dump.digits = text.substr(at, run);
    at += run;
    dump.marked = text.substr(at).starts_with(':');
    at += dump.marked ? 1 : 0;
    if (!ends_token(text, at)) {
        return std::nullopt;
    }
    read_groups(dump, at);
    return dump;
}

DumpColumn column_after(std::string_view rest, std::string_view octets) {
    const std::size_t first = std::min(rest.find_first_not_of(" \t"), rest.size());
    if (first == rest.size()) {
        return DumpColumn::none;
    }
    const std::string_view word = rest.substr(first, rest.find_last_not_of(" \t") + 1 - first);
    if (between(word, '|', '|', octets) || between(word, '>', '<', octets)) {
        return DumpColumn::agrees;
    }
    // Octets that are blanks stand before the first character that is none, unless they are dots.
    const std::size_t blanks = std::min(octets.find_first_not_of(' '), octets.size());
    for (const std::size_t before : {blanks, blanks + 1, std::size_t{0}}) {
        if (before < first) {
            const std::string_view shown = rest.substr(first - before);
            if (same_characters(shown, octets, false) ||
                (octets.size() > kHalfOfLine && same_characters(shown, octets, true))) {
                return DumpColumn::agrees;
            }
        }
    }
    return DumpColumn::differs;
}

}  // namespace tools
