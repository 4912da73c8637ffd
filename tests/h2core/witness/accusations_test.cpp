// Errors that one peer holds against the other: false ones are found, and only those.

#include <catch2/catch.hpp>

#include "tests/h2core/witness/watched_octets.hpp"

using namespace test;

namespace {

const std::string kWithinLimit = "broken 9113/5.1.2/within-limit ";

h2::Frame reset(std::uint32_t id) {
    return rst(id, h2::ErrorCode::PROTOCOL_ERROR);
}

h2::Frame leave(h2::ErrorCode code) {
    return goaway(3, code);
}

// A server that allows one stream; the client knows.
Wire limited(const h2::Beginning& beginning = {}) {
    static const h2::SettingList kOne{0, {{h2::SettingId::MAX_CONCURRENT_STREAMS, 1}}};
    Wire wire{beginning, false};
    (void)wire.server(settings(kOne));
    (void)wire.client(h2::SettingsFrame{});
    (void)wire.client(settings_ack());
    (void)wire.server(settings_ack());
    return wire;
}

// Stream 1 came and went; the client opens stream 3.
Wire at_the_limit(bool end_received, const h2::Beginning& beginning = {}) {
    Wire wire = limited(beginning);
    CHECK(wire.client(headers(1, true)) == "");
    CHECK(wire.server(headers(1, true)) == "");
    if (end_received) {
        wire.client_has_received_all();
    }
    CHECK(wire.client(headers(3, true)) == "");
    return wire;
}

}  // namespace

TEST_CASE("a stream within the limit that is an error for the server") {
    Wire wire = at_the_limit(true);
    SECTION("is a false accusation") {
        CHECK(wire.server(reset(3)) == kWithinLimit + "3");
    }
    SECTION("whoever refuses it accuses nobody") {
        CHECK(wire.server(rst(3, h2::ErrorCode::REFUSED_STREAM)) == "");
        CHECK(wire.server(leave(h2::ErrorCode::ENHANCE_YOUR_CALM)) == "");
    }
    SECTION("once it is answered the limit is no reason any more") {
        (void)wire.server(headers(3));
        CHECK(wire.server(reset(3)) == "broken 9113/5.4.1/without-cause 3");
    }
    SECTION("GOAWAY with an error") {
        CHECK(wire.server(leave(h2::ErrorCode::PROTOCOL_ERROR)) ==
              "broken 9113/5.4.1/without-cause");
    }
    SECTION("other codes that accuse") {
        for (const h2::ErrorCode code :
             {h2::ErrorCode::FLOW_CONTROL_ERROR, h2::ErrorCode::STREAM_CLOSED,
              h2::ErrorCode::FRAME_SIZE_ERROR, h2::ErrorCode::COMPRESSION_ERROR}) {
            Wire other = wire;
            CHECK(other.server(rst(3, code)) == "broken 9113/5.4.1/without-cause 3");
        }
    }
}

TEST_CASE("who exceeds the limit is rightly accused") {
    Wire wire = limited();
    CHECK(wire.client(headers(1, true)) == "");
    CHECK(wire.client(headers(3, true)) == "broken 9113/5.1.2/limit 3");
    CHECK(wire.server(reset(3)) == "");
    CHECK(wire.account().limit_kept(h2::Role::client).unproven == 1);
}

TEST_CASE("an error after a fault of the other one is no false accusation") {
    Wire wire = at_the_limit(true);
    SECTION("on the stream") {
        CHECK(wire.client(data(3, 1)) == "broken 9113/5.1/half-closed-remote 3");
        CHECK(wire.server(rst(3, h2::ErrorCode::STREAM_CLOSED)) == "");
    }
    SECTION("on the connection") {
        CHECK(wire.client(window_update(0, 0)) == "broken 9113/6.9/zero-connection");
        CHECK(wire.server(leave(h2::ErrorCode::PROTOCOL_ERROR)) == "");
    }
    SECTION("on another stream it is none for this one") {
        (void)wire.client(headers(5, true));
        CHECK(wire.server(reset(3)) == kWithinLimit + "3");
    }
    SECTION("that may be none") {
        (void)wire.server(rst(3));
        CHECK(wire.client(window_update(3, 1)) == "unless-crossed 9113/6.4/nothing-after-reset 3");
        CHECK(wire.server(leave(h2::ErrorCode::STREAM_CLOSED)) ==
              "unknown 9113/5.4.1/without-cause");
    }
    SECTION("by RFC 7540 alone") {
        h2::Priority itself;
        itself.stream = stream(3);
        itself.signal.dependency = stream(3);
        (void)wire.client(itself);
        CHECK(wire.server(reset(3)) == "unknown 9113/5.1.2/within-limit 3");
    }
}

