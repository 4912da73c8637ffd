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
    kFrame = 30,
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

std::optional<UpperPdu> read_tags(const Packet& packet) {
    OctetReader octets{packet.octets};
    UpperPdu pdu;
    TcpSegment& segment = pdu.segment;
    segment.record = packet.record;
    segment.nanoseconds = packet.nanoseconds;
    segment.missing = packet.length - packet.octets.size();
    while (!octets.is_short()) {
        const std::uint32_t tag = octets.number(2);
        const std::size_t length = octets.number(2);
        const std::span<const std::byte> value = octets.take(length);
        octets.skip((4 - length % 4) % 4);
        if (octets.is_short()) {
            break;
        }
        switch (tag) {
            case kEndOfTags: segment.octets = octets.rest(); return pdu;
            case kProtocolName:
                pdu.protocol = {reinterpret_cast<const char*>(value.data()), value.size()};
                pdu.protocol = pdu.protocol.substr(0, pdu.protocol.find('\0'));
                break;
            case kIpv4Source: set_address(value, false, segment.source); break;
            case kIpv4Target: set_address(value, false, segment.target); break;
            case kIpv6Source: set_address(value, true, segment.source); break;
            case kIpv6Target: set_address(value, true, segment.target); break;
            case kSourcePort: segment.source.port = port_in(value); break;
            case kTargetPort: segment.target.port = port_in(value); break;
            case kFrame: pdu.frame = OctetReader{value}.number(4); break;
            default: break;  // of Wireshark: there are more
        }
    }
    return std::nullopt;
}

PacketKind read_upper_pdu(const Packet& packet, TcpSegment& segment) {
    const std::optional<UpperPdu> pdu = read_tags(packet);
    if (!pdu) {
        return PacketKind::cut;
    }
    segment = pdu->segment;
    return pdu->protocol == "http2" ? PacketKind::upper_pdu : PacketKind::other;
}

}  // namespace tools
