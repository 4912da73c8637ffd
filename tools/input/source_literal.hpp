#pragma once
// Octets as they stand in source texts: arrays and strings of C and of languages like it.

#include <string>
#include <string_view>

#include "tools/input/input_text.hpp"
#include "tools/input/sides.hpp"

namespace tools {

// Whether there is an array of numbers, or a string with escapes.
bool has_array(std::string_view text);
bool has_escaped_string(std::string_view text);

// `unsigned char x[] = {0x00, 16};`, `[0, 0, 18]`: hex and decimal numbers up to 255; comments; the
// length that xxd -i writes behind it is checked. Several arrays only if they are named as
// Wireshark names the pieces of a connection (peer0_0, peer1_0, peer0_1): these are two sides.
SidesResult parse_arrays(std::string_view text, const std::string& file);

// "\x00\x01PRI": strings that stand one after the other are one. Three hex digits after \x are an
// error (C takes them all for one octet, other languages two), but not in b"…" (Python, Rust).
OctetResult parse_escaped_string(std::string_view text, const std::string& file);

}  // namespace tools
