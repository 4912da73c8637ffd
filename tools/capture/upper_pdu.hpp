#pragma once
// Octets above TCP and TLS, as Wireshark exports them: packets of link type
// LINKTYPE_WIRESHARK_UPPER_PDU begin with tags that say between whom and what they are
// (https://www.tcpdump.org/linktypes/LINKTYPE_WIRESHARK_UPPER_PDU.html).

#include <cstdint>
#include <optional>
#include <string_view>

#include "tools/capture/link_layer.hpp"

namespace tools {

inline constexpr int kUpperPduLink = 252;

struct UpperPdu {
    TcpSegment segment;         // addresses, octets
    std::string_view protocol;  // "http2"; valid as long as the packet
    std::uint64_t frame = 0;    // packet of another file that it is from, or was complete with
};

// Nothing where the tags are cut.
std::optional<UpperPdu> read_tags(const Packet& packet);

// upper_pdu for the protocol "http2" with addresses and ports, else other or cut.
PacketKind read_upper_pdu(const Packet& packet, TcpSegment& segment);

}  // namespace tools
