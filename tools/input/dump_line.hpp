#pragma once
// One line of a dump: an offset, octets in hex, perhaps the same octets as characters.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/input/input_text.hpp"

namespace tools {

// Where the octets may end: what looks like hex digits can be characters already.
struct DumpStop {
    std::size_t octets = 0;  // read until here
    std::size_t at = 0;      // in the line
};

struct DumpLine {
    InputLine line;
    std::size_t offset_at = 0;  // in the line
    std::string_view digits;    // of the offset
    bool marked = false;        // a colon ends the offset
    bool prefixed = false;      // 0x begins it
    std::size_t group = 0;      // octets that stand together; 0: there are none
    std::string octets;         // as many as there may be
    std::vector<DumpStop> stops;

    [[nodiscard]] std::optional<std::uint64_t> offset(int radix) const;
    // Where the octets end, if there are so many.
    [[nodiscard]] const DumpStop* stop_after(std::uint64_t count) const;
};

// Empty: the line does not begin with an offset of at least four digits.
std::optional<DumpLine> parse_dump_line(const InputLine& line);

enum class DumpColumn : std::uint8_t { none, agrees, differs };

// What stands behind the octets: nothing, the same octets as characters, or something else.
// Characters that are not printable are dots or anything beyond ASCII; blanks at the end of a line
// may be gone; | |, > < around the characters and a blank in the middle are what tools write.
DumpColumn column_after(std::string_view rest, std::string_view octets);

}  // namespace tools
