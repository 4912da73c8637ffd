// `h2sim get` where it cannot get anything: a message, an exit code, and no waiting.

#include <chrono>

#include <catch2/catch.hpp>

#include "h2core/wire/preface.hpp"
#include "tests/net/fake_server.hpp"
#include "tests/net/served.hpp"
#include "tests/tools/command.hpp"

using Catch::Contains;
using command::h2sim;
using command::Result;
using command::Setting;
using h2::FrameType;

namespace {

// One line of error, that exit code, and that in the message. `witness`: in a line before it.
void check_failure(const std::vector<std::string>& arguments, int code, const std::string& text,
                   const std::string& witness = {}) {
    std::vector<std::string> all{"get"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const auto begin = std::chrono::steady_clock::now();
    const Result result = h2sim(all);
    CAPTURE(result.err);
    CHECK(result.code == code);
    CHECK(result.out.empty());
    const std::size_t begins = witness.empty() ? 0 : result.err.find('\n') + 1;
    CHECK_THAT(result.err.substr(0, begins), Contains(witness));
    CHECK_THAT(result.err.substr(begins),
               Catch::StartsWith("h2sim: " + arguments[0]) && Contains(text));
    CHECK(std::count(result.err.begin(), result.err.end(), '\n') == (witness.empty() ? 1 : 2));
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds{5});
}

}  // namespace

TEST_CASE("get: nobody listens, no such host", "[net][get]") {
    std::string url;
    {
        const FakeServer closed{[](Peer&, int) {}};
        url = closed.url();
    }
    check_failure({url}, 6, "connection refused");
    check_failure({"http://no.such.host.invalid/"}, 6, "cannot find no.such.host.invalid:80: ");
    const Result both = h2sim({"get", url, url, "-n", "5"});
    CHECK(both.code == 6);
    CHECK_THAT(both.err, Contains(" and 9 other requests: cannot connect to "));
}

TEST_CASE("get: the server closes, or resets", "[net][get]") {
    SECTION("at once") {
        const FakeServer server{[](Peer&, int) {}};
        check_failure({server.url()}, 6, "");
    }
    SECTION("with a reset") {
        const FakeServer server{[](Peer& peer, int) {
            FakeServer::greet(peer);
            peer.await(FrameType::HEADERS, 1);
            peer.reset();
        }};
        check_failure({server.url()}, 6, "connection reset by peer");
    }
    SECTION("instead of an answer") {
        const FakeServer server{[](Peer& peer, int) {
            FakeServer::greet(peer);
            peer.await(FrameType::HEADERS, 1);
            peer.shut_down_sending();
            peer.is_closed();
        }};
        check_failure({server.url()}, 6, "the peer closed the connection");
    }
    SECTION("in the middle of a frame") {
        const FakeServer server{[](Peer& peer, int) {
            FakeServer::greet(peer);
            peer.await(FrameType::HEADERS, 1);
            FakeServer::respond_head(peer, 1, false);
            peer.send_text(std::string_view{"\0\0\x09\0\0\0\0\0\1four", 13});
            peer.shut_down_sending();
            peer.is_closed();
        }};
        check_failure({server.url()}, 6, "the peer closed the connection in the middle of a frame");
    }
    SECTION("in the middle of the content") {
        const FakeServer server{[](Peer& peer, int) {
            FakeServer::greet(peer);
            peer.await(FrameType::HEADERS, 1);
            FakeServer::respond_head(peer, 1, false);
            peer.shut_down_sending();
            peer.is_closed();
        }};
        check_failure({server.url()}, 6, "the peer closed the connection");
    }
}

TEST_CASE("get: a server that never answers", "[net][get]") {
    SECTION("anything") {
        const FakeServer server{[](Peer& peer, int) { peer.is_closed(); }};
        check_failure({server.url(), "--timeout", "0.3"}, 6, "the peer has sent nothing for 0.3 s");
    }
    SECTION("the request") {
        const FakeServer server{[](Peer& peer, int) {
            FakeServer::greet(peer);
            peer.is_closed();
        }};
        check_failure({server.url(), "--timeout", "0.3"}, 6, "the peer has sent nothing for 0.3 s");
    }
    SECTION("the TLS handshake") {
        const FakeServer server{[](Peer& peer, int) { peer.is_closed(); }};
        check_failure({"https" + server.url().substr(4), "--timeout", "0.3"}, 6,
                      "the TLS handshake is not done for 0.3 s");
    }
}

