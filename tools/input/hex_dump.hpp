#pragma once
// A dump as od, hexdump, xxd and Wireshark write it: lines of an offset, octets in hex, and perhaps
// the same octets as characters. A line of * stands for repetitions of the line before it; the last
// offset may stand alone.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "tools/input/input_text.hpp"

namespace tools {

struct HexDump {
    std::string octets;
    std::uint64_t first_offset = 0;
    std::size_t confirmed = 0;  // offsets that agree with the octets before them
    bool column = false;        // the octets stand there as characters too, and agree
    bool even = true;           // all lines have the same number of octets, the last at most that
    bool repeats = false;       // there is a *
};

using DumpResult = h2::Result<HexDump, sim::InputError>;

// Offsets are consecutive, agree with the octets, and are all hex, decimal or octal numbers. What
// can be read in two ways is an error, and so are groups of octets without a colon behind the
// offset (od -x, hexdump): they are in the order of some machine.
DumpResult parse_dump(std::string_view text, const std::string& file);

// How the first line that is not blank begins: with an offset that a colon ends, with a number that
// may be one, or be octets, or with neither.
enum class DumpBegin : std::uint8_t { none, possible, marked };
DumpBegin dump_begin(std::string_view text);

// Whether several lines begin with numbers of as many hex digits, from 0 on or rising, and have
// single octets behind them: a dump, even if its offsets do not agree with the octets.
bool has_lines_of_dump(std::string_view text);

// Whether a line has an offset as tcpdump writes it: 0x0010:
bool has_packet_offsets(std::string_view text);

}  // namespace tools
