// How connections of `h2sim get` end: what a server may still send, what is asked again elsewhere,
// and what is no HTTP/2 at all.

#include <atomic>
#include <chrono>

#include <catch2/catch.hpp>

#include "h2core/wire/preface.hpp"
#include "tests/net/fake_server.hpp"
#include "tests/net/served.hpp"
#include "tests/tools/command.hpp"

using Catch::Contains;
using command::h2sim;
using command::Result;
using h2::FrameType;

namespace {

using namespace std::string_literals;  // NOLINT(google-build-using-namespace)

// HEADERS with :status 200 and END_STREAM.
std::string whole_response(char stream) {
    std::string octets{"\0\0\1\1\5\0\0\0\1\x88"s};
    octets[8] = stream;
    return octets;
}

// RST_STREAM with NO_ERROR.
std::string reset_of(char stream) {
    std::string octets{"\0\0\4\3\0\0\0\0\1\0\0\0\0"s};
    octets[8] = stream;
    return octets;
}

// Counts RST_STREAM until the client is done.
int resets_until_end(Peer& peer) {
    int resets = 0;
    while (const auto got = peer.next()) {
        resets += got->is(FrameType::RST_STREAM) ? 1 : 0;
        if (got->is(FrameType::PING)) {
            peer.ping_ack(*got);
        }
    }
    return resets;
}

}  // namespace

