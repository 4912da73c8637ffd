// The compliance monitor on the server, and each observation that is made on the wire: for every
// one a sequence that must show it and one, as close to it as can be, that must not.

#include "tests/sim/world/wire.hpp"

using fixture::Lines;
using fixture::Wire;
using h2::RuleId;
using sim::Observation;

namespace {

struct ServerCase {
    const char* name;
    Lines lines;
    RuleId broken;  // by the server; none: it keeps to the RFC
};

// A fault of the server and `observation` come together.
void check(const ServerCase& c, Wire wire, Observation observation) {
    DYNAMIC_SECTION(c.name) {
        wire.play(c.lines);
        CHECK(wire.monitor.server().broken == c.broken);
        CHECK(wire.saw(observation) == (c.broken != RuleId::none));
        CHECK(wire.monitor.client().kept());
    }
}

// A sequence and whether its last line shows an observation.
struct Shown {
    const char* name;
    Lines lines;
    bool shown;
};

void check_last(const Shown& c, Wire wire, Observation observation) {
    DYNAMIC_SECTION(c.name) {
        wire.play({c.lines.begin(), c.lines.end() - 1});
        CHECK_FALSE(wire.saw(observation));
        const sim::Observations last = wire.play({c.lines.back()});
        CHECK(((last & sim::bit(observation)) != 0) == c.shown);
    }
}

}  // namespace

TEST_CASE("monitor, legal-emission: what section 5.1 forbids the server",
          "[monitor][9113/3.4/settings-first][9113/5.1.1/implicitly-closed]"
          "[9113/5.1.1/stream-required][9113/5.1/closed-reset][9113/5.1/closed-sends]"
          "[9113/5.1/half-closed-remote][9113/5.1/idle][9113/5.4.2/one-reset][9113/6.10/alone]"
          "[9113/6.8/last-id-rises][9113/8.1/data-before-headers]") {
    const ServerCase cases[] = {
        {"9113/8.1 a response with trailers",
         {"Cs HEADERS 1 END_STREAM", "S HEADERS 1", "S DATA 1 len=9", "S HEADERS 1 END_STREAM"},
         RuleId::none},
        {"9113/8.1 DATA before HEADERS",
         {"Cs HEADERS 1 END_STREAM", "S DATA 1 END_STREAM"},
         RuleId::data_before_headers},
        {"9113/5.1 DATA after END_STREAM",
         {"Cs HEADERS 1 END_STREAM", "S HEADERS 1 END_STREAM", "S DATA 1"},
         RuleId::half_closed_remote},
        {"9113/5.1 … that the client has received already",
         {"Cs HEADERS 1 END_STREAM", "Sc HEADERS 1 END_STREAM", "S DATA 1"},
         RuleId::implicitly_closed},
        {"9113/5.1 HEADERS after END_STREAM of an early response",
         {"C HEADERS 1", "Sc HEADERS 1 END_STREAM", "S HEADERS 1 END_STREAM"},
         RuleId::half_closed_remote},
        {"9113/8.1 RST_STREAM(NO_ERROR) after an early response",
         {"Cs HEADERS 1", "Sc HEADERS 1 END_STREAM", "S RST_STREAM 1 NO_ERROR"},
         RuleId::none},
        {"9113/8.1 … that the client's END_STREAM has crossed",
         {"Cs HEADERS 1", "Sc HEADERS 1 END_STREAM", "C DATA 1 END_STREAM",
          "S RST_STREAM 1 NO_ERROR"},
         RuleId::none},
        {"9113/5.1 DATA after RST_STREAM",
         {"Cs HEADERS 1", "S HEADERS 1", "S RST_STREAM 1", "S DATA 1"},
         RuleId::closed_after_reset},
        {"9113/5.1 … that the client has received already",
         {"Cs HEADERS 1", "S HEADERS 1", "Sc RST_STREAM 1", "S DATA 1"},
         RuleId::implicitly_closed},
        {"9113/5.4.2 a second RST_STREAM at once",
         {"Cs HEADERS 1", "S RST_STREAM 1", "S RST_STREAM 1"},
         RuleId::closed_after_reset},
        {"9113/5.4.2 a second RST_STREAM after a round trip",
         {"Cs HEADERS 1", "Sc RST_STREAM 1", "S RST_STREAM 1"},
         RuleId::none},
        {"9113/5.1 HEADERS on an idle stream", {"S HEADERS 1"}, RuleId::idle_stream},
        {"9113/5.1 RST_STREAM on an idle stream",
         {"Cs HEADERS 1", "S RST_STREAM 3"},
         RuleId::idle_stream},
        {"9113/5.1 WINDOW_UPDATE on an idle stream", {"S WINDOW_UPDATE 1 +5"}, RuleId::idle_stream},
        {"9113/8.4 HEADERS on a stream it has not promised",
         {"Cs HEADERS 5", "S HEADERS 2"},
         RuleId::idle_stream},
        {"9113/5.1.1 stream 0 carries no DATA", {"S DATA 0"}, RuleId::stream_id_required},
        {"9113/5.1.1 stream 0 carries no HEADERS", {"S HEADERS 0"}, RuleId::stream_id_required},
        {"9113/5.1.1 stream 0 is not reset", {"S RST_STREAM 0"}, RuleId::stream_id_required},
        {"9113/5.1 PRIORITY is allowed in every state", {"S PRIORITY 9"}, RuleId::none},
        {"9113/5.1 what was on its way when the client's RST_STREAM was processed",
         {"Cs HEADERS 1", "Cs RST_STREAM 1", "Sc HEADERS 1", "Sc DATA 1 len=7 END_STREAM"},
         RuleId::none},
        {"9113/5.1 but nothing after its END_STREAM",
         {"Cs HEADERS 1", "Cs RST_STREAM 1", "Sc HEADERS 1 END_STREAM", "S DATA 1 len=7"},
         RuleId::implicitly_closed},
        {"9113/6.8 GOAWAY may lower its last stream",
         {"S GOAWAY last=5 NO_ERROR", "S GOAWAY last=3 NO_ERROR"},
         RuleId::none},
        {"9113/6.8 and does not raise it",
         {"S GOAWAY last=3 NO_ERROR", "S GOAWAY last=5 NO_ERROR"},
         RuleId::goaway_last_id_rises},
    };
    for (const ServerCase& c : cases) {
        check(c, Wire{4}, Observation::illegal_emission);
    }
    SECTION("9113/6.10 CONTINUATION follows an unfinished field block only") {
        Wire wire;
        wire.play({"Cs HEADERS 1"});
        (void)wire.play_frame("S", h2::Continuation{test::stream(1)});
        CHECK(wire.monitor.server().broken == RuleId::continuation_alone);
        CHECK(wire.saw(Observation::illegal_emission));
    }
    SECTION("9113/3.4 the server begins with SETTINGS") {
        Wire good{Wire::FromTheStart{}};
        good.play({"S SETTINGS", "S PING"});
        CHECK(good.monitor.server().kept());
        Wire bad{Wire::FromTheStart{}};
        bad.play({"S PING"});
        CHECK(bad.monitor.server().broken == RuleId::settings_first);
        CHECK(bad.saw(Observation::illegal_emission));
    }
}

