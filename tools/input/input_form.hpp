#pragma once
// The forms in which octets are given.

#include <cstdint>

namespace tools {

enum class InputForm : std::uint8_t {
    automatic,  // what it is, if that is sure
    raw,        // the octets as they are, and nothing before them is skipped
    hex,        // tools/input/bare_hex.hpp
    dump,       // tools/input/hex_dump.hpp
    source,     // tools/input/source_literal.hpp
    base64,     // tools/input/base64.hpp
};

}  // namespace tools
