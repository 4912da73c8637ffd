// Widths of texts, by libunistring.

#include "sim/text/columns.hpp"

#include <algorithm>
#include <cstdint>

#include <unigbrk.h>
#include <uniwidth.h>

#include "sim/text/printable.hpp"

namespace sim {
namespace {

constexpr std::string_view kEllipsis = "…";
constexpr std::string_view kAsEmoji = "\xEF\xB8\x8F";  // U+FE0F: what is before it is an emoji

// A character with the marks that belong to it.
struct Cluster {
    std::size_t octets = 0;
    std::size_t columns = 0;
};

// The first one of a text that is valid UTF-8 and not empty.
Cluster first_of(std::string_view text) {
    const auto* const begin = reinterpret_cast<const std::uint8_t*>(text.data());
    const std::uint8_t* const end = u8_grapheme_next(begin, begin + text.size());
    const auto octets = static_cast<std::size_t>(end - begin);
    const int width = u8_width(begin, octets, "UTF-8");
    const bool emoji = text.substr(0, octets).ends_with(kAsEmoji);
    return {octets, static_cast<std::size_t>(emoji ? std::max(width, 2) : std::max(width, 0))};
}

std::size_t width_of(std::string_view text) {
    std::size_t columns = 0;
    while (!text.empty()) {
        const Cluster cluster = first_of(text);
        columns += cluster.columns;
        text.remove_prefix(cluster.octets);
    }
    return columns;
}

// How many octets from the beginning take at most so many columns.
std::size_t octets_within(std::string_view text, std::size_t columns) {
    std::size_t octets = 0;
    while (octets < text.size()) {
        const Cluster cluster = first_of(text.substr(octets));
        if (cluster.columns > columns) {
            break;
        }
        columns -= cluster.columns;
        octets += cluster.octets;
    }
    return octets;
}

// From where on the rest takes at most so many columns.
std::size_t begin_of_last(std::string_view text, std::size_t columns) {
    std::size_t begin = 0;
    for (std::size_t width = width_of(text); width > columns;) {
        const Cluster cluster = first_of(text.substr(begin));
        width -= cluster.columns;
        begin += cluster.octets;
    }
    return begin;
}

std::string valid(std::string_view text) {
    return printable(text, text.size());
}

}  // namespace

std::size_t columns_of(std::string_view text) {
    return width_of(valid(text));
}

std::string cut_to(std::string_view text, std::size_t columns) {
    const std::string whole = valid(text);
    return width_of(whole) <= columns ? whole
           : columns == 0             ? std::string{}
                          : whole.substr(0, octets_within(whole, columns - 1)).append(kEllipsis);
}

std::string cut_inside(std::string_view text, std::size_t columns) {
    std::string whole = valid(text);
    if (width_of(whole) <= columns) {
        return whole;
    }
    const std::size_t end = (columns - 1) / 2;
    return whole.substr(0, octets_within(whole, columns - 1 - end))
        .append(kEllipsis)
        .append(whole.substr(begin_of_last(whole, end)));
}

std::string last_columns(std::string_view text, std::size_t columns) {
    const std::string whole = valid(text);
    return whole.substr(begin_of_last(whole, columns));
}

std::string padded(std::string_view text, std::size_t columns) {
    const std::string whole = valid(text);
    return whole + std::string(columns - std::min(columns, width_of(whole)), ' ');
}

std::string padded_left(std::string_view text, std::size_t columns) {
    const std::string whole = valid(text);
    return std::string(columns - std::min(columns, width_of(whole)), ' ') + whole;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t columns, std::size_t indent) {
    std::vector<std::string> lines;
    std::string left = valid(text);
    while (width_of(left) > columns) {
        const std::size_t begin = std::min(left.find_first_not_of(' '), left.size());
        const std::size_t room =
            std::max(octets_within(left, columns), begin + first_of(left.substr(begin)).octets);
        const std::size_t space = left.rfind(' ', room);
        const bool at_space = space != std::string::npos && begin < space;
        const std::size_t end = at_space ? left.find_last_not_of(' ', space) + 1 : room;
        lines.push_back(left.substr(0, end));
        left.erase(0, at_space ? left.find_first_not_of(' ', space) : room);
        left.insert(0, indent, ' ');
    }
    if (lines.empty() || left.find_first_not_of(' ') != std::string::npos) {
        lines.push_back(std::move(left));
    }
    return lines;
}

}  // namespace sim
