#pragma once
// A pcapng file of HTTP/2 in the clear, as Wireshark opens it: link type 252, "exported PDUs"
// (wsutil/exported_pdu_tlvs.h). Each packet is a list of tags and then octets for the dissector
// that a tag names, so there is no TCP between the octets and Wireshark.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace tools {

struct TcpEnd {
    std::string address;  // "127.0.0.1", "::1"; anything else is left out
    std::uint16_t port = 0;
};

// Octets that are put into one packet, at most: Wireshark's largest less the tags.
inline constexpr std::size_t kMostInHttp2Packet = 262'144 - 256;

// What the file begins with: one section, one interface with time in nanoseconds.
std::string pcapng_beginning();

// One packet. Wireshark joins no octets of two packets here: a frame that is cut is malformed.
// `nanoseconds`: since 1970.
std::string pcapng_http2(const TcpEnd& from, const TcpEnd& to, std::span<const std::byte> octets,
                         std::uint64_t nanoseconds);

}  // namespace tools
