// Servers that are slow, or odd, or have no limit to be held at: a clear line each, and no hang.

#include <csignal>

#include "tests/net/fake_server.hpp"
#include "tests/net/race/raced.hpp"

using Catch::Contains;

namespace {

std::string trouble_of(const nlohmann::json& report) {
    return report["sentence"];
}

// Whether it was a PING, which is answered then.
bool pong(Peer& peer, const Got& got) {
    const bool ping = got.is(h2::FrameType::PING) && !got.has(h2::flag::ACK);
    if (ping) {
        peer.ping_ack(got);
    }
    return ping;
}

// Answers each request as long as there are some.
void serve_all(Peer& peer) {
    while (const auto got = peer.next()) {
        if (!pong(peer, *got) && got->is(h2::FrameType::HEADERS)) {
            FakeServer::respond(peer, got->header.stream.value(), "four");
        }
    }
}

}  // namespace

TEST_CASE("race: without a limit, or with none to use, nothing can be shown", "[net][race]") {
    {
        FakeServer server{[](Peer& peer, int) {
            FakeServer::greet(peer);
            serve_all(peer);
        }};
        const auto [code, report] = raced({server.url()});
        CHECK(code == 5);
        CHECK(report["verdict"] == "cannot-show");
        CHECK(report["limit"].is_null());
        CHECK_THAT(trouble_of(report), Contains("announces no SETTINGS_MAX_CONCURRENT_STREAMS"));
    }
    const auto [announced, words] =
        GENERATE(table<std::uint32_t, std::string>({{0U, "is 0"}, {0xffff'fffeU, "more than"}}));
    FakeServer server{[limit = announced](Peer& peer, int) {
        FakeServer::greet(peer, {{h2::SettingId::MAX_CONCURRENT_STREAMS, limit}});
        serve_all(peer);
    }};
    const auto [code, report] = raced({server.url()});
    CHECK(code == 5);
    CHECK(report["verdict"] == "cannot-show");
    CHECK_THAT(trouble_of(report), Contains(words));
}

TEST_CASE("race: a server that queues what is parked is told, and not called safe", "[net][race]") {
    FakeServer server{[](Peer& peer, int number) {
        FakeServer::greet(peer, {{h2::SettingId::MAX_CONCURRENT_STREAMS, 3}});
        int answered = 0;
        while (const auto got = peer.next()) {
            if (pong(peer, *got) || !got->is(h2::FrameType::HEADERS)) {
                continue;
            }
            const std::uint32_t stream = got->header.stream.value();
            if (number == 0) {
                FakeServer::respond(peer, stream, "four");
            } else if (++answered == 1) {  // the only worker: it waits for credit for ever
                FakeServer::respond_head(peer, stream, /*end_stream=*/false);
            }
        }
    }};
    const auto [code, report] =
        raced({server.url(), "--mode", "park", "--patience", "0.3", "--max-cycles", "10"});
    CHECK(code == 5);
    CHECK(report["verdict"] == "cannot-show");
}

TEST_CASE("race: who is not there, or speaks another language", "[net][race]") {
    const command::Result nobody = command::h2sim({"race", "127.0.0.1:1"});
    CHECK(nobody.code == 6);
    CHECK_THAT(nobody.out, Contains("connection refused"));
    FakeServer server{[](Peer& peer, int) {
        peer.send_text("HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n");
    }};
    const command::Result other = command::h2sim({"race", server.url()});
    CHECK(other.code == 6);
    CHECK_THAT(other.out, Contains("speaks HTTP/1"));
}

TEST_CASE("race: a server that never says a word ends it in time", "[net][race]") {
    FakeServer server{[](Peer& peer, int) {
        while (peer.next()) {}
    }};
    const auto [code, report] = raced({server.url(), "--patience", "0.3"});
    CHECK(code == 6);
    CHECK(report["verdict"] == "cannot-show");
    CHECK_THAT(trouble_of(report), Contains("sends no SETTINGS"));
}

TEST_CASE("race: our own server refuses nobody at any limit", "[net][race]") {
    const std::string limit = GENERATE("1", "2", "100");
    CAPTURE(limit);
    Served served{{"--max-concurrent-streams", limit}};
    const auto [code, report] =
        raced({served.url("/bytes/5"), served.url("/bytes/4096"), "--max-cycles", "200"});
    CHECK(code == 0);
    CHECK(report["verdict"] == "not-seen");
    CHECK(report["limit"] == std::stoi(limit));
    CHECK(report["client_proven"] == true);
    for (const nlohmann::json& cell : report["cells"]) {
        CAPTURE(cell);
        CHECK(cell["refused"] == 0);
        CHECK(cell["opened"] == 200);
    }
}

TEST_CASE("race: what was counted before Ctrl-C is reported", "[net][race]") {
    Served served;
    command::Setting setting;
    setting.signal = SIGINT;
    setting.signal_after_ms = 1'000;
    const command::Result result =
        command::h2sim({"race", "--json", "-q", "--max-cycles", "100000000", "--connections", "1",
                        served.url("/bytes/5")},
                       setting);
    CHECK(result.code == 130);
    const auto report = nlohmann::json::parse(result.out);
    CHECK(report["complete"] == false);
    CHECK(cell_of(report, "/bytes/5", "park")["opened"] > 0);
}

TEST_CASE("race: --max-time ends it, and that is no pass", "[net][race]") {
    Served served;
    const auto [code, report] =
        raced({served.url("/bytes/5"), "--max-cycles", "100000000", "--max-time", "0.5"});
    CHECK(code == 5);
    CHECK(report["complete"] == false);
    CHECK(report["verdict"] == "not-seen");
}

TEST_CASE("race: an error of the server's own is no refusal that --strict counts", "[net][race]") {
    FakeServer server{[](Peer& peer, int number) {
        FakeServer::greet(peer, {{h2::SettingId::MAX_CONCURRENT_STREAMS, 1}});
        int asked = 0;
        while (const auto got = peer.next()) {
            if (pong(peer, *got) || !got->is(h2::FrameType::HEADERS)) {
                continue;
            }
            const h2::StreamId stream = got->header.stream;
            if (number == 0 || ++asked == 1) {
                FakeServer::respond(peer, stream.value(), "four");
            } else {
                peer.send(h2::RstStream{stream, h2::ErrorCode::INTERNAL_ERROR});
            }
        }
    }};
    const auto [code, report] =
        raced({server.url(), "--strict", "--mode", "saturate", "--max-cycles", "5"});
    CHECK(code == 5);
    CHECK(report["verdict"] == "cannot-show");
    CHECK(cell_of(report, "/", "saturate")["unproven"] > 0);
    CHECK(cell_of(report, "/", "saturate")["refused"] == 0);
}
