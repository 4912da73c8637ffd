// Link types: https://www.tcpdump.org/linktypes.html. EtherTypes and protocol numbers: IANA. IPv4:
// RFC 791; IPv6: RFC 8200, its extension headers RFC 8200 section 4, RFC 4302 (AH), RFC 7401, RFC
// 5533; TCP: RFC 9293 section 3.1; PPP: RFC 1661, RFC 1662, RFC 2516; MPLS: RFC 3032.

#include "tools/capture/link_layer.hpp"

#include <algorithm>
#include <array>

#include "tools/capture/octet_reader.hpp"
#include "tools/capture/upper_pdu.hpp"

namespace tools {
namespace {

enum Link : int {
    kNull = 0,
    kEthernet = 1,
    kPpp = 9,
    kRaw = 12,
    kRawOfOpenBsd = 14,
    kRawInFiles = 101,
    kLoop = 108,
    kCooked = 113,
    kIpv4 = 228,
    kIpv6 = 229,
    kCooked2 = 276,
};

constexpr int kMostHeaders = 16;  // tags, labels, tunnels or extension headers, one in another

// Of a packet on its way from the link layer to TCP.
struct Inside {
    OctetReader octets;
    std::size_t missing = 0;  // octets that follow and were not recorded
};

// The rest is so long; what is beyond it fills up a frame, what is before it was cut off.
void limit(Inside& inside, std::size_t length) {
    const std::size_t recorded = inside.octets.rest().size();
    if (length <= recorded) {
        inside.octets = OctetReader{inside.octets.rest().first(length)};
        inside.missing = 0;
    } else {
        inside.missing = length - recorded;
    }
}

void read_address(OctetReader& octets, bool is_ipv6, SocketAddress& address) {
    const std::span<const std::byte> from = octets.take(is_ipv6 ? 16 : 4);
    address.is_ipv6 = is_ipv6;
    address.address = {};
    std::ranges::transform(from, address.address.begin(),
                           [](std::byte octet) { return std::to_integer<std::uint8_t>(octet); });
}

PacketKind read_tcp(Inside inside, TcpSegment& segment) {
    OctetReader& octets = inside.octets;
    const std::size_t recorded = octets.rest().size();
    segment.source.port = static_cast<std::uint16_t>(octets.number(2));
    segment.target.port = static_cast<std::uint16_t>(octets.number(2));
    segment.sequence = octets.number(4);
    segment.acknowledgment = octets.number(4);
    const std::size_t header = std::size_t{octets.number(1) >> 4U} * 4;
    const std::uint32_t flags = octets.number(1);
    octets.skip(6);  // window, checksum, urgent pointer
    if (octets.is_short() || header < 20 || header > recorded + inside.missing) {
        return PacketKind::cut;
    }
    segment.fin = (flags & 1U) != 0;
    segment.syn = (flags & 2U) != 0;
    segment.rst = (flags & 4U) != 0;
    segment.ack = (flags & 16U) != 0;
    const std::size_t unrecorded = header > recorded ? header - recorded : 0;  // of its options
    octets.skip(header - 20 - unrecorded);
    segment.octets = octets.rest();
    segment.missing = inside.missing - unrecorded;
    return PacketKind::tcp;
}

PacketKind read_ip(Inside inside, TcpSegment& segment, int depth);

PacketKind read_protocol(std::uint32_t protocol, const Inside& inside, TcpSegment& segment,
                         int depth) {
    switch (protocol) {
        case 6: return read_tcp(inside, segment);
        case 17: return PacketKind::udp;
        case 4:
        case 41: return read_ip(inside, segment, depth + 1);  // IP in IP
        default: return PacketKind::other;                    // an octet
    }
}

PacketKind read_ipv4(Inside inside, TcpSegment& segment, int depth) {
    OctetReader& octets = inside.octets;
    const std::size_t header = std::size_t{octets.number(1) & 15U} * 4;
    octets.skip(1);
    const std::size_t total = octets.number(2);
    octets.skip(2);
    const std::uint32_t fragment = octets.number(2);
    octets.skip(1);
    const std::uint32_t protocol = octets.number(1);
    octets.skip(2);
    read_address(octets, false, segment.source);
    read_address(octets, false, segment.target);
    octets.skip(header > 20 ? header - 20 : 0);
    // Total length 0: the card makes packets of it (TCP segmentation offload).
    if (octets.is_short() || header < 20 || (total != 0 && total < header)) {
        return PacketKind::cut;
    }
    if ((fragment & 0x3fffU) != 0) {  // more fragments, or an offset
        return PacketKind::fragment;
    }
    if (total != 0) {
        limit(inside, total - header);
    }
    return read_protocol(protocol, inside, segment, depth);
}

PacketKind read_ipv6(Inside inside, TcpSegment& segment, int depth) {
    OctetReader& octets = inside.octets;
    octets.skip(4);
    const std::size_t payload = octets.number(2);
    std::uint32_t next = octets.number(1);
    octets.skip(1);
    read_address(octets, true, segment.source);
    read_address(octets, true, segment.target);
    if (octets.is_short()) {
        return PacketKind::cut;
    }
    if (payload != 0) {  // 0: segmentation offload, or a jumbogram
        limit(inside, payload);
    }
    for (int headers = 0; headers < kMostHeaders; ++headers) {
        const bool is_fragment = next == 44;
        constexpr std::array<std::uint32_t, 7> kExtensions = {0, 43, 44, 51, 60, 135, 139};
        if (std::ranges::find(kExtensions, next) == kExtensions.end()) {
            return read_protocol(next, inside, segment, depth);
        }
        const bool is_authentication = next == 51;
        next = octets.number(1);
        const std::size_t length = octets.number(1);
        const std::uint32_t offset = octets.number(2);
        octets.skip(is_fragment ? 4 : is_authentication ? length * 4 + 4 : length * 8 + 4);
        if (octets.is_short()) {
            return PacketKind::cut;
        }
        if (is_fragment && (offset & 0xfff9U) != 0) {
            return PacketKind::fragment;
        }
    }
    return PacketKind::cut;
}

PacketKind read_ip(Inside inside, TcpSegment& segment, int depth) {
    if (depth >= kMostHeaders || inside.octets.rest().empty()) {
        return PacketKind::cut;
    }
    switch (inside.octets.peek() >> 4U) {
        case 4: return read_ipv4(inside, segment, depth);
        case 6: return read_ipv6(inside, segment, depth);
        default: return PacketKind::other;  // half an octet
    }
}

PacketKind read_ppp(Inside inside, TcpSegment& segment) {
    if (inside.octets.peek() == 0xff) {  // HDLC-like framing
        inside.octets.skip(2);
    }
    const std::uint32_t protocol = inside.octets.number(2);
    return protocol == 0x0021 || protocol == 0x0057 ? read_ip(inside, segment, 0)
                                                    : PacketKind::other;
}

PacketKind read_ether_type(std::uint32_t type, Inside inside, TcpSegment& segment) {
    for (int headers = 0; headers < kMostHeaders; ++headers) {
        switch (type) {
            case 0x8100:
            case 0x88a8:
            case 0x9100:  // VLAN: a tag, then another type
                inside.octets.skip(2);
                type = inside.octets.number(2);
                break;
            case 0x0800:
            case 0x86dd: return read_ip(inside, segment, 0);
            case 0x8864:  // PPPoE: version, code, session, length
                inside.octets.skip(6);
                return read_ppp(inside, segment);
            case 0x8847:  // MPLS: a label; the last one has the bit, and IP follows
                if ((inside.octets.number(4) & 0x100U) != 0) {
                    return read_ip(inside, segment, 0);
                }
                break;
            default: return PacketKind::other;  // two octets
        }
    }
    return PacketKind::cut;
}

}  // namespace

bool is_known_link(int link) {
    constexpr std::array kKnown = {
        int{kNull}, int{kEthernet}, int{kPpp},  int{kRaw},  int{kRawOfOpenBsd}, int{kRawInFiles},
        int{kLoop}, int{kCooked},   int{kIpv4}, int{kIpv6}, int{kCooked2},      kUpperPduLink,
    };
    return std::ranges::find(kKnown, link) != kKnown.end();
}

std::string_view known_links() {
    return "Ethernet, Linux cooked, loopback of BSD, raw IP, PPP and Wireshark's upper PDUs";
}

PacketKind read_packet(int link, const Packet& packet, TcpSegment& segment) {
    segment = {};
    segment.record = packet.record;
    segment.nanoseconds = packet.nanoseconds;
    Inside inside{OctetReader{packet.octets}, packet.length - packet.octets.size()};
    OctetReader& octets = inside.octets;
    switch (link) {
        case kNull:
        case kLoop: octets.skip(4); return read_ip(inside, segment, 0);
        case kEthernet: octets.skip(12); return read_ether_type(octets.number(2), inside, segment);
        case kCooked: octets.skip(14); return read_ether_type(octets.number(2), inside, segment);
        case kCooked2: {
            const std::uint32_t type = octets.number(2);
            octets.skip(18);
            return read_ether_type(type, inside, segment);
        }
        case kPpp: return read_ppp(inside, segment);
        case kRaw:
        case kRawOfOpenBsd:
        case kRawInFiles:
        case kIpv4:
        case kIpv6: return read_ip(inside, segment, 0);
        case kUpperPduLink: return read_upper_pdu(packet, segment);
        default: return PacketKind::other;  // of libpcap
    }
}

}  // namespace tools
