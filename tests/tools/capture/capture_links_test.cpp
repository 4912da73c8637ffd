// What is around TCP: link layers, tags, both versions of IP with all that they may have.

#include <catch2/catch.hpp>

#include "tests/tools/capture/told.hpp"

using captured::Lines;
using captured::sent;
using captured::told;
using packets::Link;
using packets::Packets;
using packets::Tcp;

namespace {

// The packet of a client that says hello, from 10.0.0.1 or fd00::1.
std::string hello(bool six = false) {
    return packets::ip_packet({six ? "fd00::1" : "10.0.0.1", six ? "fd00::2" : "10.0.0.2", 50'312,
                               8'443, 1, 1, packets::ack, "", "hello"});
}

Lines told_of(const std::string& ip, Link link = Link::raw) {
    Packets capture{link};
    capture.add(ip);
    return sent(capture);
}

std::vector<std::string> notes_of(const std::string& ip) {
    Packets capture{Link::raw};
    capture.add(ip);
    captured::Told recording;
    const auto summary = captured::read_file(capture.pcap(), recording);
    REQUIRE(summary.has_value());
    CHECK(recording.lines.empty());
    return summary->notes;
}

std::string with_length(std::string ip, std::size_t at, std::size_t length) {
    ip[at] = static_cast<char>(length >> 8U);
    ip[at + 1] = static_cast<char>(length & 0xffU);
    return ip;
}

// IPv6 with one extension header before TCP.
std::string with_extension(char number, const std::string& header) {
    std::string ip = hello(true);
    const char next = ip[6];
    ip[6] = number;
    ip.insert(40, next + header);
    return with_length(ip, 4, ip.size() - 40);
}

const Lines kHello = {"0 first hello #1 received 0"};

}  // namespace

TEST_CASE("capture: every link layer with both versions of IP", "[capture]") {
    const Link link = GENERATE(Link::null, Link::ethernet, Link::raw, Link::loop, Link::cooked,
                               Link::cooked2, Link::ipv4, Link::ipv6);
    const bool six = GENERATE(false, true);
    CAPTURE(static_cast<int>(link), six);
    Packets capture{link};
    packets::TcpPlace place;
    if (six) {
        place.client = "fd00::1";
        place.server = "fd00::2";
    }
    Tcp tcp{capture, place};
    tcp.opens();
    tcp.client.sends("hello");
    tcp.server.sends("hi");
    CHECK(told(capture) == Lines{six ? "0 begins [fd00::1]:50312 [fd00::2]:8443 #1"
                                     : "0 begins 10.0.0.1:50312 10.0.0.2:8443 #1",
                                 "0 first hello #4 received 0", "0 second hi #5 received 5",
                                 "0 ends"});
}

TEST_CASE("capture: VLAN tags, one in another", "[capture]") {
    Packets capture;
    capture.add(hello());
    capture.tag_last(5);
    CHECK(sent(capture) == kHello);
    capture.tag_last(7);
    CHECK(sent(capture) == kHello);
    for (int i = 0; i < 40; ++i) {
        capture.tag_last(9);
    }
    CHECK(sent(capture).empty());
}

TEST_CASE("capture: MPLS, PPPoE and IP in IP", "[capture]") {
    Packets capture;
    const auto inserted = [&](std::string type, const std::string& octets) {
        capture.packets.clear();
        capture.add(hello());
        capture.packets[0].octets.replace(12, 2, type);
        capture.packets[0].octets.insert(14, octets);
        capture.packets[0].length += octets.size();
        return sent(capture);
    };
    CHECK(inserted("\x88\x47", std::string{"\0\x01\0\x40\0\x01\x01\x40", 8}) == kHello);
    CHECK(inserted("\x88\x64", std::string{"\x11\0\0\x01\0\x2f\0\x21", 8}) == kHello);
    CHECK(inserted("\x88\x64", std::string{"\x11\0\0\x01\0\x2f\xc0\x21", 8}).empty());
    std::string tunnel = hello().substr(0, 20);
    tunnel[9] = 4;
    CHECK(told_of(with_length(tunnel, 2, 20 + hello().size()) + hello()) == kHello);
}

TEST_CASE("capture: octets that fill a frame are none of TCP", "[capture]") {
    Packets capture;
    capture.add(hello() + std::string(6, '\0'));
    CHECK(sent(capture) == kHello);
}

TEST_CASE("capture: options of IPv4 and TCP", "[capture]") {
    std::string ip = hello();
    ip[0] = '\x47';
    ip.insert(20, 8, '\x01');
    CHECK(told_of(with_length(ip, 2, ip.size())) == kHello);
    CHECK(told_of(packets::ip_packet({"10.0.0.1", "10.0.0.2", 50'312, 8'443, 1, 1, packets::ack,
                                      std::string(40, '\x01'), "hello"})) == kHello);
}

TEST_CASE("capture: packets longer than IP can say", "[capture]") {
    CHECK(told_of(with_length(hello(), 2, 0)) == kHello);  // segmentation offload
    CHECK(told_of(with_length(hello(true), 4, 0)) == kHello);
}

TEST_CASE("capture: extension headers of IPv6", "[capture]") {
    const std::string eight{"\0\x01\x04\0\0\0\0", 7};
    for (const char number : {'\0', '\x2b', '\x3c', '\x87'}) {
        CHECK(told_of(with_extension(number, eight)) == kHello);
    }
    CHECK(told_of(with_extension('\x2b', '\x01' + std::string(14, '\0'))) == kHello);  // 16 octets
    CHECK(told_of(with_extension('\x33', '\x04' + std::string(22, '\0'))) == kHello);  // AH
    CHECK(told_of(with_extension('\x2c', std::string(7, '\0'))) == kHello);  // the only fragment
    CHECK(told_of(with_extension('\x2c', std::string{"\0\0\x06\0\0\0\0", 7})) == kHello);
    CHECK(told_of(with_extension('\x2b', '\xff' + std::string(14, '\0'))).empty());
}

TEST_CASE("capture: fragments are counted", "[capture]") {
    std::string ip = hello();
    ip[6] = '\x20';  // more fragments
    CHECK_THAT(notes_of(ip).at(0), Catch::StartsWith("1 packet of fragments of IP"));
    ip[6] = '\0';
    ip[7] = '\x05';  // offset
    CHECK_THAT(notes_of(ip).at(0), Catch::StartsWith("1 packet of fragments of IP"));
    CHECK_THAT(notes_of(with_extension('\x2c', std::string{"\0\0\x01\0\0\0\0", 7})).at(0),
               Catch::StartsWith("1 packet of fragments of IP"));
}

TEST_CASE("capture: headers cut anywhere, lengths that cannot be", "[capture]") {
    const bool six = GENERATE(false, true);
    for (std::size_t length = 0; length < hello(six).size() - 5; ++length) {
        CAPTURE(length);
        CHECK(told_of(hello(six).substr(0, length)).empty());
    }
    std::string ip = hello();
    CHECK(told_of(with_length(ip, 2, 19)).empty());  // shorter than its header
    CHECK(told_of(with_length(ip, 2, 41)) == Lines{"0 first h #1 received 0"});
    CHECK(told_of(with_length(ip, 2, 50)) ==
          Lines{"0 first hello #1 received 0", "0 first misses 5 received 0"});
    ip[0] = '\x44';
    CHECK(told_of(ip).empty());
    ip = hello();
    ip[32] = '\x40';  // TCP header of 16 octets
    CHECK(told_of(ip).empty());
    ip[32] = '\xf0';  // of 60, which are not there
    CHECK_THAT(notes_of(ip).at(0), Catch::StartsWith("1 packet too short"));
}

TEST_CASE("capture: octets that Wireshark exported without TCP", "[capture]") {
    Packets capture{Link::upper_pdu};
    packets::TcpPlace place;
    Tcp tcp{capture, place};
    place.client = "fd00::1";
    place.server = "fd00::2";
    Tcp six{capture, place};
    tcp.server.sends("hi");
    tcp.client.sends("hello");
    six.client.sends("six");
    tcp.client.sends("you");
    tcp.client.sends("cut here");
    capture.cut_last(5);
    capture.add(packets::upper_pdu({"10.0.0.1", "10.0.0.2", 1, 2, 0, 0, 0, "", "x"}, "http"));
    CHECK(told(capture) ==
          Lines{"0 begins 10.0.0.2:8443 10.0.0.1:50312 #1", "0 first hi #1 received 0",
                "0 second hello #2 received 0", "1 begins [fd00::1]:50312 [fd00::2]:8443 #3",
                "1 first six #3 received 0", "0 second you #4 received 0",
                "0 second cut #5 received 0", "0 second misses 5 received 0", "0 ends", "1 ends"});
    const std::string whole = capture.packets[0].octets;
    Packets unfilled{Link::upper_pdu};  // the length of a tag without what fills it up
    unfilled.add(std::string{"\0\x0c\0\x05", 4} + whole.substr(4));
    CHECK(told(unfilled).at(1) == "0 first hi #1 received 0");
    for (std::size_t length = 0; length < whole.size() - 2; ++length) {
        Packets cut{Link::upper_pdu};
        cut.add(whole.substr(0, length));
        CHECK(told(cut).empty());
    }
}
