// What `h2sim serve` tells of a peer's mistakes without -v, and what it tells the peer.

#include <catch2/catch.hpp>

#include "h2core/wire/preface.hpp"
#include "tests/net/peer.hpp"
#include "tests/net/served.hpp"

using Catch::Contains;
using h2::FrameType;

TEST_CASE("9113/6.8 serve: GOAWAY tells which rule was broken", "[net][serve]") {
    const Served served;
    Peer peer = Peer::to(served.port());
    peer.greet();
    peer.request(2, "/");
    const auto goaway = peer.await(FrameType::GOAWAY, 0);
    REQUIRE(goaway);
    CHECK(goaway->text().substr(8) ==
          "9113/5.1.1/parity: a client opens odd stream identifiers, a server even ones");
}

TEST_CASE("9113/6.8 serve: GOAWAY without an error has nothing to tell", "[net][serve]") {
    Served served;
    Peer peer = Peer::to(served.port());
    peer.greet();
    peer.send(h2::Ping{1, false});
    REQUIRE(peer.await(FrameType::PING, 0));
    served.signal(SIGTERM);
    const auto goaway = peer.await(FrameType::GOAWAY, 0);
    REQUIRE(goaway);
    CHECK(goaway->payload.size() == 8);
}

TEST_CASE("9113/5.4.2 serve: stream errors are told, a few of each connection", "[net][serve]") {
    const Served served;
    Peer peer = Peer::to(served.port());
    peer.greet();
    for (std::uint32_t stream = 1; stream < 2 * 8; stream += 2) {
        peer.request(stream, "no-slash");
    }
    REQUIRE(peer.await(FrameType::RST_STREAM, 15));
    CHECK(
        served.logs("h2sim: connection 1: stream error PROTOCOL_ERROR on stream 1, "
                    "9113/8.3.1/path: "));
    CHECK(served.logs("on stream 9, "));
    CHECK_THAT(served.log(), Contains("; of further stream errors only -v tells\n"));
    const std::string log = served.log();
    CHECK(std::count(log.begin(), log.end(), '\n') == 5);
}

TEST_CASE("9113/3.4 serve: a peer that speaks TLS", "[net][serve][9113/3.4/magic]") {
    const Served served;
    Peer peer = Peer::to(served.port());
    peer.send_text("\x16\x03\x01");
    CHECK(peer.is_closed());
    CHECK(
        served.logs("connection 1: the peer speaks TLS, not HTTP/2; serve speaks it with --tls\n"));
}

TEST_CASE("serve: PINGs of a peer that reads are answered, however many come at once",
          "[net][serve]") {
    constexpr int kPings = 5'000;
    const Served served;
    Peer peer = Peer::to(served.port());
    peer.greet();
    for (int i = 0; i < kPings; ++i) {
        peer.add(h2::Ping{static_cast<std::uint64_t>(i), false});
    }
    peer.flush();
    int answers = 0;
    while (answers < kPings) {
        const auto got = peer.next();
        REQUIRE(got);
        REQUIRE_FALSE(got->is(FrameType::GOAWAY));
        answers += got->is(FrameType::PING) ? 1 : 0;
    }
    CHECK(answers == kPings);
}

TEST_CASE("serve: PINGs while something is being written", "[net][serve]") {
    constexpr int kPings = 1'500;
    const Served served;
    Peer peer = Peer::to(served.port());
    peer.send_text(h2::kClientPreface);
    peer.add(h2::SettingsFrame{});
    for (int i = 0; i < kPings; ++i) {
        peer.add(h2::Ping{static_cast<std::uint64_t>(i), false});
    }
    peer.flush();
    const auto last = [&] {
        std::optional<Got> got = peer.next();
        for (int i = 1; got && !got->is(FrameType::GOAWAY) && i < kPings + 2; ++i) {
            got = peer.next();
        }
        return got;
    }();
    REQUIRE(last);  // after SETTINGS and an acknowledgment
    CHECK(last->is(FrameType::PING));
    CHECK(last->payload.back() == std::byte{(kPings - 1) & 0xff});
}

TEST_CASE("9113/10.5 serve: PINGs of a peer that does not read are too many at last",
          "[net][serve][9113/10.5/control-frames]") {
    const Served served{{"--timeout", "1"}};
    Peer peer = Peer::to(served.port(), 4'096);
    peer.send_text(h2::kClientPreface);
    peer.add(h2::SettingsFrame{});
    peer.flush();
    std::string pings;
    for (int i = 0; i < 1'000; ++i) {
        pings += std::string{"\0\0\x08\6\0\0\0\0\0ping 123", 17};
    }
    for (int i = 0; i < 3'000; ++i) {
        peer.send_text(pings);  // waits while the server does not read; nothing once it has closed
    }
    CHECK(served.logs("connection 1: "));
    CHECK_THAT(served.log(), Contains("9113/10.5/control-frames") || Contains("the peer has read"));
}

TEST_CASE("9113/8.3.1 serve: two Host fields", "[net][serve][9113/8.3.1/host]") {
    const Served served;
    Peer peer = Peer::to(served.port());
    peer.greet();
    const h2::FieldList fields{1,
                               0,
                               {{.name = ":method", .value = "GET"},
                                {.name = ":scheme", .value = "http"},
                                {.name = ":path", .value = "/"},
                                {.name = "host", .value = "a.example"},
                                {.name = "host", .value = "b.example"}}};
    h2::Headers headers;
    headers.stream = h2::StreamId::from_wire(1);
    headers.fields = {&fields};
    headers.end_stream = true;
    peer.send(headers);
    const auto reset = peer.await(FrameType::RST_STREAM, 1);
    REQUIRE(reset);
    CHECK(reset->number() == 1);  // PROTOCOL_ERROR
}
