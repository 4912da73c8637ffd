// Blocks of pcapng (draft-ietf-opsawg-pcapng) are written with this byte order: least significant
// octet first. Tags of exported PDUs are always the other way round.

#include "tools/capture/pcapng_writer.hpp"

#include <array>
#include <string_view>

#include <arpa/inet.h>

namespace tools {
namespace {

constexpr std::uint32_t kSectionHeader = 0x0a0d'0d0a;
constexpr std::uint32_t kInterface = 1;
constexpr std::uint32_t kEnhancedPacket = 6;
constexpr std::uint32_t kUpperPdu = 252;  // LINKTYPE_WIRESHARK_UPPER_PDU
constexpr std::uint32_t kTcp = 2;         // EXP_PDU_PT_TCP

enum class PduTag : std::uint16_t {
    end = 0,
    protocol = 12,
    ipv4_source = 20,
    ipv4_destination = 21,
    ipv6_source = 22,
    ipv6_destination = 23,
    port_type = 24,
    source_port = 25,
    destination_port = 26,
};

void put_little(std::string& to, std::uint64_t value, int octets) {
    for (int i = 0; i < octets; ++i) {
        to += static_cast<char>(value >> (8 * i) & 0xffU);
    }
}

void put_big(std::string& to, std::uint32_t value, int octets) {
    for (int i = octets - 1; i >= 0; --i) {
        to += static_cast<char>(value >> (8 * i) & 0xffU);
    }
}

void pad(std::string& text) {
    text.append((4 - text.size() % 4) % 4, '\0');
}

std::string block(std::uint32_t type, std::string body) {
    pad(body);
    const std::size_t length = body.size() + 12;
    std::string text;
    put_little(text, type, 4);
    put_little(text, length, 4);
    text += body;
    put_little(text, length, 4);
    return text;
}

void put_tag(std::string& to, PduTag tag, std::string_view value) {
    std::string padded{value};
    pad(padded);
    put_big(to, static_cast<std::uint32_t>(tag), 2);
    put_big(to, static_cast<std::uint32_t>(padded.size()), 2);
    to += padded;
}

void put_number(std::string& to, PduTag tag, std::uint32_t value) {
    std::string octets;
    put_big(octets, value, 4);
    put_tag(to, tag, octets);
}

void put_address(std::string& to, const std::string& text, PduTag ipv4, PduTag ipv6) {
    const std::string address = text.substr(0, text.find('%'));  // without a zone
    std::array<char, 16> octets{};
    if (inet_pton(AF_INET, address.c_str(), octets.data()) == 1) {
        put_tag(to, ipv4, {octets.data(), 4});
    } else if (inet_pton(AF_INET6, address.c_str(), octets.data()) == 1) {
        put_tag(to, ipv6, {octets.data(), octets.size()});
    }
}

}  // namespace

std::string pcapng_beginning() {
    std::string section;
    put_little(section, 0x1a2b'3c4d, 4);
    put_little(section, 1, 2);  // version 1.0
    put_little(section, 0, 2);
    put_little(section, UINT64_MAX, 8);  // how long it is, is not known
    std::string interface;
    put_little(interface, kUpperPdu, 2);
    put_little(interface, 0, 2);
    put_little(interface, 0, 4);  // no limit to packets
    put_little(interface, 9, 2);  // if_tsresol: 10^-9 s
    put_little(interface, 1, 2);
    put_little(interface, 9, 4);
    put_little(interface, 0, 4);  // no more options
    return block(kSectionHeader, std::move(section)) + block(kInterface, std::move(interface));
}

std::string pcapng_http2(const TcpEnd& from, const TcpEnd& to, std::span<const std::byte> octets,
                         std::uint64_t nanoseconds) {
    std::string packet;
    put_tag(packet, PduTag::protocol, "http2");
    put_address(packet, from.address, PduTag::ipv4_source, PduTag::ipv6_source);
    put_address(packet, to.address, PduTag::ipv4_destination, PduTag::ipv6_destination);
    put_number(packet, PduTag::port_type, kTcp);
    put_number(packet, PduTag::source_port, from.port);
    put_number(packet, PduTag::destination_port, to.port);
    put_tag(packet, PduTag::end, {});
    packet.append(reinterpret_cast<const char*>(octets.data()), octets.size());

    std::string body;
    put_little(body, 0, 4);  // the interface
    put_little(body, nanoseconds >> 32U, 4);
    put_little(body, nanoseconds, 4);
    put_little(body, packet.size(), 4);
    put_little(body, packet.size(), 4);
    return block(kEnhancedPacket, body + packet);
}

}  // namespace tools