TEST_CASE("monitor, debit-before-visible: DATA within what was granted",
          "[monitor][9113/6.9.1/exceeded-stream][9113/6.9.2/negative]") {
    const ServerCase cases[] = {
        {"9113/6.9.1 all of the window",
         {"Cs HEADERS 1", "S HEADERS 1", "S DATA 1 len=100"},
         RuleId::none},
        {"9113/6.9.1 one octet more",
         {"Cs HEADERS 1", "S HEADERS 1", "S DATA 1 len=100", "S DATA 1 len=1"},
         RuleId::flow_control_stream},
        {"9113/6.9.1 an empty frame is always allowed",
         {"Cs HEADERS 1", "S HEADERS 1", "S DATA 1 len=100", "S DATA 1 END_STREAM"},
         RuleId::none},
        {"9113/6.9 WINDOW_UPDATE grants when the server has processed it",
         {"Cs HEADERS 1", "S HEADERS 1", "S DATA 1 len=100", "Cs WINDOW_UPDATE 1 +1",
          "S DATA 1 len=1"},
         RuleId::none},
        {"9113/6.9 and not before",
         {"Cs HEADERS 1", "S HEADERS 1", "S DATA 1 len=100", "C WINDOW_UPDATE 1 +1",
          "S DATA 1 len=1"},
         RuleId::flow_control_stream},
        {"9113/6.9.2 a raised INITIAL_WINDOW_SIZE grants once processed",
         {"Cs HEADERS 1", "S HEADERS 1", "S DATA 1 len=100", "Cs SETTINGS INITIAL_WINDOW_SIZE=101",
          "S DATA 1 len=1"},
         RuleId::none},
        {"9113/6.9.2 also to the streams opened behind it",
         {"Cs SETTINGS INITIAL_WINDOW_SIZE=101", "Cs HEADERS 1", "S HEADERS 1", "S DATA 1 len=101",
          "S DATA 1 len=1"},
         RuleId::flow_control_stream},
        {"9113/6.5.3 a lowered one binds from the ACK on",
         {"Cs HEADERS 1", "S HEADERS 1", "Cs SETTINGS INITIAL_WINDOW_SIZE=10", "S DATA 1 len=100",
          "S SETTINGS ACK"},
         RuleId::none},
        {"9113/6.5.3 and then it binds",
         {"Cs HEADERS 1", "S HEADERS 1", "Cs SETTINGS INITIAL_WINDOW_SIZE=10", "S SETTINGS ACK",
          "S DATA 1 len=11"},
         RuleId::flow_control_stream},
        {"9113/6.9.2 a window may be below zero, and WINDOW_UPDATE lifts it",
         {"Cs HEADERS 1", "S HEADERS 1", "S DATA 1 len=100", "Cs SETTINGS INITIAL_WINDOW_SIZE=10",
          "S SETTINGS ACK", "Cs WINDOW_UPDATE 1 +91", "S DATA 1 len=1"},
         RuleId::none},
        {"9113/6.9.2 nothing is sent while it is",
         {"Cs HEADERS 1", "S HEADERS 1", "S DATA 1 len=100", "Cs SETTINGS INITIAL_WINDOW_SIZE=10",
          "S SETTINGS ACK", "Cs WINDOW_UPDATE 1 +90", "S DATA 1 len=1"},
         RuleId::flow_control_stream},
        {"9113/5.1 DATA of a stream that was reset still counts for the connection only",
         {"Cs HEADERS 1", "S HEADERS 1", "Cs RST_STREAM 1", "S DATA 1 len=200"},
         RuleId::none},
    };
    for (const ServerCase& c : cases) {
        check(c, Wire{1, 100}, Observation::undebited);
    }
}

