// Tags: type and length, two octets each, and a value that is filled up to four octets; wsutil's
// exported_pdu_tlvs.h has their numbers.

#include "tools/capture/upper_pdu.hpp"

#include <algorithm>
#include <string_view>

#include "tools/capture/octet_reader.hpp"

namespace tools {
namespace {

enum Tag : std::uint32_t {
    kEndOfTags = 0,
    kProtocolName = 12,
    kIpv4Source = 20,
    kIpv4Target = 21,
    kIpv6Source = 22,
    kIpv6Target = 23,
    kSourcePort = 25,
    kTargetPort = 26,
};

void set_address(std::span<const std::byte> value, bool is_ipv6, SocketAddress& address) {
    address.is_ipv6 = is_ipv6;
    std::ranges::transform(value.first(std::min(value.size(), std::size_t{is_ipv6 ? 16U : 4U})),
                           address.address.begin(),
                           [](std::byte octet) { return std::to_integer<std::uint8_t>(octet); });
}

std::uint16_t port_in(std::span<const std::byte> value) {
    return static_cast<std::uint16_t>(OctetReader{value}.number(4));
}

}  // namespace

PacketKind read_upper_pdu(const Packet& packet, TcpSegment& segment) {
    OctetReader octets{packet.octets};
    bool is_http2 = false;
    while (!octets.is_short()) {
        const std::uint32_t tag = octets.number(2);
        const std::size_t length = octets.number(2);
        const std::span<const std::byte> value = octets.take(length);
        octets.skip((4 - length % 4) % 4);
        switch (tag) {
            case kEndOfTags:
                segment.octets = octets.rest();
                segment.missing = packet.length - packet.octets.size();
                return octets.is_short() ? PacketKind::cut
                       : is_http2        ? PacketKind::upper_pdu
                                         : PacketKind::other;
            case kProtocolName: {
                const std::string_view name{reinterpret_cast<const char*>(value.data()),
                                            value.size()};
                is_http2 = name.substr(0, name.find('\0')) == "http2";
                break;
            }
            case kIpv4Source: set_address(value, false, segment.source); break;
            case kIpv4Target: set_address(value, false, segment.target); break;
            case kIpv6Source: set_address(value, true, segment.source); break;
            case kIpv6Target: set_address(value, true, segment.target); break;
            case kSourcePort: segment.source.port = port_in(value); break;
            case kTargetPort: segment.target.port = port_in(value); break;
            default: break;  // of Wireshark: there are more
        }
    }
    return PacketKind::cut;
}

}  // namespace tools
