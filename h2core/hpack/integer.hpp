#pragma once
// Integers with a prefix (RFC 7541 section 5.1): the low bits of an octet, and up to 5 octets more
// where they do not suffice.

#include <cstddef>
#include <cstdint>

#include "h2core/rules.hpp"

namespace h2::hpack {

// What is left of a field block.
struct Cursor {
    const std::uint8_t* at;
    const std::uint8_t* end;
    [[nodiscard]] bool empty() const { return at == end; }
    [[nodiscard]] std::size_t left() const { return static_cast<std::size_t>(end - at); }
};

// The octets after the one with the prefix: as many as 2^32-1 needs.
inline constexpr unsigned kMaxContinuations = 5;
inline constexpr unsigned kMaxIntegerOctets = 1 + kMaxContinuations;

// The part of read_integer() behind a prefix that is full.
RuleId read_continuations(Cursor& in, std::uint32_t full_prefix, std::uint32_t& value);

// Reads an integer with a prefix of `prefix` bits, 1 … 8. RuleId::none; hpack_truncated where the
// block ends before the integer; hpack_integer where it takes more than 5 octets after the first
// (leading zeros count) or is beyond 2^32-1.
inline RuleId read_integer(Cursor& in, unsigned prefix, std::uint32_t& value) {
    if (in.empty()) {
        return RuleId::hpack_truncated;
    }
    const std::uint32_t full = (1U << prefix) - 1;
    value = *in.at++ & full;
    return value < full ? RuleId::none : read_continuations(in, full, value);
}

// The part of write_integer() behind a prefix that is full.
std::uint8_t* write_continuations(std::uint8_t* out, std::uint32_t value);

// Writes `value` behind the bits of `pattern` that lie above the prefix. Returns the end of what
// it wrote: at most kMaxIntegerOctets.
inline std::uint8_t* write_integer(std::uint8_t* out, std::uint8_t pattern, unsigned prefix,
                                   std::uint32_t value) {
    const std::uint32_t full = (1U << prefix) - 1;
    if (value < full) {
        *out = static_cast<std::uint8_t>(pattern | value);
        return out + 1;
    }
    *out = static_cast<std::uint8_t>(pattern | full);
    return write_continuations(out + 1, value - full);
}

}  // namespace h2::hpack
