#pragma once
// Octets above TCP and TLS, as Wireshark exports them: packets of link type
// LINKTYPE_WIRESHARK_UPPER_PDU begin with tags that say between whom and what they are
// (https://www.tcpdump.org/linktypes/LINKTYPE_WIRESHARK_UPPER_PDU.html).

#include "tools/capture/link_layer.hpp"

namespace tools {

inline constexpr int kUpperPduLink = 252;

// upper_pdu for the protocol "http2" with addresses and ports, else other or cut.
PacketKind read_upper_pdu(const Packet& packet, TcpSegment& segment);

}  // namespace tools