TEST_CASE("get: a server that speaks HTTP/1.1", "[net][get]") {
    const FakeServer server{[](Peer& peer, int) {
        peer.read_text(h2::kClientPreface.size());
        peer.send_text("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        peer.is_closed(200);
    }};
    check_failure({server.url()}, 6, "the peer speaks HTTP/1, not HTTP/2");
}

TEST_CASE("get: a server that breaks the protocol is told so", "[net][get]") {
    SECTION("9113/3.4 no SETTINGS first") {
        std::atomic<std::uint32_t> code{99};
        const FakeServer server{[&](Peer& peer, int) {
            peer.read_text(h2::kClientPreface.size());
            peer.send(h2::Ping{1, false});
            if (const auto goaway = peer.await(FrameType::GOAWAY, 0)) {
                code = goaway->number(4);
            }
        }};
        check_failure({server.url()}, 1, "connection error PROTOCOL_ERROR, 9113/3.4");
        CHECK(code == 1);
    }
    SECTION("9113/6.9 too much DATA") {
        const FakeServer server{[](Peer& peer, int) {
            FakeServer::greet(peer);
            peer.await(FrameType::HEADERS, 1);
            FakeServer::respond_head(peer, 1, false);
            for (int i = 0; i < 10; ++i) {
                peer.data(1, std::string(1'000, 'x'), false);
            }
            peer.is_closed();
        }};
        const Result result = h2sim({"get", server.url(), "--window", "0"});
        CHECK(result.code == 1);
        CHECK(result.out.empty());
    }
    SECTION("7541/6.1 no such index") {
        const FakeServer server{[](Peer& peer, int) {
            FakeServer::greet(peer);
            peer.await(FrameType::HEADERS, 1);
            peer.send_text(std::string_view{"\0\0\2\1\5\0\0\0\1\xff\x7f", 11});
            peer.is_closed();
        }};
        check_failure({server.url()}, 1, "COMPRESSION_ERROR, 7541/");
    }
    SECTION("9113/8.3.2 a malformed response") {
        const FakeServer server{[](Peer& peer, int) {
            FakeServer::greet(peer);
            peer.await(FrameType::HEADERS, 1);
            peer.send_text(std::string_view{"\0\0\1\1\5\0\0\0\1\x82", 10});  // :method
            peer.is_closed();
        }};
        check_failure({server.url()}, 1, "stream 1 was reset: the server broke the protocol",
                      "the server broke 9113/8.3/undefined");
    }
}

TEST_CASE("get: GOAWAY with an error is no reason to try again", "[net][get]") {
    const FakeServer server{[](Peer& peer, int) {
        FakeServer::greet(peer);
        peer.await(FrameType::HEADERS, 1);
        peer.send(h2::GoAway{h2::StreamId{}, h2::ErrorCode::ENHANCE_YOUR_CALM, {}});
        peer.is_closed();
    }};
    check_failure({server.url()}, 1, "the server went away: ENHANCE_YOUR_CALM");
    CHECK(server.connections() == 1);
}

TEST_CASE("get: a server that always goes away", "[net][get]") {
    const FakeServer server{[](Peer& peer, int) {
        FakeServer::greet(peer);
        peer.send(h2::GoAway{h2::StreamId{}, h2::ErrorCode::NO_ERROR, {}});
        peer.is_closed();
    }};
    const Result result = h2sim({"get", server.url()});
    CHECK((result.code == 1 || result.code == 6));
    CHECK_THAT(result.err, Contains("the server went away"));
    CHECK(server.connections() <= 6);
}

TEST_CASE("get: Ctrl-C", "[net][get]") {
    const Served served;
    Setting setting;
    setting.signal = GENERATE(SIGINT, SIGTERM);
    setting.signal_after_ms = 200;
    const Result result = h2sim({"get", served.url("/drip?n=1&delay=60000")}, setting);
    CHECK(result.code == (setting.signal == SIGINT ? 130 : 143));
}

TEST_CASE("get: standard output that cannot be written", "[net][get]") {
    const Served served;
    Setting setting;
    setting.output_file = "/dev/full";
    const Result result = h2sim({"get", served.url("/")}, setting);
    CHECK(result.code == 2);
    CHECK_THAT(result.err, Contains("cannot write to standard output"));
}

TEST_CASE("get: a pipe that nobody reads is the end, without a word", "[net][get]") {
    const Served served;
    Setting setting;
    setting.broken_pipe = true;
    for (const std::string how : {"-k", "-n2"}) {
        CAPTURE(how);
        const Result result = h2sim({"get", served.url("/"), how}, setting);
        CHECK(result.code == 141);
        CHECK(result.err.empty());
    }
    // The trace ends, the requests do not.
    const Result traced =
        h2sim({"get", served.url("/"), "--trace-out", "-", "-o", "/dev/null"}, setting);
    CHECK(traced.code == 0);
    CHECK(traced.err.empty());
}
