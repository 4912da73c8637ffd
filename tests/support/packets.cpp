// Packets octet by octet: IP, TCP, link layers, and the two file formats. RFC 791, RFC 8200, RFC
// 9293, draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng and the link types at tcpdump.org.

#include "tests/support/packets.hpp"

#include <algorithm>
#include <array>

#include <arpa/inet.h>

namespace packets {
namespace {

std::string big(std::uint64_t value, std::size_t octets) {
    std::string text(octets, '\0');
    for (std::size_t i = octets; i-- > 0; value >>= 8U) {
        text[i] = static_cast<char>(value & 0xffU);
    }
    return text;
}

std::string in_order(std::uint64_t value, std::size_t octets, const FileForm& form) {
    std::string text = big(value, octets);
    if (!form.big_endian) {
        std::ranges::reverse(text);
    }
    return text;
}

bool is_ipv6(std::string_view address) {
    return address.find(':') != address.npos;
}

std::string address_octets(const std::string& address) {
    std::array<char, 16> octets{};
    const bool six = is_ipv6(address);
    inet_pton(six ? AF_INET6 : AF_INET, address.c_str(), octets.data());
    return {octets.data(), six ? 16U : 4U};
}

std::string ipv4_header(const Segment& segment, std::size_t payload) {
    return "\x45" + big(0, 1) + big(20 + payload, 2) + big(0, 2) + big(0x4000, 2) + big(64, 1) +
           big(6, 1) + big(0, 2) + address_octets(segment.source) + address_octets(segment.target);
}

std::string ipv6_header(const Segment& segment, std::size_t payload) {
    return big(0x60000000, 4) + big(payload, 2) + big(6, 1) + big(64, 1) +
           address_octets(segment.source) + address_octets(segment.target);
}

// A field of a tag: type, length, octets, filled up to four.
std::string tag(std::uint16_t type, std::string octets) {
    octets.resize((octets.size() + 3) / 4 * 4);
    return big(type, 2) + big(octets.size(), 2) + octets;
}

// What comes before the IP packet.
std::string around(Link link, bool six) {
    const std::string ether_type = six ? big(0x86dd, 2) : big(0x0800, 2);
    switch (link) {
        case Link::null: return {static_cast<char>(six ? 30 : 2), '\0', '\0', '\0'};
        case Link::loop: return big(six ? 30 : 2, 4);
        case Link::ethernet: return std::string(12, '\x02') + ether_type;
        case Link::cooked: return std::string(14, '\0') + ether_type;
        case Link::cooked2: return ether_type + std::string(18, '\0');
        case Link::raw:
        case Link::ipv4:
        case Link::ipv6:
        case Link::upper_pdu: break;
    }
    return "";
}

}  // namespace

std::string ip_packet(const Segment& segment) {
    const std::size_t header = 20 + segment.options.size();
    const std::string tcp = big(segment.source_port, 2) + big(segment.target_port, 2) +
                            big(segment.sequence, 4) + big(segment.acknowledgment, 4) +
                            big(header / 4 << 4U, 1) + big(segment.flags, 1) + big(65'535, 2) +
                            big(0, 4) + segment.options + segment.octets;
    return (is_ipv6(segment.source) ? ipv6_header(segment, tcp.size())
                                    : ipv4_header(segment, tcp.size())) +
           tcp;
}

std::string upper_pdu(const Segment& segment, std::string_view protocol) {
    const bool six = is_ipv6(segment.source);
    return tag(12, std::string{protocol}) + tag(six ? 22 : 20, address_octets(segment.source)) +
           tag(six ? 23 : 21, address_octets(segment.target)) + tag(24, big(2, 4)) +
           tag(25, big(segment.source_port, 4)) + tag(26, big(segment.target_port, 4)) + big(0, 4) +
           segment.octets;
}

void Packets::add(std::string_view ip) {
    now_ += 1'000;
    const bool six = !ip.empty() && (static_cast<std::uint8_t>(ip[0]) >> 4U) == 6;
    Packet packet{now_, around(link_, six) + std::string{ip}, 0};
    packet.length = packet.octets.size();
    packets.push_back(std::move(packet));
}

void Packets::move_last(std::size_t earlier) {
    std::rotate(packets.end() - static_cast<std::ptrdiff_t>(earlier) - 1, packets.end() - 1,
                packets.end());
}

void Packets::cut_last(std::size_t octets) {
    std::string& recorded = packets.back().octets;
    recorded.resize(recorded.size() - octets);
}

void Packets::tag_last(std::uint16_t vlan) {
    packets.back().octets.insert(12, big(0x8100, 2) + big(vlan, 2));
    packets.back().length += 4;
}

std::string Packets::pcap(FileForm form) const {
    std::string file = in_order(form.nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4, 4, form) +
                       in_order(2, 2, form) + in_order(4, 2, form) + in_order(0, 8, form) +
                       in_order(262'144, 4, form) +
                       in_order(static_cast<std::uint64_t>(link_), 4, form);
    for (const Packet& packet : packets) {
        const auto time = static_cast<std::uint64_t>(packet.nanoseconds);
        const std::uint64_t below = time % 1'000'000'000;
        file += in_order(time / 1'000'000'000, 4, form) +
                in_order(form.nanoseconds ? below : below / 1'000, 4, form) +
                in_order(packet.octets.size(), 4, form) + in_order(packet.length, 4, form) +
                packet.octets;
    }
    return file;
}

std::string Packets::pcapng(FileForm form) const {
    const auto block = [&](std::uint32_t type, std::string body) {
        body.resize((body.size() + 3) / 4 * 4);
        const std::string length = in_order(body.size() + 12, 4, form);
        return in_order(type, 4, form) + length + body + length;
    };
    std::string file = block(0x0a0d0d0a, in_order(0x1a2b3c4d, 4, form) + in_order(1, 2, form) +
                                             in_order(0, 2, form) + std::string(8, '\xff'));
    std::string options;
    if (form.nanoseconds) {  // if_tsresol is 9: nanoseconds
        options = in_order(9, 2, form) + in_order(1, 2, form) + std::string{"\x09\0\0\0", 4} +
                  in_order(0, 4, form);
    }
    file += block(1, in_order(static_cast<std::uint64_t>(link_), 2, form) + in_order(0, 2, form) +
                         in_order(262'144, 4, form) + options);
    for (const Packet& packet : packets) {
        const auto time =
            static_cast<std::uint64_t>(packet.nanoseconds) / (form.nanoseconds ? 1U : 1'000U);
        file += block(6, in_order(0, 4, form) + in_order(time >> 32U, 4, form) +
                             in_order(time & 0xffff'ffffU, 4, form) +
                             in_order(packet.octets.size(), 4, form) +
                             in_order(packet.length, 4, form) + packet.octets);
    }
    return file;
}

void Side::segment(std::int64_t offset, std::uint8_t flags, std::string_view octets,
                   const How& how) {
    const TcpPlace& place = tcp_.place_;
    const Side& other = is_client_ ? tcp_.server : tcp_.client;
    const std::uint64_t received =
        how.acknowledges ? *how.acknowledges : acknowledges.value_or(other.sent);
    const std::uint32_t isn = is_client_ ? place.client_isn : place.server_isn;
    const std::uint32_t other_isn = is_client_ ? place.server_isn : place.client_isn;
    Segment segment;
    segment.source = is_client_ ? place.client : place.server;
    segment.target = is_client_ ? place.server : place.client;
    segment.source_port = is_client_ ? place.client_port : place.server_port;
    segment.target_port = is_client_ ? place.server_port : place.client_port;
    segment.sequence = isn + 1U + static_cast<std::uint32_t>(offset);
    segment.acknowledgment =
        (flags & ack) != 0 ? other_isn + 1U + static_cast<std::uint32_t>(received) : 0U;
    segment.flags = flags;
    segment.options = how.options;
    segment.octets = octets;
    tcp_.capture_.add(tcp_.capture_.link() == Link::upper_pdu ? upper_pdu(segment)
                                                              : ip_packet(segment));
}

void Side::sends(std::string_view octets, const How& how) {
    segment(static_cast<std::int64_t>(sent), psh | ack, octets, how);
    sent += octets.size();
}

void Side::repeats(std::uint64_t offset, std::string_view octets, const How& how) {
    segment(static_cast<std::int64_t>(offset), psh | ack, octets, how);
}

void Side::acknowledges_only(const How& how) {
    segment(static_cast<std::int64_t>(sent), ack, "", how);
}

// FIN takes the place of an octet in what is acknowledged.
void Side::finishes(const How& how) {
    segment(static_cast<std::int64_t>(sent), fin | ack, "", how);
    ++sent;
}

void Side::resets() {
    segment(static_cast<std::int64_t>(sent), rst, "", {});
}

Tcp::Tcp(Packets& capture, TcpPlace place)
    : client{*this, true}, server{*this, false}, capture_{capture}, place_{std::move(place)} {}

void Tcp::opens() {
    client.segment(-1, syn, "");
    server.segment(-1, syn | ack, "");
    client.segment(0, ack, "");
}

void Tcp::closes() {
    client.finishes();
    server.finishes();
    client.acknowledges_only();
}

}  // namespace packets
