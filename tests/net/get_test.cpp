// `h2sim get`: what a good client does.

#include <catch2/catch.hpp>

#include "tests/net/fake_server.hpp"
#include "tests/net/served.hpp"
#include "tests/tools/command.hpp"

using Catch::Contains;
using command::h2sim;
using command::Result;
using h2::FrameType;

TEST_CASE("get: contents come in the order of the URLs", "[net][get]") {
    const Served served;
    const Result result = h2sim({"get", served.url("/drip?n=2&delay=100"), served.url("/bytes/3"),
                                 served.url("/bytes/400000"), served.url("/")});
    CHECK(result.code == 0);
    CHECK(result.out.size() == 16 + 3 + 400'000 + 19);
    CHECK(result.out.substr(0, 22) == "piece 1\npiece 2\n012012");
    CHECK(result.out.substr(result.out.size() - 19) == "h2sim is listening\n");
}

TEST_CASE("get: several origins at the same time", "[net][get]") {
    const Served one;
    const Served other{{"--self-signed"}};
    const Result result = h2sim({"get", "-k", one.url("/bytes/1"), other.url("/bytes/2")});
    CHECK(result.code == 0);
    CHECK(result.out == "001");
}

TEST_CASE("get: IPv6", "[net][get]") {
    const Served served{{"--listen", "[::1]:0"}};
    CHECK(served.url().substr(0, 13) == "http://[::1]:");
    CHECK(h2sim({"get", served.url("/")}).out == "h2sim is listening\n");
}

TEST_CASE("get: a file instead of standard output, a count instead of contents", "[net][get]") {
    const Served served;
    const Workspace workspace;
    const std::string file = workspace.path("out");
    CHECK(h2sim({"get", served.url("/bytes/7"), "-o", file}).out.empty());
    CHECK(read_file(file) == "0123456");
    const Result counted = h2sim({"get", served.url("/status/404"), served.url("/"), "-n", "3"});
    CHECK(counted.code == 0);
    CHECK_THAT(counted.out, Contains("6 requests in ") &&
                                Contains(" 0 failed; status 200: 3; status 404: 3; 84 octets"));
}

TEST_CASE("get: --fail makes a failure of a bad status", "[net][get]") {
    const Served served;
    CHECK(h2sim({"get", served.url("/status/500")}).code == 0);
    const Result result =
        h2sim({"get", served.url("/status/500"), served.url("/status/399"), "--fail"});
    CHECK(result.code == 1);
    CHECK(result.out == "as asked\n");
    CHECK(result.err == "h2sim: " + served.url("/status/500") + ": status 500\n");
}

TEST_CASE("9113/5.1.2 get: keeps to the server's limit", "[net][get][9113/5.1.2/limit]") {
    std::atomic<int> most{0};
    const FakeServer server{[&](Peer& peer, int) {
        FakeServer::greet(peer, {{h2::SettingId::MAX_CONCURRENT_STREAMS, 3}});
        std::vector<std::uint32_t> open;
        int answered = 0;
        while (answered < 20) {
            const auto got = peer.next();
            if (!got || got->is(FrameType::GOAWAY)) {
                return;
            }
            if (got->is(FrameType::HEADERS)) {
                open.push_back(got->header.stream.value());
                most = std::max<int>(most, static_cast<int>(open.size()));
            }
            if (open.size() == 3 || 20 - answered == static_cast<int>(open.size())) {
                for (const std::uint32_t stream : open) {
                    FakeServer::respond(peer, stream, "x");
                    ++answered;
                }
                open.clear();
            }
            if (answered == 0 && open.size() == 1) {  // the one before our SETTINGS
                FakeServer::respond(peer, open.front(), "x");
                open.clear();
                ++answered;
            }
        }
        peer.is_closed();
    }};
    const Result result = h2sim({"get", server.url(), "-n", "20"});
    CHECK(result.code == 0);
    CHECK_THAT(result.out, Contains("0 failed; status 200: 20;"));
    CHECK(most <= 3);
    CHECK(server.connections() == 1);
}

TEST_CASE("9113/8.7 get: what was refused is sent again", "[net][get]") {
    const FakeServer server{[](Peer& peer, int) {
        FakeServer::greet(peer);
        bool refused = false;
        while (const auto got = peer.next()) {
            if (got->is(FrameType::HEADERS) && !refused) {
                refused = true;
                peer.send(h2::RstStream{got->header.stream, h2::ErrorCode::REFUSED_STREAM});
            } else if (got->is(FrameType::HEADERS)) {
                FakeServer::respond(peer, got->header.stream.value(), "at last");
            }
        }
    }};
    const Result result = h2sim({"get", server.url()});
    CHECK(result.code == 0);
    CHECK(result.out == "at last");
}

TEST_CASE("9113/8.7 get: but not for ever", "[net][get]") {
    std::atomic<int> requests{0};
    const FakeServer server{[&](Peer& peer, int) {
        FakeServer::greet(peer);
        while (const auto got = peer.next()) {
            if (got->is(FrameType::HEADERS)) {
                ++requests;
                peer.send(h2::RstStream{got->header.stream, h2::ErrorCode::REFUSED_STREAM});
            }
        }
    }};
    const Result result = h2sim({"get", server.url()});
    CHECK(result.code == 1);
    CHECK_THAT(result.err, Contains("the server refused the stream, 5 times"));
    CHECK(requests == 5);
}

TEST_CASE("9113/6.8 get: what is above the last stream of GOAWAY goes to a new connection",
          "[net][get]") {
    const FakeServer server{[](Peer& peer, int number) {
        FakeServer::greet(peer);
        int requests = 0;
        while (const auto got = peer.next()) {
            if (!got->is(FrameType::HEADERS)) {
                continue;
            }
            const std::uint32_t stream = got->header.stream.value();
            if (number == 1 || requests++ == 0) {
                FakeServer::respond(peer, stream, std::to_string(number));
            } else {
                peer.send(h2::GoAway{h2::StreamId::from_wire(1), h2::ErrorCode::NO_ERROR, {}});
                peer.is_closed();
                return;
            }
        }
    }};
    const Result result =
        h2sim({"get", server.url("/a"), server.url("/b"), server.url("/c"), server.url("/d")});
    CHECK(result.code == 0);
    CHECK(result.out == "0111");
    CHECK(server.connections() == 2);
}

TEST_CASE("9113/8.1 get: a complete answer before the request is complete", "[net][get]") {
    const FakeServer server{[](Peer& peer, int) {
        FakeServer::greet(peer);
        peer.await(FrameType::HEADERS, 1);
        FakeServer::respond(peer, 1, "enough");
        peer.send(h2::RstStream{h2::StreamId::from_wire(1), h2::ErrorCode::NO_ERROR});
        peer.is_closed();
    }};
    const Result result = h2sim({"get", server.url(), "--data", std::string(100'000, 'x')});
    CHECK(result.code == 0);
    CHECK(result.out == "enough");
}