TEST_CASE("9113/6.9.1 the connection's window", "[monitor][9113/6.9.1/exceeded-connection]") {
    Wire wire{2, 200'000};
    wire.play({"Cs HEADERS 1", "Cs HEADERS 3", "S HEADERS 1", "S HEADERS 3"});
    CHECK(wire.monitor.connection_window() == 65'535);
    wire.play({"S DATA 1 len=65000", "S DATA 3 len=535"});
    CHECK(wire.monitor.connection_window() == 0);
    CHECK_FALSE(wire.saw(Observation::undebited));
    wire.play({"Cs WINDOW_UPDATE 0 +10", "S DATA 3 len=11"});
    CHECK(wire.monitor.connection_window() == -1);
    CHECK(wire.saw(Observation::undebited));
    CHECK(wire.monitor.server().broken == RuleId::flow_control_connection);
    // SETTINGS do not change it (section 6.9.2).
    wire.play({"Cs SETTINGS INITIAL_WINDOW_SIZE=300000", "S SETTINGS ACK"});
    CHECK(wire.monitor.connection_window() == -1);
    CHECK(wire.monitor.find(test::stream(1))->window.size() == 300'000 - 65'000);
}

TEST_CASE("monitor, no-false-refusal: who is entitled to what",
          "[monitor][9113/5.1.2/within-limit]") {
    const auto check_both = [](const char* name, const Lines& lines, bool is_false) {
        DYNAMIC_SECTION(name) {
            Wire strong{1};
            strong.play(lines);
            strong.play({"refuse 3"});
            CHECK(strong.saw(Observation::refusal_seen));
            CHECK(strong.saw(Observation::false_refusal) == is_false);
            CHECK(strong.saw(Observation::false_refusal_strong) == is_false);
            CHECK(strong.monitor.server().broken ==
                  (is_false ? RuleId::refused_within_limit : RuleId::none));
            CHECK_FALSE(strong.saw(Observation::settings_out_of_sync));
            Wire weak{1};
            weak.play(lines);
            weak.play({"refuse-retryable 3"});
            CHECK(weak.saw(Observation::refusal_seen));
            CHECK(weak.saw(Observation::false_refusal) == is_false);
            CHECK_FALSE(weak.saw(Observation::false_refusal_strong));
            CHECK(weak.monitor.server().kept());  // always allowed (section 8.7)
        }
    };
    check_both("9113/5.1.2 the client has seen the end of the stream before",
               {"Cs HEADERS 1 END_STREAM", "Sc HEADERS 1 END_STREAM", "C HEADERS 3 END_STREAM"},
               true);
    check_both("9113/5.1.2 the end is on its way",
               {"Cs HEADERS 1 END_STREAM", "S HEADERS 1 END_STREAM", "C HEADERS 3 END_STREAM",
                "c HEADERS 1 END_STREAM"},
               false);
    check_both("9113/5.1.2 the client has reset the stream before",
               {"Cs HEADERS 1 END_STREAM", "C RST_STREAM 1", "C HEADERS 3 END_STREAM"}, true);
    check_both("9113/5.1.2 a client that broke another rule is not judged",
               {"Cs HEADERS 1 END_STREAM", "Sc HEADERS 1 END_STREAM", "C DATA 7",
                "C HEADERS 3 END_STREAM"},
               false);
    check_both("a stream that nobody opened is not judged", {}, false);
}

TEST_CASE("9113/5.1.2 a compliant stream of a client that was over the limit once", "[monitor]") {
    Wire wire{1};
    wire.play({"C HEADERS 1", "C HEADERS 3", "C RST_STREAM 1", "C RST_STREAM 3", "C HEADERS 5"});
    CHECK(wire.monitor.find(test::stream(5))->has(sim::WireStream::within_limit));
    wire.play({"refuse 5"});
    CHECK_FALSE(wire.saw(Observation::false_refusal));
    CHECK(wire.saw(Observation::refusal_seen));
}

TEST_CASE("9113/6.5.3 settings-in-sync: a limit enforced before its ACK",
          "[monitor][9113/5.1.2/limit-unacked][9113/6.5.3/acknowledged]") {
    const Shown cases[] = {
        {"refused strongly while the ACK is missing",
         {"S SETTINGS MAX_CONCURRENT_STREAMS=1", "C HEADERS 1", "C HEADERS 3", "refuse 3"},
         true},
        {"refused strongly while the ACK is on its way",
         {"C HEADERS 1", "C HEADERS 3", "Sc SETTINGS MAX_CONCURRENT_STREAMS=1", "C SETTINGS ACK",
          "refuse 3"},
         true},
        {"REFUSED_STREAM may be retried",
         {"S SETTINGS MAX_CONCURRENT_STREAMS=1", "C HEADERS 1", "C HEADERS 3",
          "refuse-retryable 3"},
         false},
        {"nothing is outstanding",
         {"Sc SETTINGS MAX_CONCURRENT_STREAMS=2", "Cs SETTINGS ACK", "C HEADERS 1", "C HEADERS 3",
          "refuse 3"},
         false},
        {"the server acknowledges SETTINGS", {"Cs SETTINGS", "S SETTINGS ACK"}, false},
        {"the server acknowledges SETTINGS it has not processed",
         {"C SETTINGS", "S SETTINGS ACK"},
         true},
        {"the server acknowledges twice",
         {"Cs SETTINGS", "S SETTINGS ACK", "S SETTINGS ACK"},
         true},
        {"the client acknowledges twice",
         {"Sc SETTINGS", "Cs SETTINGS ACK", "Cs SETTINGS ACK"},
         true},
    };
    for (const Shown& c : cases) {
        check_last(c, Wire{2}, Observation::settings_out_of_sync);
    }
}

TEST_CASE("monitor, admitted-within-limit: counted on the wire", "[monitor][9113/5.1.2/limit]") {
    const Shown cases[] = {
        {"9113/5.1.2 at the limit",
         {"Cs HEADERS 1", "admit 1 limit=2", "Cs HEADERS 3", "admit 3 limit=2"},
         false},
        {"9113/5.1.2 one more",
         {"Cs HEADERS 1", "admit 1 limit=2", "Cs HEADERS 3", "admit 3 limit=2", "Cs HEADERS 5",
          "admit 5 limit=2"},
         true},
        {"9113/5.1.2 a stream whose END_STREAM is visible is closed",
         {"Cs HEADERS 1 END_STREAM", "admit 1 limit=1", "S HEADERS 1 END_STREAM", "Cs HEADERS 3",
          "admit 3 limit=1"},
         false},
        {"9113/5.1.2 not if its request goes on",
         {"Cs HEADERS 1", "admit 1 limit=1", "S HEADERS 1 END_STREAM", "Cs HEADERS 3",
          "admit 3 limit=1"},
         true},
        {"9113/5.1.2 a stream the client has reset is closed",
         {"Cs HEADERS 1", "admit 1 limit=1", "C RST_STREAM 1", "Cs HEADERS 3", "admit 3 limit=1"},
         false},
        {"9113/5.1.2 a stream that was not admitted is not counted",
         {"Cs HEADERS 1", "Cs HEADERS 3", "admit 3 limit=1"},
         false},
    };
    for (const Shown& c : cases) {
        check_last(c, Wire{9}, Observation::over_admission);
    }
}

TEST_CASE("monitor, late-frames-tolerated: a connection error against whom",
          "[monitor][9113/5.1/late-after-our-reset][9113/5.4.1/without-cause]") {
    const Shown cases[] = {
        {"9113/5.1 DATA crossed the server's RST_STREAM",
         {"Cs HEADERS 1", "S RST_STREAM 1", "Cs DATA 1", "condemn"},
         true},
        {"9113/5.1 DATA came after it",
         {"Cs HEADERS 1", "Sc RST_STREAM 1", "Cs DATA 1", "condemn"},
         false},
        {"9113/6.9 WINDOW_UPDATE of 0", {"Cs WINDOW_UPDATE 0 +0", "condemn"}, false},
        {"9113/6.9.1 a window beyond its maximum",
         {"Cs WINDOW_UPDATE 0 +2147483647", "condemn"},
         false},
    };
    for (const Shown& c : cases) {
        check_last(c, Wire{1}, Observation::compliant_peer_punished);
    }
    Wire wire;
    wire.play({"Cs HEADERS 1", "S RST_STREAM 1", "Cs DATA 1", "condemn"});
    CHECK(wire.monitor.server().broken == RuleId::error_without_cause);
}

TEST_CASE("monitor, no-close-before-flush: what a graceful close may lose", "[monitor]") {
    const Shown cases[] = {
        {"9113/6.8 an admitted response without its end",
         {"Cs HEADERS 1 END_STREAM", "admit 1 limit=1", "S HEADERS 1", "close"},
         true},
        {"9113/6.8 all visible",
         {"Cs HEADERS 1 END_STREAM", "admit 1 limit=1", "S HEADERS 1 END_STREAM", "close"},
         false},
        {"9113/8.1 all of an early response visible",
         {"Cs HEADERS 1", "admit 1 limit=1", "S HEADERS 1 END_STREAM", "close"},
         false},
        {"9113/6.8 a request that was not admitted", {"Cs HEADERS 1 END_STREAM", "close"}, false},
        {"9113/5.4.2 the client has reset it",
         {"Cs HEADERS 1 END_STREAM", "admit 1 limit=1", "C RST_STREAM 1", "close"},
         false},
        {"9113/5.4.2 the server has reset it",
         {"Cs HEADERS 1 END_STREAM", "admit 1 limit=1", "S RST_STREAM 1", "close"},
         false},
        {"9113/6.8 a stream above the last one announced",
         {"Cs HEADERS 1", "admit 1 limit=1", "S GOAWAY last=0 NO_ERROR", "close"},
         false},
        {"9113/6.8 the last one announced",
         {"Cs HEADERS 1", "admit 1 limit=1", "S GOAWAY last=1 NO_ERROR", "close"},
         true},
        {"nothing was asked", {"close"}, false},
    };
    for (const Shown& c : cases) {
        check_last(c, Wire{1}, Observation::closed_before_flush);
    }
}

TEST_CASE("monitor: how many streams are open depends on who looks", "[monitor]") {
    Wire wire{4};
    const auto open = [&] {
        return std::pair{wire.monitor.open_for_client(), wire.monitor.open_on_wire()};
    };
    wire.play({"C HEADERS 1 END_STREAM", "C HEADERS 3", "C HEADERS 5"});
    CHECK(open() == std::pair{3U, 3U});
    wire.play({"S HEADERS 1 END_STREAM"});
    CHECK(open() == std::pair{3U, 2U});  // the client has not received it
    wire.play({"c HEADERS 1 END_STREAM"});
    CHECK(open() == std::pair{2U, 2U});
    CHECK(wire.monitor.find(test::stream(1)) == nullptr);  // forgotten
    wire.play({"S RST_STREAM 3"});
    CHECK(open() == std::pair{2U, 1U});
    wire.play({"C RST_STREAM 5"});
    CHECK(open() == std::pair{1U, 0U});
    CHECK(wire.monitor.find(test::stream(5)) != nullptr);  // the server has not heard of it
    wire.play({"c RST_STREAM 3"});
    CHECK(open() == std::pair{0U, 0U});
}

TEST_CASE("monitor: a cancelled stream leaves a trace until the server's side is over",
          "[monitor]") {
    Wire wire{1};
    wire.play({"Cs HEADERS 1 END_STREAM", "admit 1 limit=1", "S HEADERS 1", "Cs RST_STREAM 1"});
    REQUIRE(wire.monitor.find(test::stream(1)) != nullptr);
    CHECK(wire.monitor.find(test::stream(1))->window.size() == 0);
    wire.play({"Sc DATA 1 len=4096 END_STREAM"});
    CHECK(wire.monitor.find(test::stream(1)) == nullptr);
    CHECK(wire.monitor.server().kept());
}
