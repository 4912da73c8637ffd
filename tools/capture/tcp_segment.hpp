#pragma once
// A TCP segment as it was recorded: what its headers say (RFC 9293 section 3.1), its octets, and
// where it stands in the file.

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace tools {

// An address and a port.
struct SocketAddress {
    std::array<std::uint8_t, 16> address{};  // IPv4: the first four
    bool is_ipv6 = false;
    std::uint16_t port = 0;
    auto operator<=>(const SocketAddress&) const = default;
};

// "10.0.0.1:50312", "[fd00::1]:50312".
std::string to_text(const SocketAddress& address);

struct TcpSegment {
    SocketAddress source;
    SocketAddress target;
    std::uint32_t sequence = 0;
    std::uint32_t acknowledgment = 0;  // means something with `ack` only
    bool syn = false;
    bool ack = false;
    bool fin = false;
    bool rst = false;
    std::span<const std::byte> octets;  // valid until the next packet is read
    std::uint64_t missing = 0;          // octets that follow them and were not recorded
    std::uint64_t record = 0;           // number of the packet, from 1
    std::int64_t nanoseconds = 0;       // since the first packet
};

}  // namespace tools
