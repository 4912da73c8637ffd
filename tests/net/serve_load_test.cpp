// Many streams, slow readers, many connections.

#include <memory>

#include <catch2/catch.hpp>
#include <sys/resource.h>

#include "tests/net/peer.hpp"
#include "tests/net/served.hpp"
#include "tests/support/instrumented.hpp"
#include "tests/tools/command.hpp"

using command::h2sim;
using h2::FrameType;

TEST_CASE("serve: 10,000 open streams on one connection", "[net][serve][load]") {
    constexpr std::uint32_t kStreams = 10'000;
    Served served{{"--max-concurrent-streams", "10000"}};
    Peer peer = Peer::to(served.port());
    peer.greet();
    for (std::uint32_t i = 0; i < kStreams; ++i) {
        peer.request(2 * i + 1, "/", /*end_stream=*/false, "POST");
    }
    peer.send(h2::Ping{1, false});
    const auto ping = peer.next_relevant();
    REQUIRE(ping);
    CHECK(ping->is(FrameType::PING));  // all are open, none is answered or refused

    for (std::uint32_t i = 0; i < kStreams; ++i) {
        peer.add(h2::Data{h2::StreamId::from_wire(2 * i + 1), {}, 0, true});
    }
    peer.add(h2::WindowUpdate{h2::StreamId{}, 1'000'000});
    peer.flush();
    std::uint32_t answered = 0;
    while (answered < kStreams) {
        const auto got = peer.next();
        REQUIRE(got);
        REQUIRE_FALSE(got->is(FrameType::RST_STREAM));
        REQUIRE_FALSE(got->is(FrameType::GOAWAY));
        answered += got->is(FrameType::DATA) && got->has(h2::flag::END_STREAM) ? 1 : 0;
    }
    CHECK(served.stop() == 0);
}

TEST_CASE("serve: a peer that does not read costs a bounded amount of memory",
          "[net][serve][load]") {
    Served served;
    {
        Peer slow = Peer::to(served.port(), /*receive_buffer=*/4'096);
        slow.greet({{h2::SettingId::INITIAL_WINDOW_SIZE, 0x7fff'ffff}});
        slow.send(h2::WindowUpdate{h2::StreamId{}, 0x7fff'0000});
        for (std::uint32_t stream = 1; stream < 100; stream += 2) {
            slow.request(stream, "/bytes/1000000000");
        }
        REQUIRE(slow.await(FrameType::DATA, 1));
        // Others are served meanwhile.
        CHECK(h2sim({"get", served.url("/bytes/1000000")}).out.size() == 1'000'000);
    }
    CHECK(served.stop() == 0);
    if (!support::kInstrumented) {
        CHECK(served.peak_kb() < 40'000);
    }
}

TEST_CASE("serve: a peer that asks on and on without reading", "[net][serve][load]") {
    Served served{{"--timeout", "1"}};
    Peer greedy = Peer::to(served.port(), 4'096);
    greedy.greet();
    // PINGs until the server has had enough of them, or of the silence.
    std::string pings;
    for (int i = 0; i < 100'000; ++i) {
        pings += std::string_view{"\0\0\x08\6\0\0\0\0\0********", 17};
    }
    greedy.send_text(pings);
    CHECK(served.logs("connection 1: "));
    CHECK(h2sim({"get", served.url("/")}).code == 0);
    CHECK(served.stop() == 0);
    if (!support::kInstrumented) {
        CHECK(served.peak_kb() < 40'000);
    }
}

TEST_CASE("serve: 200 connections at the same time", "[net][serve][load]") {
    Served served;
    std::vector<std::unique_ptr<Peer>> peers;
    for (int i = 0; i < 200; ++i) {
        peers.push_back(std::make_unique<Peer>(Peer::to(served.port())));
        peers.back()->greet();
    }
    for (const auto& peer : peers) {
        peer->request(1, "/");
    }
    for (const auto& peer : peers) {
        CHECK(peer->content(1) == "h2sim is listening\n");
    }
    CHECK(served.stop() == 0);
}

TEST_CASE("get: many requests over one connection", "[net][get][load]") {
    const Served served;
    const command::Result result =
        h2sim({"get", served.url("/bytes/100"), "-n", "20000", "--max-streams", "500"});
    CHECK(result.code == 0);
    CHECK(result.err.empty());
    CHECK_THAT(result.out, Catch::StartsWith("20,000 requests in ") &&
                               Catch::EndsWith(", 0 failed; status 200: 20,000; 2,000,000 octets "
                                               "of content\n"));
}