TEST_CASE("what it takes to know that the limit was kept") {
    CHECK(at_the_limit(true).account().limit_kept(h2::Role::client).unproven == 0);
    CHECK(at_the_limit(true).account().limit_kept(h2::Role::client).most == 1);
    CHECK(at_the_limit(false).account().limit_kept(h2::Role::client).unproven == 1);
    CHECK(at_the_limit(false).account().limit_kept(h2::Role::client).most == 2);

    SECTION("the server had sent the end before the request came, whatever the client knew") {
        Wire wire = at_the_limit(false);
        CHECK(wire.server(reset(3)) == kWithinLimit + "3");
    }
    SECTION("but not where its log runs ahead of what it sends") {
        h2::Beginning log;
        log.of(h2::Role::server).ahead = true;
        CHECK(at_the_limit(false, log).server(reset(3)) == "unknown 9113/5.1.2/within-limit 3");
        CHECK(at_the_limit(true, log).server(reset(3)) == kWithinLimit + "3");
    }
    SECTION("nor where the order is only possible; judged at the end") {
        h2::Beginning possible;
        possible.order = h2::Order::possible;
        Wire unproven = at_the_limit(false, possible);
        CHECK(unproven.server(reset(3)) == "");
        CHECK(unproven.end() == "unknown 9113/5.1.2/within-limit 3");
        Wire proven = at_the_limit(true, possible);
        CHECK(proven.server(reset(3)) == "");
        CHECK(proven.end() == kWithinLimit + "3");
    }
    SECTION("a fault that may have come before") {
        h2::Beginning possible;
        possible.order = h2::Order::possible;
        Wire wire = at_the_limit(true, possible);
        (void)wire.server(reset(3));
        CHECK(wire.client(data(3, 1)) == "broken 9113/5.1/half-closed-remote 3");
        CHECK(wire.end() == "");
    }
}

TEST_CASE("nobody is a false accuser where not everything of the accused is there") {
    h2::Beginning piece;
    piece.of(h2::Role::client).record = h2::Record::piece;
    Wire wire{piece};
    (void)wire.client(headers(1, true));
    CHECK(wire.server(reset(1)) == "unknown 9113/5.4.1/without-cause 1");
}

TEST_CASE("credit that may have been on its way") {
    h2::Beginning log;
    log.of(h2::Role::server).ahead = true;
    for (const bool ahead : {false, true}) {
        Wire wire{ahead ? log : h2::Beginning{}};
        (void)wire.client(headers(1));
        CHECK(wire.server(rst(1, h2::ErrorCode::FLOW_CONTROL_ERROR)) ==
              (ahead ? "unknown 9113/5.4.1/without-cause 1" : "broken 9113/5.4.1/without-cause 1"));
    }
}

TEST_CASE("the error of a stream may be said after the frame that ended it") {
    const h2::Frame error = reset(1);
    Wire wire;
    (void)wire.client(headers(1, true));
    SECTION("a frame that was one") {
        CHECK(wire.server(data(1, 0, true)) == "broken 9113/8.1/data-before-headers 1");
        wire.client_has_received_all();
        CHECK(wire.client(error) == "");
    }
    SECTION("a frame that was none") {
        (void)wire.server(headers(1, true));
        wire.client_has_received_all();
        CHECK(wire.client(error) ==
              "broken 9113/5.1/closed-sends 1, "
              "broken 9113/5.4.1/without-cause 1");
    }
}

