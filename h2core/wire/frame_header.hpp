#pragma once
// The nine octets that begin every frame (RFC 9113 section 4.1), frame types and flags.

#include <cstddef>
#include <cstdint>
#include <span>

#include "h2core/stream_id.hpp"
#include "h2core/wire/octet_order.hpp"

namespace h2 {

inline constexpr std::size_t kFrameHeaderSize = 9;

// Types this project reads; any other octet is a frame of unknown type (section 5.5).
enum class FrameType : std::uint8_t {
    DATA = 0x0,
    HEADERS = 0x1,
    PRIORITY = 0x2,
    RST_STREAM = 0x3,
    SETTINGS = 0x4,
    PUSH_PROMISE = 0x5,
    PING = 0x6,
    GOAWAY = 0x7,
    WINDOW_UPDATE = 0x8,
    CONTINUATION = 0x9,
    ALTSVC = 0xa,            // RFC 7838 section 4
    ORIGIN = 0xc,            // RFC 8336 section 2
    PRIORITY_UPDATE = 0x10,  // RFC 9218 section 7.1
};

namespace flag {  // section 6; the meaning depends on the type, unused bits are ignored
inline constexpr std::uint8_t END_STREAM = 0x1;
inline constexpr std::uint8_t ACK = 0x1;
inline constexpr std::uint8_t END_HEADERS = 0x4;
inline constexpr std::uint8_t PADDED = 0x8;
inline constexpr std::uint8_t PRIORITY = 0x20;
}  // namespace flag

struct FrameHeader {
    std::uint32_t length = 0;  // of the payload, 24 bits
    std::uint8_t type = 0;     // FrameType, or unknown
    std::uint8_t flags = 0;
    StreamId stream;
    bool reserved = false;  // the bit before it: for witnesses, receivers ignore it; written as 0

    [[nodiscard]] bool is(FrameType t) const { return type == static_cast<std::uint8_t>(t); }
    [[nodiscard]] bool has(std::uint8_t bits) const { return (flags & bits) != 0; }
    bool operator==(const FrameHeader&) const = default;
};

// Inline: they run once for every frame.
inline FrameHeader load_frame_header(std::span<const std::byte, kFrameHeaderSize> octets) {
    return {load_u24(octets.data()), std::to_integer<std::uint8_t>(octets[3]),
            std::to_integer<std::uint8_t>(octets[4]),
            StreamId::from_wire(load_u32(octets.data() + 5)),
            (octets[5] & std::byte{0x80}) != std::byte{0}};
}

inline void store_frame_header(const FrameHeader& header,
                               std::span<std::byte, kFrameHeaderSize> octets) {
    store_u24(octets.data(), header.length);
    octets[3] = std::byte{header.type};
    octets[4] = std::byte{header.flags};
    store_u32(octets.data() + 5, header.stream.value());
}

}  // namespace h2
