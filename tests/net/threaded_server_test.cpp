// The threaded server: a client that keeps the limit is refused where the design says so.

#include <catch2/catch.hpp>

#include "tests/net/peer.hpp"
#include "tests/net/served.hpp"

using h2::FrameType;

namespace {

constexpr int kMany = 100;  // requests, one after the other
constexpr int kSome = 20;

Served threaded(std::vector<std::string> options) {
    options.insert(options.begin(), threaded_server_program());
    return Served{options, "listening on "};
}

// Waits until nothing of what was sent before is on its way, either way.
void settle(Peer& peer) {
    peer.send(h2::Ping{1, false});
    REQUIRE(peer.await(FrameType::PING, 0));
}

// The frame that ends the stream: END_STREAM, RST_STREAM, or GOAWAY.
Got ending(Peer& peer, std::uint32_t stream) {
    while (true) {
        const auto got = peer.next();
        REQUIRE(got);
        const bool ends_stream =
            (got->is(FrameType::DATA, stream) || got->is(FrameType::HEADERS, stream)) &&
            got->has(h2::flag::END_STREAM);
        if (ends_stream || got->is(FrameType::RST_STREAM, stream) || got->is(FrameType::GOAWAY)) {
            return *got;
        }
    }
}

// Each request is sent when the one before was answered, at a limit of 1 and with a writer that is
// slow to say that it has written. How many are refused by RST_STREAM with that code.
int refusals(std::vector<std::string> options, std::string_view path, int requests,
             std::uint32_t code = 1) {
    options.insert(options.end(), {"--limit", "1", "--hold", "2000"});
    Served served = threaded(options);
    Peer peer = Peer::to(served.port());
    peer.greet();
    peer.send(h2::WindowUpdate{h2::StreamId{}, 1U << 30U});
    settle(peer);
    int refused = 0;
    for (int i = 0; i < requests; ++i) {
        const auto stream = static_cast<std::uint32_t>(2 * i + 1);
        peer.request(stream, path);
        const Got end = ending(peer, stream);
        REQUIRE_FALSE(end.is(FrameType::GOAWAY));
        if (end.is(FrameType::RST_STREAM)) {
            CHECK(end.number() == code);
            ++refused;
            settle(peer);  // so that the next is none the worse for it
        }
    }
    CHECK(served.stop() == 0);
    return refused;
}

}  // namespace

TEST_CASE("threaded server: a completion that is not posted yet costs the next stream",
          "[net][threaded]") {
    const std::string design = GENERATE("before", "drain");
    CAPTURE(design);
    // Every other one: after a refusal the slot is free.
    CHECK(refusals({"--design", design}, "/bytes/4096", kMany) > kMany / 3);
    CHECK(refusals({"--design", design, "--over-limit", "refused-stream"}, "/bytes/4096", kSome,
                   7) > kSome / 3);
    // These fit into the buffer, and are complete before they are visible.
    CHECK(refusals({"--design", design}, "/bytes/4087", kSome) == 0);
    CHECK(refusals({"--design", design}, "/empty", kSome) == 0);
    CHECK(refusals({"--design", design}, "/trailers/4096", kSome) == 0);
    // Without a buffer nothing is. How often depends on who runs first; a design that holds: never.
    CHECK(refusals({"--design", design, "--buffer", "0"}, "/empty", kSome) > 0);
    CHECK(refusals({"--design", design, "--buffer", "0"}, "/trailers/5", kSome) > 0);
}

TEST_CASE("threaded server: a design that holds refuses nobody who keeps the limit",
          "[net][threaded]") {
    const std::string design = GENERATE("fixed", "wait-at-limit");
    CAPTURE(design);
    CHECK(refusals({"--design", design}, "/bytes/4096", kMany) == 0);
    CHECK(refusals({"--design", design}, "/bytes/40000", kSome) == 0);
    for (const std::string path : {"/bytes/5", "/empty", "/trailers/5"}) {
        CAPTURE(path);
        CHECK(refusals({"--design", design, "--buffer", "0"}, path, kSome) == 0);
    }
}

TEST_CASE("threaded server: who exceeds the limit is refused in every design", "[net][threaded]") {
    const std::string design = GENERATE("before", "drain", "fixed", "wait-at-limit");
    CAPTURE(design);
    SECTION("a stream error") {
        Served served = threaded({"--design", design, "--limit", "2"});
        Peer peer = Peer::to(served.port());
        peer.greet({{h2::SettingId::INITIAL_WINDOW_SIZE, 0}});
        peer.request(1, "/bytes/10");
        REQUIRE(peer.await(FrameType::HEADERS, 1));
        peer.send(h2::Ping{1, false});
        const auto next = peer.next_relevant();
        REQUIRE(next);
        CHECK(next->is(FrameType::PING));  // parked: no window, no DATA
        peer.request(3, "/bytes/4096");
        peer.request(5, "/bytes/10");
        const Got refused = ending(peer, 5);
        CHECK(refused.is(FrameType::RST_STREAM, 5));
        CHECK(refused.number() == 1);
        // The others have kept their places.
        peer.send(h2::WindowUpdate{h2::StreamId::from_wire(3), 4'096});
        CHECK(peer.content(3).size() == 4'096);
        peer.send(h2::WindowUpdate{h2::StreamId::from_wire(1), 10});
        CHECK(peer.content(1) == "xxxxxxxxxx");
        CHECK(served.stop() == 0);
    }
    SECTION("a connection error") {
        Served served = threaded({"--design", design, "--limit", "1", "--over-limit", "goaway"});
        Peer peer = Peer::to(served.port());
        peer.greet({{h2::SettingId::INITIAL_WINDOW_SIZE, 0}});
        peer.request(1, "/bytes/10");
        peer.request(3, "/bytes/10");
        const Got refused = ending(peer, 3);
        CHECK(refused.is(FrameType::GOAWAY));
        CHECK(refused.number(4) == 1);
        peer.shut_down_sending();
        CHECK(peer.is_closed());
        CHECK(served.stop() == 0);
    }
}

TEST_CASE("threaded server: what is asked for comes, whole", "[net][threaded]") {
    Served served = threaded({"--design", "drain"});
    Peer peer = Peer::to(served.port());
    peer.greet();
    peer.request(1, "/bytes/50000");
    CHECK(peer.content(1) == std::string(50'000, 'x'));
    peer.request(3, "/bytes/0");
    CHECK(ending(peer, 3).is(FrameType::HEADERS, 3));
    peer.request(5, "/nowhere");
    const Got missing = ending(peer, 5);
    CHECK(missing.has(h2::flag::END_STREAM));
    peer.request(7, "/early/5", /*end_stream=*/false, "POST");
    CHECK(ending(peer, 7).is(FrameType::DATA, 7));
    const auto reset = peer.await(FrameType::RST_STREAM, 7);
    REQUIRE(reset);
    CHECK(reset->number() == 0);  // NO_ERROR: the rest of the request is not wanted
    peer.request(9, "/bytes/5", /*end_stream=*/false, "POST");
    settle(peer);
    peer.data(9, "a request", /*end_stream=*/true);
    CHECK(peer.content(9) == "xxxxx");
    CHECK(served.stop() == 0);
}