TEST_CASE("how many streams are open as each peer sees it") {
    Wire wire;
    const auto seen = [&](h2::Role viewer) {
        return wire.account().open_as_seen(h2::Role::client, viewer);
    };
    (void)wire.client(headers(1, true));
    (void)wire.client(headers(3, true));
    CHECK(seen(h2::Role::client) == 2);
    CHECK(seen(h2::Role::server) == 0);
    wire.server_has_received_all();
    CHECK(seen(h2::Role::server) == 2);
    (void)wire.server(headers(1, true));
    CHECK(seen(h2::Role::client) == 2);
    CHECK(seen(h2::Role::server) == 1);
    wire.client_has_received_all();
    CHECK(seen(h2::Role::client) == 1);
    (void)wire.client(rst(3));
    CHECK(seen(h2::Role::client) == 0);
    CHECK(seen(h2::Role::server) == 1);
    wire.server_has_received_all();
    CHECK(seen(h2::Role::server) == 0);
}

TEST_CASE("fields that others read more strictly may be what is an error") {
    const std::string error = "000004 03 00 00000001 00000001";
    const auto after = [&](const std::string& request) {
        Watched watched;
        (void)watched.sent(kClient, preface() + "000000 04 00 00000000");
        (void)watched.sent(kServer, "000000 04 00 00000000");
        CHECK(watched.sent(kClient, request) == "");
        return watched.sent(kServer, error);
    };
    const std::string broken = "broken 9113/5.4.1/without-cause 1";
    const std::string unknown = "unknown 9113/5.4.1/without-cause 1";
    CHECK(after("000003 01 05 00000001 828487") == broken);
    CHECK(after("00000a 01 05 00000001 828487 4003612d620163") == broken);   // a-b: c
    CHECK(after("00000a 01 05 00000001 828487 4003615f620163") == unknown);  // a_b: c
    CHECK(after("000009 01 05 00000001 828487 400161028001") == unknown);    // a: 80 01
    CHECK(after("000007 01 05 00000001 8487 4203474574") == unknown);        // :method: GEt
}

TEST_CASE("a frame of which only the beginning is there may be what a server answers") {
    const std::string begin = preface() + "000000 04 00 00000000";
    const std::string error = "000004 03 00 00000001 00000001";
    Watched watched;
    const auto client = [&](const std::string& digits) { return watched.sent(kClient, digits); };
    const auto server = [&](const std::string& digits) { return watched.sent(kServer, digits); };
    (void)client(begin);
    (void)server("000000 04 00 00000000");
    (void)client("000003 01 04 00000001 828487");
    SECTION("on the stream") {
        (void)client("000010 00 00 00000001 6162");
        CHECK(server(error) == "unknown 9113/5.4.1/without-cause 1");
    }
    SECTION("on another one") {
        (void)client("000003 01 04 00000003 828487");
        (void)client("000010 00 00 00000003 6162");
        CHECK(server(error) == "broken 9113/5.4.1/without-cause 1");
    }
    SECTION("not even its header") {
        (void)client("000010 00 00");
        CHECK(server(error) == "broken 9113/5.4.1/without-cause 1");
    }
}

TEST_CASE("what is missing in the middle excuses everybody from there on") {
    h2::Witness witness;
    const auto sent = [&](h2::Role sender, const std::string& digits) {
        const std::vector<std::byte> octets = octets_of_hex(digits);
        std::span<const std::byte> left = octets;
        std::string found;
        while (!left.empty()) {
            const h2::Sight sight = witness.sent(sender, left);
            left = left.subspan(sight.consumed);
            for (const h2::Finding& finding : sight.findings) {
                found += test::text(finding);
            }
        }
        return found;
    };
    (void)sent(kClient, preface() + "000000 04 00 00000000");
    (void)sent(kServer, "000000 04 00 00000000");
    (void)sent(kClient, "000003 01 04 00000001 828487 000100 00 00 00000001 6162");
    witness.misses(kClient, 254 + 9'000);
    CHECK(witness.octets_sent(kClient) == 24 + 9 + 12 + 9 + 2 + 254 + 9'000);
    CHECK(witness.pending(kClient) == 0);
    CHECK(sent(kClient, "000003 00 00 00000009 616263") == "");  // opened in what is missing
    CHECK(sent(kClient, "000001 01 05 0000000b be") == "");      // an entry of it
    CHECK(sent(kServer, "000004 03 00 00000009 00000001") == "unknown 9113/5.4.1/without-cause 9");
    CHECK(sent(kClient, "000000 04 01 00000000") == "");  // of SETTINGS whose ACK is missing?
    CHECK(sent(kClient, "000003 04 00 00000000 616263") == "broken 9113/6.5/size");
}
