// Peers that misbehave: the server says what happened, and goes on.

#include <catch2/catch.hpp>

#include "h2core/wire/preface.hpp"
#include "tests/net/peer.hpp"
#include "tests/net/served.hpp"
#include "tests/tools/command.hpp"

using Catch::Contains;
using command::h2sim;

namespace {

// It still serves.
void check_alive(const Served& served) {
    CHECK(h2sim({"get", served.url("/")}).out == "h2sim is listening\n");
}

}  // namespace

TEST_CASE("9113/3.4 serve: a peer that speaks HTTP/1.1", "[net][9113/3.4/magic]") {
    Served served;
    Peer peer = Peer::to(served.port());
    peer.send_text("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    CHECK(peer.is_closed());
    CHECK(served.logs("connection 1: the peer speaks HTTP/1, not HTTP/2\n"));
    check_alive(served);
    CHECK(served.stop() == 0);
}

TEST_CASE("9113/3.4 serve: octets that are nothing", "[net][9113/3.4/magic]") {
    const Served served;
    Peer peer = Peer::to(served.port());
    peer.send_text(std::string(100, '\0'));
    CHECK(peer.is_closed());
    CHECK(served.logs("9113/3.4/magic"));
    check_alive(served);
}

TEST_CASE("9113/5.4.1 serve: a connection error is answered and named",
          "[net][9113/5.1.1/stream-required]") {
    const Served served{{"-v"}};
    Peer peer = Peer::to(served.port());
    peer.greet();
    peer.data(0, "x", false);
    const auto goaway = peer.await(h2::FrameType::GOAWAY, 0);
    REQUIRE(goaway);
    CHECK(goaway->number(4) == 1);  // PROTOCOL_ERROR
    CHECK(peer.is_closed());
    CHECK(served.logs("h2sim: connection 1: connection error PROTOCOL_ERROR, 9113/"));
    CHECK(
        served.logs("recv DATA frame <length=1, flags=0x00, stream_id=0>\n"
                    "          ; connection error PROTOCOL_ERROR, 9113/"));
    check_alive(served);
}

TEST_CASE("serve: a peer that says nothing is sent away", "[net][serve]") {
    Served served{{"--timeout", "0.2"}};
    Peer silent = Peer::to(served.port());
    CHECK(silent.is_closed());
    Peer half = Peer::to(served.port());
    half.send_text(h2::kClientPreface.substr(0, 10));
    CHECK(half.is_closed());
    Peer idle = Peer::to(served.port());
    idle.greet();
    auto goaway = idle.await(h2::FrameType::GOAWAY, 0);
    REQUIRE(goaway);
    CHECK(goaway->number(4) == 0);
    CHECK(idle.is_closed());
    CHECK(served.logs("connection 3: the peer has sent nothing for 0.2 s\n"));
    Peer deaf = Peer::to(served.port());  // does not acknowledge SETTINGS
    deaf.send_text(h2::kClientPreface);
    deaf.send(h2::SettingsFrame{false, nullptr});
    goaway = deaf.await(h2::FrameType::GOAWAY, 0);
    REQUIRE(goaway);
    CHECK(goaway->number(4) == 4);  // SETTINGS_TIMEOUT
    // Not silence of the peer: the server itself takes its time.
    CHECK(h2sim({"get", served.url("/drip?n=2&delay=500")}).out == "piece 1\npiece 2\n");
    CHECK(served.stop() == 0);
}

TEST_CASE("serve: sockets that are reset, in every phase", "[net][serve]") {
    Served served;
    for (int phase = 0; phase < 6; ++phase) {
        Peer peer = Peer::to(served.port());
        if (phase >= 1) {
            peer.greet();
        }
        if (phase == 2) {
            peer.request(1, "/bytes/100000000");
        }
        if (phase == 3) {
            peer.request(1, "/drip?n=1000&delay=1");
        }
        if (phase == 4) {
            peer.request(1, "/slow-sink?delay=1", false, "POST");
            peer.data(1, "some", false);
        }
        if (phase == 5) {
            peer.send_text(std::string_view{"\0\0\x40\0\0\0", 6});  // of a frame header
        }
        if (phase >= 2 && phase <= 3) {
            CHECK(peer.await(h2::FrameType::HEADERS, 1));
        }
        peer.reset();
    }
    check_alive(served);
    CHECK(served.stop() == 0);
}

TEST_CASE("serve: a half-closed socket still gets its answers", "[net][serve]") {
    Served served;
    Peer peer = Peer::to(served.port());
    peer.greet();
    peer.request(1, "/drip?n=3&delay=20");
    peer.request(3, "/bytes/50000");
    peer.shut_down_sending();
    CHECK(peer.content(1) == "piece 1\npiece 2\npiece 3\n");
    CHECK(peer.is_closed());
    CHECK(served.stop() == 0);
}

TEST_CASE("serve: a half-closed socket whose window stays shut is closed", "[net][serve]") {
    Served served{{"--timeout", "0"}};
    Peer peer = Peer::to(served.port());
    peer.greet();
    peer.request(1, "/bytes/1000000");
    peer.shut_down_sending();
    CHECK(peer.is_closed());
    check_alive(served);
    CHECK(served.stop() == 0);
}

TEST_CASE("serve: frames cut anywhere", "[net][serve]") {
    const Served served;
    Peer peer = Peer::to(served.port());
    const std::string all = std::string{h2::kClientPreface} + std::string{"\0\0\0\4\0\0\0\0\0", 9} +
                            // HEADERS: GET, http, /, :authority a
                            std::string{"\0\0\x06\1\5\0\0\0\1\x82\x86\x84\x41\1a", 15};
    for (const char octet : all) {
        peer.send_text({&octet, 1});
    }
    CHECK(peer.content(1) == "h2sim is listening\n");
}
