// The octets of an integer that follow its prefix (RFC 7541 section 5.1).

#include "h2core/hpack/integer.hpp"

#include <limits>

namespace h2::hpack {

RuleId read_continuations(Cursor& in, std::uint32_t full_prefix, std::uint32_t& value) {
    std::uint64_t sum = full_prefix;
    for (unsigned i = 0; i < kMaxContinuations; ++i) {
        if (in.empty()) {
            return RuleId::hpack_truncated;
        }
        const std::uint8_t octet = *in.at++;
        sum += std::uint64_t{octet & 0x7FU} << (7 * i);
        if ((octet & 0x80U) == 0) {
            value = static_cast<std::uint32_t>(sum);
            return sum <= std::numeric_limits<std::uint32_t>::max() ? RuleId::none
                                                                    : RuleId::hpack_integer;
        }
    }
    return RuleId::hpack_integer;
}

std::uint8_t* write_continuations(std::uint8_t* out, std::uint32_t value) {
    for (; value >= 0x80; value >>= 7) {
        *out++ = static_cast<std::uint8_t>(value | 0x80);
    }
    *out++ = static_cast<std::uint8_t>(value);
    return out;
}

}  // namespace h2::hpack
