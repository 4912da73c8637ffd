// Deciphered octets in the places of their records: order, packets, acknowledgments. What deciphers
// them is made up here.

#include "tools/capture/tls_teller.hpp"

#include <catch2/catch.hpp>

#include "tests/tools/capture/told.hpp"
#include "tools/capture/tls_split.hpp"

using captured::Lines;
using captured::Told;
using tools::End;

namespace {

// A record with so many octets in it, which are letters as far as anybody knows.
std::string record(std::uint8_t type, std::size_t length) {
    return {std::string{static_cast<char>(type), '\x03', '\x03', static_cast<char>(length >> 8U),
                        static_cast<char>(length & 0xffU)} +
            std::string(length, 'e')};
}

// TLS 1.3: a type and a tag come with what is inside.
std::string secret(std::size_t inside) {
    return record(tools::kTlsApplicationData, inside + 17);
}

// What tshark exports; it is valid as long as what is inside.
tools::UpperPdu pdu_of(std::uint64_t packet, End sender, const std::string& inside) {
    tools::UpperPdu pdu;
    pdu.segment.source.address = {10, 0, 0, 1};
    pdu.segment.source.port = 1'000;
    pdu.segment.target.address = {10, 0, 0, 2};
    pdu.segment.target.port = 443;
    if (sender == End::second) {
        std::swap(pdu.segment.source, pdu.segment.target);
    }
    pdu.segment.octets = std::as_bytes(std::span{inside});
    pdu.protocol = "http2";
    pdu.frame = packet;
    return pdu;
}

// A connection whose packets have the numbers 1, 2, …
class Secured {
  public:
    Secured() {
        tools::Connected connected;
        connected.first = "10.0.0.1:1000";
        connected.second = "10.0.0.2:443";
        connected.record = 1;
        split_.begins(0, connected);
    }
    // Octets of a packet; `received`: of the other end, enciphered.
    void sends(End sender, const std::string& octets, std::uint64_t received = 0) {
        held_back(++packet_, sender, octets, received);
    }
    // The same with a number before those of packets that were told.
    void held_back(std::uint64_t packet, End sender, const std::string& octets,
                   std::uint64_t received) {
        split_.sends(0, sender, std::as_bytes(std::span{octets}), {packet, 0, received});
    }
    void misses(End sender, std::uint64_t octets) { split_.misses(0, sender, octets, {packet_}); }
    // What was inside a record, complete with that packet.
    void is(std::uint64_t packet, End sender, std::string inside,
            const std::string& protocol = "http2") {
        deciphered_.push_back({packet, sender, std::move(inside), protocol});
    }
    Lines told() {
        split_.ends(0, "closed");
        CHECK(told_.lines.empty());
        tools::TlsTeller teller{split_.take_secured(), told_};
        each([&](const tools::UpperPdu& pdu) { teller.align(pdu); });
        each([&](const tools::UpperPdu& pdu) { teller.tell(pdu); });
        teller.end("there are no keys");
        without_order = teller.without_order();
        up_to_a_gap = teller.up_to_a_gap();
        return told_.lines;
    }
    std::size_t without_order = 0;
    std::size_t up_to_a_gap = 0;

  private:
    struct Deciphered {
        std::uint64_t packet = 0;
        End sender = End::first;
        std::string inside;
        std::string protocol;
    };
    template <class Each>
    void each(const Each& see) const {
        for (const Deciphered& one : deciphered_) {
            tools::UpperPdu pdu = pdu_of(one.packet, one.sender, one.inside);
            pdu.protocol = one.protocol;
            see(pdu);
        }
    }

    Told told_;
    tools::TlsSplit split_{told_};
    std::vector<Deciphered> deciphered_;
    std::uint64_t packet_ = 0;
};

const std::string kHandshake = record(tools::kTlsHandshake, 100);
constexpr const char* kBegins = "0 begins 10.0.0.1:1000 10.0.0.2:443 #1 secured";

}  // namespace