TEST_CASE("9113/5.4.2 get: a RST_STREAM is not answered with one", "[net][get]") {
    std::atomic<int> resets{-1};
    SECTION("read before ours is written") {
        const FakeServer server{[&](Peer& peer, int) {
            FakeServer::greet(peer, {{h2::SettingId::MAX_CONCURRENT_STREAMS, 1}});
            peer.await(FrameType::HEADERS, 1);
            peer.send_text(whole_response(1) + reset_of(1));
            peer.await(FrameType::HEADERS, 3);  // the slot is free again
            peer.send_text(whole_response(3) + reset_of(3));
            resets = resets_until_end(peer);
        }};
        const Result result =
            h2sim({"get", server.url(), "-n", "2", "--data", std::string(100'000, 'x')});
        CHECK(result.code == 0);
        CHECK_THAT(result.out, Contains("2 requests") && Contains(" 0 failed"));
    }
    CHECK(resets == 0);
}

TEST_CASE("9113/8.1 get: an upload that nobody wants is ended by us where the server does not",
          "[net][get]") {
    std::atomic<int> resets{-1};
    {
        const FakeServer server{[&](Peer& peer, int) {
            FakeServer::greet(peer);
            peer.await(FrameType::HEADERS, 1);
            peer.send_text(whole_response(1));
            resets = resets_until_end(peer);
        }};
        CHECK(h2sim({"get", server.url(), "--data", std::string(100'000, 'x')}).code == 0);
    }
    CHECK(resets == 1);
}

TEST_CASE("9113/6.8 get: GOAWAY and the end of the connection, and no request is answered yet",
          "[net][get]") {
    const FakeServer server{[](Peer& peer, int number) {
        FakeServer::greet(peer);
        if (number == 0) {
            peer.await(FrameType::HEADERS, 5);
            peer.send(h2::GoAway{h2::StreamId::from_wire(1), h2::ErrorCode::NO_ERROR, {}});
            return;
        }
        while (const auto got = peer.next()) {
            if (got->is(FrameType::HEADERS)) {
                FakeServer::respond(peer, got->header.stream.value(), "again");
            } else if (got->is(FrameType::PING)) {
                peer.ping_ack(*got);
            }
        }
    }};
    const Result result = h2sim({"get", server.url("/a"), server.url("/b"), server.url("/c")});
    CHECK(result.code == 6);  // stream 1 may have been processed: it is not asked for again
    CHECK(result.out == "againagain");
    CHECK_THAT(result.err, Catch::StartsWith("h2sim: " + server.url("/a") + ": the peer closed "));
    CHECK(std::count(result.err.begin(), result.err.end(), '\n') == 1);
    CHECK(server.connections() == 2);
}

TEST_CASE("9113/6.8 get: a server that goes away and closes, again and again", "[net][get]") {
    const FakeServer server{[](Peer& peer, int) {
        FakeServer::greet(peer);
        peer.await(FrameType::HEADERS, 1);
        peer.send(h2::GoAway{h2::StreamId{}, h2::ErrorCode::NO_ERROR, {}});
    }};
    const Result result = h2sim({"get", server.url(), "-n", "50"});
    CHECK((result.code == 1 || result.code == 6));
    CHECK(server.connections() <= 6);
}

TEST_CASE("9113/5.1 get: DATA after END_STREAM is seen, although everything is answered",
          "[net][get][9113/5.1/closed-end-stream]") {
    std::atomic<std::uint32_t> code{99};
    std::string debug;
    Result result;
    {
        const FakeServer server{[&](Peer& peer, int) {
            FakeServer::greet(peer);
            peer.await(FrameType::HEADERS, 1);
            FakeServer::respond(peer, 1, "x");
            peer.await(FrameType::PING, 0);
            peer.data(1, "late", false);
            if (const auto goaway = peer.await(FrameType::GOAWAY, 0)) {
                code = goaway->number(4);
                debug = goaway->text().substr(8);
            }
        }};
        result = h2sim({"get", server.url()});
    }
    CHECK(result.out == "x");
    CHECK(result.code == 1);
    CHECK_THAT(result.err, Contains("the server broke the protocol after its last response: "
                                    "connection error STREAM_CLOSED, 9113/5.1/closed-end-stream"));
    CHECK(code == 5);
    CHECK_THAT(debug, Catch::StartsWith("9113/5.1/closed-end-stream: DATA or HEADERS on "));
}

TEST_CASE("9113/6.5.3 get: SETTINGS that are never acknowledged are told", "[net][get]") {
    const bool answers_pings = GENERATE(true, false);
    const FakeServer server{[&](Peer& peer, int) {
        peer.read_text(h2::kClientPreface.size());
        peer.send(h2::SettingsFrame{});
        peer.await(FrameType::HEADERS, 1);
        FakeServer::respond(peer, 1, "x");
        while (const auto got = peer.next()) {
            if (answers_pings && got->is(FrameType::PING)) {
                peer.ping_ack(*got);
            }
        }
    }};
    const Result result = h2sim({"get", server.url()});
    CHECK(result.out == "x");
    CHECK(result.code == 1);
    CHECK(result.err ==
          "h2sim: the server has answered requests, but never acknowledged SETTINGS "
          "(9113/6.5.3)\n");
}

TEST_CASE("get: a server that closes instead of answering the last PING has said all",
          "[net][get]") {
    const FakeServer server{[&](Peer& peer, int) {
        FakeServer::greet(peer);
        peer.await(FrameType::HEADERS, 1);
        FakeServer::respond(peer, 1, "x");
        peer.await(FrameType::PING, 0);
    }};
    const Result result = h2sim({"get", server.url()});
    CHECK(result.code == 0);
    CHECK(result.out == "x");
    CHECK(result.err.empty());
}

TEST_CASE("get: what speaks no HTTP/2 is named, and is exit code 6", "[net][get]") {
    struct Case {
        std::string octets;
        std::string text;
    };
    const Case each = GENERATE(
        Case{"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n", "the peer speaks SSH, not HTTP/2"},
        Case{"220 mail.example.org ESMTP Postfix\r\n", "the peer speaks SMTP or FTP, not HTTP/2"},
        Case{"220", "the peer closed the connection in the middle of a frame"},
        Case{"* OK IMAP4rev1 ready\r\n", "the peer speaks IMAP, not HTTP/2"},
        Case{"+OK POP3 ready\r\n", "the peer speaks POP3, not HTTP/2"},
        Case{"HTTP/1.0 400 Bad\r\n", "the peer speaks HTTP/1, not HTTP/2"},
        Case{"\x15\x03\x01\0\x02\x02\x46"s, "the peer speaks TLS, not HTTP/2; https:// URLs"},
        Case{"J\0\0\0\n8.0.36\0"s + std::string(70, 'x'),
             "an unknown protocol that begins with 4a 00 00 00 0a 38 "},
        Case{"AMQP\0\0\x09\x01"s, "the peer closed the connection in the middle of a frame"},
        Case{"hello, what do you want? " + std::string(30, '.'),
             "an unknown protocol that begins with \"hello, what do y"},
        Case{"", "the peer closed the connection, without a word of HTTP/2"});
    const FakeServer server{[&](Peer& peer, int) {
        peer.read_text(h2::kClientPreface.size());
        peer.send_text(each.octets);
        peer.shut_down_sending();
        peer.is_closed(1'000);
    }};
    const Result result = h2sim({"get", server.url()});
    CAPTURE(result.err);
    CHECK(result.code == 6);
    CHECK_THAT(result.err,
               Catch::StartsWith("h2sim: " + server.url() + ": ") && Contains(each.text));
    CHECK(result.err.find("broke the protocol") == std::string::npos);
}

TEST_CASE("get: TLS where there is none, and none where there is", "[net][get][tls]") {
    const FakeServer plain{[](Peer& peer, int) {
        peer.read_text(5);
        peer.send_text("HTTP/1.1 400 Bad Request\r\n\r\n");
        peer.is_closed(1'000);
    }};
    const Result https = h2sim({"get", "-k", "https" + plain.url().substr(4)});
    CHECK(https.code == 6);
    CHECK_THAT(https.err, Contains("the peer speaks no TLS; TLS handshake: "));

    const Served tls{{"--self-signed"}};
    const Result http = h2sim({"get", "http" + tls.url().substr(5)});
    CHECK(http.code == 6);
}
