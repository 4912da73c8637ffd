// SIGINT and SIGTERM: the graceful end (RFC 9113 section 6.8).

#include <catch2/catch.hpp>

#include "tests/net/peer.hpp"
#include "tests/net/served.hpp"
#include "tests/tools/command.hpp"

using h2::FrameType;

TEST_CASE("9113/6.8 serve: SIGINT announces, waits a round trip, serves what is open",
          "[net][serve]") {
    Served served;
    Peer peer = Peer::to(served.port());
    peer.greet();
    peer.request(1, "/drip?n=2&delay=300");
    REQUIRE(peer.await(FrameType::HEADERS, 1));

    served.signal(SIGINT);

    const auto first = peer.await(FrameType::GOAWAY, 0);
    REQUIRE(first);
    CHECK(first->number() == 0x7fff'ffff);
    CHECK(first->number(4) == 0);
    const auto ping = peer.await(FrameType::PING, 0);
    REQUIRE(ping);
    peer.request(3, "/");  // was on its way
    peer.ping_ack(*ping);
    std::uint32_t last = 0;
    bool answered = false;
    int ended = 0;
    while (const auto got = peer.next()) {
        last = got->is(FrameType::GOAWAY) ? got->number() : last;
        answered = answered || got->is(FrameType::HEADERS, 3);
        ended += got->is(FrameType::DATA) && got->has(h2::flag::END_STREAM) ? 1 : 0;
    }
    CHECK_FALSE(peer.timed_out());
    CHECK(last == 3);
    CHECK(answered);
    CHECK(ended == 2);
    CHECK(served.wait() == 0);
}

TEST_CASE("9113/6.8 serve: a peer that does not answer the PING is not waited for for ever",
          "[net][serve]") {
    Served served;
    Peer peer = Peer::to(served.port());
    peer.greet();
    peer.send(h2::Ping{1, false});
    REQUIRE(peer.await(FrameType::PING, 0));
    served.signal(SIGTERM);
    REQUIRE(peer.await(FrameType::GOAWAY, 0));
    const auto second = peer.await(FrameType::GOAWAY, 0);
    REQUIRE(second);
    CHECK(second->number() == 0);
    CHECK(peer.is_closed());
    CHECK(served.wait() == 0);
}

TEST_CASE("serve: nothing is open, so it ends at once", "[net][serve]") {
    const int signal = GENERATE(SIGINT, SIGTERM);
    Served served;
    const Peer silent = Peer::to(served.port());
    served.signal(signal);
    CHECK(served.wait() == 0);
}

TEST_CASE("serve: no new connections while it stops", "[net][serve]") {
    Served served;
    Peer peer = Peer::to(served.port());
    peer.greet();
    peer.request(1, "/drip?n=1&delay=500");
    REQUIRE(peer.await(FrameType::HEADERS, 1));
    served.signal(SIGINT);
    REQUIRE(peer.await(FrameType::GOAWAY, 0));
    CHECK(command::h2sim({"get", served.url("/")}).code == 6);
    CHECK(served.wait() == 0);
}

TEST_CASE("serve: a second signal ends it at once", "[net][serve]") {
    const int signal = GENERATE(SIGINT, SIGTERM);
    Served served;
    Peer peer = Peer::to(served.port());
    peer.greet();
    peer.request(1, "/drip?n=1&delay=60000");
    REQUIRE(peer.await(FrameType::HEADERS, 1));
    served.signal(signal);
    REQUIRE(peer.await(FrameType::GOAWAY, 0));
    served.signal(signal);
    CHECK(served.wait() == (signal == SIGINT ? 130 : 143));
}