TEST_CASE("tls: octets where their records were, acknowledged as they were", "[capture]") {
    Secured tls;
    tls.sends(End::first, kHandshake);                      // 1: 105 octets
    tls.sends(End::second, kHandshake + secret(200), 105);  // 2: 105 + 222, a certificate
    tls.sends(End::first, secret(36) + secret(5), 327);     // 3: 58 + 27
    tls.sends(End::second, secret(2), 163);                 // 4: has read the first of the two only
    tls.sends(End::second, secret(3), 190);                 // 5: and the second
    tls.sends(End::first, secret(4), 351);                  // 6: has read the 2
    tls.is(4, End::second, "hi");
    tls.is(3, End::first, "hello");
    tls.is(5, End::second, "you");
    tls.is(6, End::first, "ende");
    CHECK(tls.told() == Lines{kBegins, "0 first hello #3 received 0", "0 second hi #4 received 0",
                              "0 second you #5 received 5", "0 first ende #6 received 2",
                              "0 closed"});
    CHECK(tls.without_order == 0);
}

TEST_CASE("tls: a record over several packets is there with its last, and decided with its first",
          "[capture]") {
    Secured tls;
    tls.sends(End::first, kHandshake);
    tls.sends(End::second, kHandshake);
    tls.sends(End::second, secret(4));
    const std::string both = secret(5) + secret(3);
    tls.sends(End::first, both.substr(0, 3), 105);
    tls.sends(End::first, both.substr(3, 20), 131);
    tls.sends(End::first, both.substr(23), 131);  // 6
    tls.is(3, End::second, "four");
    tls.is(6, End::first, "hello");
    tls.is(6, End::first, "you");
    CHECK(tls.told() == Lines{kBegins, "0 second four #3 received 0", "0 first hello #6 received 0",
                              "0 first you #6 received 4", "0 closed"});
}

TEST_CASE("tls: a record is complete when all before it are there", "[capture]") {
    Secured tls;
    tls.sends(End::first, kHandshake);
    tls.sends(End::first, kHandshake);
    tls.sends(End::first, kHandshake);
    tls.sends(End::first, secret(5));            // 4
    tls.held_back(2, End::first, secret(3), 0);  // came before and had to wait
    tls.is(4, End::first, "hello");
    tls.is(4, End::first, "you");
    CHECK(tls.told() ==
          Lines{kBegins, "0 first hello #4 received 0", "0 first you #2 received 0", "0 closed"});
    CHECK(tls.without_order == 0);
}

TEST_CASE("tls: records that have nothing inside are passed over", "[capture]") {
    Secured tls;
    tls.sends(End::first, kHandshake);
    tls.sends(End::first, secret(36));                          // 2: Finished
    tls.sends(End::first, secret(5) + record(21, 2));           // 3
    tls.sends(End::first, secret(90) + secret(5) + secret(5));  // 4: of which the last two are told
    tls.is(3, End::first, "hello");
    tls.is(4, End::first, "again");
    tls.is(4, End::first, "there");
    CHECK(tls.told() == Lines{kBegins, "0 first hello #3 received 0", "0 first again #4 received 0",
                              "0 first there #4 received 0", "0 closed"});
}

TEST_CASE("tls: padding and other ciphers", "[capture]") {
    for (const std::size_t more : {16U, 17U, 24U, 29U, 273U}) {
        Secured tls;
        tls.sends(End::first, kHandshake);
        tls.sends(End::first, record(tools::kTlsApplicationData, 5 + more));
        tls.is(2, End::first, "hello");
        CHECK(tls.told().at(1) == "0 first hello #2 received 0");
    }
}

TEST_CASE("tls: what was deciphered and is not in the packets has no order", "[capture]") {
    const auto fails = [](std::uint64_t packet, const std::string& inside) {
        Secured tls;
        tls.sends(End::first, kHandshake);
        tls.sends(End::second, kHandshake);
        tls.sends(End::first, secret(5), 105);
        tls.is(packet, End::first, inside);
        const Lines lines = tls.told();
        REQUIRE(lines.size() == 3);
        CHECK(lines[1] == "0 first " + inside + " #" + std::to_string(packet) + " received 0");
        CHECK(lines[2] == "0 closed");
        return tls.without_order == 1;
    };
    CHECK_FALSE(fails(3, "hello"));
    CHECK(fails(2, "hello"));
    CHECK(fails(4, "hello"));
    CHECK(fails(3, "hello, you"));
}

