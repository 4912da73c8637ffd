#pragma once
// What is around a TCP segment: the link layer of the capture, VLAN tags and the like, IPv4 or
// IPv6 with their options. Checksums are not looked at: they are not there yet where a network card
// makes them.

#include <cstdint>
#include <string_view>

#include "tools/capture/packet_file.hpp"
#include "tools/capture/tcp_segment.hpp"

namespace tools {

enum class PacketKind : std::uint8_t {
    tcp,
    upper_pdu,  // octets of HTTP/2 that Wireshark exported without TCP
    udp,
    other,     // no IP, or another protocol in it
    fragment,  // of an IP packet
    cut,       // recorded too short, or headers that make no sense
};

// Whether packets of that link type (DLT_ of libpcap) are read.
bool is_known_link(int link);
// All that are, for messages.
std::string_view known_links();

// The segment is set for tcp and upper_pdu.
PacketKind read_packet(int link, const Packet& packet, TcpSegment& segment);

}  // namespace tools
