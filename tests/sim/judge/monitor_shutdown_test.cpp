// The monitor on shutdowns: streams that a server drops without a word, and requests that a
// graceful shutdown loses.

#include "tests/sim/world/wire.hpp"

using fixture::Lines;
using fixture::Wire;
using h2::RuleId;
using sim::Observation;

TEST_CASE("monitor: who holds a stream for closed and tells nobody is at fault",
          "[monitor][9113/5.1/closed-silently]") {
    const struct {
        const char* name;
        Lines lines;
        RuleId broken;
    } cases[] = {
        {"9113/5.1 the client still waits",
         {"Cs HEADERS 1 END_STREAM", "drop 1"},
         RuleId::closed_silently},
        {"9113/8.1 it has the response, and content to send",
         {"Cs HEADERS 1", "Sc HEADERS 1 END_STREAM", "drop 1"},
         RuleId::closed_silently},
        {"9113/8.1 it has the response and has sent all",
         {"C HEADERS 1 END_STREAM", "Sc HEADERS 1 END_STREAM", "drop 1"},
         RuleId::none},
        {"9113/5.1 the client has reset it",
         {"C HEADERS 1", "C RST_STREAM 1", "drop 1"},
         RuleId::none},
        {"9113/5.1 the stream is long gone", {"drop 1"}, RuleId::none},
    };
    for (const auto& c : cases) {
        DYNAMIC_SECTION(c.name) {
            Wire wire{4};
            wire.play(c.lines);
            CHECK(wire.monitor.server().broken == c.broken);
            CHECK(wire.saw(Observation::closed_silently) == (c.broken != RuleId::none));
        }
    }
}

TEST_CASE("monitor, no-request-lost-in-shutdown: what was sent in ignorance of it",
          "[monitor][9113/6.8/graceful]") {
    const struct {
        const char* name;
        Lines lines;
        bool lost;  // in the last line
    } cases[] = {
        {"ignored by the server", {"C HEADERS 1", "S GOAWAY last=0 NO_ERROR", "ignore 1"}, true},
        {"above the last stream when the client hears of it",
         {"C HEADERS 1", "S GOAWAY last=0 NO_ERROR", "c GOAWAY last=0 NO_ERROR"},
         true},
        {"not yet processed when the transport is closed",
         {"C HEADERS 1", "S GOAWAY last=1 NO_ERROR", "close"},
         true},
        {"up to the last stream", {"Cs HEADERS 1", "Sc GOAWAY last=1 NO_ERROR"}, false},
        {"the first of two GOAWAYs", {"C HEADERS 1", "Sc GOAWAY last=2147483647 NO_ERROR"}, false},
        {"an error is no graceful shutdown",
         {"C HEADERS 1", "Sc GOAWAY last=0 PROTOCOL_ERROR"},
         false},
        {"the client has cancelled it",
         {"C HEADERS 1", "C RST_STREAM 1", "S GOAWAY last=0 NO_ERROR", "ignore 1"},
         false},
        {"the client knew", {"Sc GOAWAY last=0 NO_ERROR", "C HEADERS 1", "ignore 1"}, false},
        {"refused before", {"Cs HEADERS 1", "Sc RST_STREAM 1 REFUSED_STREAM", "close"}, false},
    };
    for (const auto& c : cases) {
        DYNAMIC_SECTION(c.name) {
            Wire wire{4};
            wire.play({c.lines.begin(), c.lines.end() - 1});
            CHECK_FALSE(wire.saw(Observation::request_lost));
            wire.play({c.lines.back()});
            CHECK(wire.saw(Observation::request_lost) == c.lost);
        }
    }
    SECTION("a SHOULD: a fault of the server that breaks no MUST") {
        Wire wire{4};
        wire.play({"C HEADERS 1", "S GOAWAY last=0 NO_ERROR", "ignore 1"});
        CHECK(wire.monitor.server().kept());
        REQUIRE(wire.monitor.faults().size() == 1);
        CHECK(wire.monitor.faults().front() == sim::Fault{sim::Peer::server,
                                                          RuleId::goaway_graceful, test::stream(1),
                                                          sim::bit(Observation::request_lost)});
    }
}
