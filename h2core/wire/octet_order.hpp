#pragma once
// Integers in network octet order (RFC 9113 section 2.2).

#include <cstddef>
#include <cstdint>

namespace h2 {

constexpr std::uint16_t load_u16(const std::byte* p) {
    return static_cast<std::uint16_t>(std::to_integer<unsigned>(p[0]) << 8U |
                                      std::to_integer<unsigned>(p[1]));
}
constexpr std::uint32_t load_u24(const std::byte* p) {
    return std::to_integer<std::uint32_t>(p[0]) << 16U | std::uint32_t{load_u16(p + 1)};
}
constexpr std::uint32_t load_u32(const std::byte* p) {
    return std::uint32_t{load_u16(p)} << 16U | std::uint32_t{load_u16(p + 2)};
}
constexpr std::uint64_t load_u64(const std::byte* p) {
    return std::uint64_t{load_u32(p)} << 32U | std::uint64_t{load_u32(p + 4)};
}

constexpr void store_u16(std::byte* p, std::uint16_t value) {
    p[0] = static_cast<std::byte>(value >> 8U);
    p[1] = static_cast<std::byte>(value);
}
constexpr void store_u24(std::byte* p, std::uint32_t value) {
    p[0] = static_cast<std::byte>(value >> 16U);
    store_u16(p + 1, static_cast<std::uint16_t>(value));
}
constexpr void store_u32(std::byte* p, std::uint32_t value) {
    store_u16(p, static_cast<std::uint16_t>(value >> 16U));
    store_u16(p + 2, static_cast<std::uint16_t>(value));
}
constexpr void store_u64(std::byte* p, std::uint64_t value) {
    store_u32(p, static_cast<std::uint32_t>(value >> 32U));
    store_u32(p + 4, static_cast<std::uint32_t>(value));
}

}  // namespace h2