TEST_CASE("tls: after a gap nothing of that direction is known", "[capture]") {
    Secured tls;
    tls.sends(End::first, kHandshake);
    tls.sends(End::second, kHandshake);
    tls.sends(End::first, secret(5));  // 3
    tls.misses(End::first, 1'000);
    tls.sends(End::first, secret(7));   // 4: 29 octets
    tls.sends(End::second, secret(2));  // 5
    tls.is(3, End::first, "hello");
    tls.is(4, End::first, "unknown");
    tls.is(5, End::second, "hi");
    CHECK(tls.told() == Lines{kBegins, "0 first hello #3 received 0",
                              "0 first misses 1029 received 0", "0 second hi #5 received 0",
                              "0 closed"});
    CHECK(tls.up_to_a_gap == 1);
}

TEST_CASE("tls: octets that are no record end a direction too", "[capture]") {
    Secured tls;
    tls.sends(End::first, kHandshake);
    tls.sends(End::first, secret(5) + std::string(50, 'x'));
    tls.is(2, End::first, "hello");
    CHECK(tls.told() == Lines{kBegins, "0 first hello #2 received 0",
                              "0 first misses 46 received 0", "0 closed"});
}

TEST_CASE("tls: addresses that were used again", "[capture]") {
    std::vector<tools::TlsConnection> connections;
    for (const std::uint64_t begin : {1U, 10U}) {
        tools::Connected connected;
        connected.first = "10.0.0.1:1000";
        connected.second = "10.0.0.2:443";
        connected.record = begin;
        tools::TlsRecords records{begin, connected};
        const std::string octets = kHandshake + secret(5);
        records.add(End::first, std::as_bytes(std::span{octets}), {begin + 1, 0, 0});
        records.connection.how = "closed";
        connections.push_back(records.connection);
    }
    Told told;
    tools::TlsTeller teller{connections, told};
    const std::string one = "first";
    const std::string two = "after";
    for (const auto& see : {&tools::TlsTeller::align, &tools::TlsTeller::tell}) {
        (teller.*see)(pdu_of(2, End::first, one));
        (teller.*see)(pdu_of(11, End::first, two));
    }
    teller.end("there are no keys");
    REQUIRE(told.lines.size() == 6);
    CHECK(told.lines[1] == "1 first first #2 received 0");
    CHECK(told.lines[3] == "10 first after #11 received 0");
}

TEST_CASE("tls: why a connection cannot be read", "[capture]") {
    Secured tls;
    const std::string who = "0 unreadable 10.0.0.1:1000 10.0.0.2:443: ";
    SECTION("nobody deciphered it") {
        tls.sends(End::first, kHandshake);
        tls.sends(End::first, secret(5));
        CHECK(tls.told() == Lines{who + "there are no keys"});
    }
    SECTION("it was recorded from the middle") {
        tls.sends(End::first, secret(5));
        CHECK(tls.told().at(0).starts_with(who + "it is TLS from the middle: "));
    }
    SECTION("something else is inside") {
        tls.sends(End::first, kHandshake);
        tls.sends(End::first, secret(5));
        tls.is(2, End::first, "hello", "imap");
        CHECK(tls.told() == Lines{who + "inside TLS it is imap, not HTTP/2"});
    }
}

TEST_CASE("tls: what is TLS, and what is not", "[capture]") {
    const auto is_tls = [](const std::string& octets) {
        return tools::begins_tls(std::as_bytes(std::span{octets}));
    };
    CHECK(is_tls(kHandshake));
    CHECK(is_tls(secret(5)));
    CHECK(is_tls(std::string{"\x16"}));
    CHECK(is_tls(std::string{"\x16\x03"}));
    CHECK_FALSE(is_tls(""));
    CHECK_FALSE(is_tls("PRI * HTTP/2.0\r\n"));
    CHECK_FALSE(is_tls(std::string{"\x16\x02\x01\0\x05", 5}));
    CHECK_FALSE(is_tls(std::string{"\x16\x03\x01\xff\xff", 5}));
    CHECK_FALSE(is_tls(std::string{"\0\0\x12\x04\0\0\0\0\0", 9}));
}
