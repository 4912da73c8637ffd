// The compliance monitor on the client: which sequences on the wire keep to RFC 9113, and which
// rule the others break.

#include "tests/sim/world/wire.hpp"

using fixture::Lines;
using fixture::Wire;
using h2::RuleId;
using sim::Observation;

namespace {

struct Case {
    const char* name;
    Lines lines;
    RuleId broken;  // by the client; none: it keeps to the RFC
};

void check(const Case& c, Wire wire) {
    DYNAMIC_SECTION(c.name) {
        wire.play(c.lines);
        CHECK(wire.monitor.client().broken == c.broken);
        CHECK(wire.monitor.client().kept() == (c.broken == RuleId::none));
        CHECK(wire.monitor.server().kept());
    }
}

}  // namespace

TEST_CASE("9113/5.1.2 monitor, client: a stream beyond the limit is seen when it is opened",
          "[monitor][9113/5.1.2/limit]") {
    Wire wire{1};
    CHECK(wire.play({"C HEADERS 1 END_STREAM"}) == 0);
    CHECK(wire.play({"C HEADERS 3 END_STREAM"}) == sim::bit(Observation::client_beyond_limit));
}

TEST_CASE("9113/6.5.3 monitor, client: a lower limit is disobeyed once it was acknowledged",
          "[monitor]") {
    Wire wire{2};
    CHECK(wire.play({"Cs HEADERS 1 END_STREAM", "Sc SETTINGS MAX_CONCURRENT_STREAMS=1"}) == 0);
    Wire before = wire;
    CHECK(before.play({"C HEADERS 3 END_STREAM", "C SETTINGS ACK"}) == 0);
    wire.play({"C SETTINGS ACK", "C HEADERS 3 END_STREAM"});
    CHECK(wire.saw(Observation::client_beyond_limit));
    CHECK(wire.saw(Observation::client_disobeyed));
    CHECK(wire.saw(Observation::settings_out_of_sync));
}

TEST_CASE("9113/8.1 monitor, client: a complete response that is discarded",
          "[monitor][9113/8.1/response-before-reset]") {
    Wire wire{1};
    wire.play({"Cs HEADERS 1", "Sc HEADERS 1 END_STREAM", "Sc RST_STREAM 1 NO_ERROR"});
    CHECK(wire.monitor.client().kept());
    CHECK(wire.monitor.client_discarded(test::stream(1)) == sim::bit(Observation::response_lost));
    CHECK(wire.monitor.client().broken == RuleId::response_discarded);
    CHECK(wire.monitor.server().kept());
}

TEST_CASE("monitor, client: opening streams",
          "[monitor][9113/5.1.1/implicitly-closed][9113/5.1.1/parity][9113/5.1.1/stream-required]"
          "[9113/5.1.2/limit][9113/6.8/new-stream]") {
    const Case cases[] = {
        {"9113/5.1.2 as many as the limit", {"C HEADERS 1", "C HEADERS 3"}, RuleId::none},
        {"9113/5.1.2 one more",
         {"C HEADERS 1", "C HEADERS 3", "C HEADERS 5"},
         RuleId::concurrency_limit},
        {"9113/5.1.2 a stream counts until its END_STREAM is received",
         {"Cs HEADERS 1 END_STREAM", "Cs HEADERS 3 END_STREAM", "S HEADERS 1 END_STREAM",
          "C HEADERS 5"},
         RuleId::concurrency_limit},
        {"9113/5.1.2 and no longer",
         {"Cs HEADERS 1 END_STREAM", "Cs HEADERS 3 END_STREAM", "Sc HEADERS 1 END_STREAM",
          "C HEADERS 5"},
         RuleId::none},
        {"9113/5.1.2 half-closed (remote) still counts",
         {"C HEADERS 1", "C HEADERS 3", "Sc HEADERS 1 END_STREAM", "C HEADERS 5"},
         RuleId::concurrency_limit},
        {"9113/5.1.2 half-closed (remote) until the client ends its side too",
         {"C HEADERS 1", "C HEADERS 3", "Sc HEADERS 1 END_STREAM", "C DATA 1 END_STREAM",
          "C HEADERS 5"},
         RuleId::none},
        {"9113/5.1.2 RST_STREAM sent frees at once",
         {"C HEADERS 1", "C HEADERS 3", "C RST_STREAM 1", "C HEADERS 5"},
         RuleId::none},
        {"9113/5.1.2 RST_STREAM of the server frees when it is received",
         {"C HEADERS 1", "C HEADERS 3", "Sc RST_STREAM 1", "C HEADERS 5"},
         RuleId::none},
        {"9113/5.1.2 RST_STREAM of the server on its way does not",
         {"C HEADERS 1", "C HEADERS 3", "S RST_STREAM 1", "C HEADERS 5"},
         RuleId::concurrency_limit},
        {"9113/5.1.1 an even identifier", {"C HEADERS 2"}, RuleId::stream_id_parity},
        {"9113/5.1.1 an even identifier below an odd one",
         {"C HEADERS 5", "C HEADERS 2"},
         RuleId::stream_id_parity},
        {"9113/5.1.1 identifiers may be skipped", {"C HEADERS 1", "C HEADERS 7"}, RuleId::none},
        {"9113/5.1.1 a skipped identifier is closed",
         {"C HEADERS 7", "C HEADERS 1"},
         RuleId::implicitly_closed},
        {"9113/5.1.1 stream 0 carries no HEADERS", {"C HEADERS 0"}, RuleId::stream_id_required},
        {"9113/6.8 nothing is opened after a GOAWAY was received",
         {"Cs HEADERS 1", "Sc GOAWAY last=1 NO_ERROR", "C HEADERS 3"},
         RuleId::goaway_new_stream},
        {"9113/6.8 a GOAWAY on its way forbids nothing",
         {"Cs HEADERS 1", "S GOAWAY last=1 NO_ERROR", "C HEADERS 3"},
         RuleId::none},
        {"9113/6.8 a stream the GOAWAY leaves out may still be used",
         {"C HEADERS 1", "Sc GOAWAY last=0 NO_ERROR", "C DATA 1 END_STREAM"},
         RuleId::none},
    };
    for (const Case& c : cases) {
        check(c, Wire{2});
    }
}

TEST_CASE("monitor, client: frames on a stream",
          "[monitor][9113/5.1.1/implicitly-closed][9113/5.1.1/stream-required]"
          "[9113/5.1/closed-reset][9113/5.1/half-closed-remote][9113/5.1/idle]"
          "[9113/5.4.2/no-reset-for-reset][9113/6.4/idle][9113/6.4/nothing-after-reset]"
          "[9113/8.1/trailers-end-stream]") {
    const Case cases[] = {
        {"9113/5.1 DATA and trailers end the request",
         {"C HEADERS 1", "C DATA 1 len=5", "C HEADERS 1 END_STREAM"},
         RuleId::none},
        {"9113/8.1 trailers without END_STREAM",
         {"C HEADERS 1", "C DATA 1 len=5", "C HEADERS 1"},
         RuleId::trailers_without_end_stream},
        {"9113/5.1 DATA after END_STREAM",
         {"C HEADERS 1 END_STREAM", "C DATA 1"},
         RuleId::half_closed_remote},
        {"9113/5.1 HEADERS after END_STREAM",
         {"C HEADERS 1", "C DATA 1 END_STREAM", "C HEADERS 1 END_STREAM"},
         RuleId::half_closed_remote},
        {"9113/5.1 WINDOW_UPDATE and RST_STREAM after END_STREAM",
         {"C HEADERS 1 END_STREAM", "C WINDOW_UPDATE 1 +5", "C RST_STREAM 1"},
         RuleId::none},
        {"9113/5.1 DATA after RST_STREAM",
         {"C HEADERS 1", "C RST_STREAM 1", "C DATA 1"},
         RuleId::closed_after_reset},
        {"9113/5.1 a second RST_STREAM",
         {"C HEADERS 1", "C RST_STREAM 1", "C RST_STREAM 1"},
         RuleId::closed_after_reset},
        {"9113/5.1 DATA after RST_STREAM that the server has processed",
         {"Cs HEADERS 1", "Cs RST_STREAM 1", "C DATA 1"},
         RuleId::closed_after_reset},
        {"9113/6.4 DATA that crosses the server's RST_STREAM",
         {"Cs HEADERS 1", "S RST_STREAM 1", "C DATA 1"},
         RuleId::none},
        {"9113/6.4 DATA after the server's RST_STREAM was received",
         {"Cs HEADERS 1", "Sc RST_STREAM 1", "C DATA 1"},
         RuleId::implicitly_closed},
        {"9113/5.4.2 no RST_STREAM in answer to one",
         {"Cs HEADERS 1", "Sc RST_STREAM 1", "C RST_STREAM 1"},
         RuleId::implicitly_closed},
        {"9113/5.1 WINDOW_UPDATE on a stream that ended both ways",
         {"Cs HEADERS 1 END_STREAM", "Sc HEADERS 1 END_STREAM", "C WINDOW_UPDATE 1 +5"},
         RuleId::implicitly_closed},
        {"9113/5.1 … and of whose end the server has not heard",
         {"Cs HEADERS 1", "Sc HEADERS 1 END_STREAM", "C DATA 1 END_STREAM", "C WINDOW_UPDATE 1 +5"},
         RuleId::implicitly_closed},
        {"9113/5.1 PRIORITY is allowed in every state",
         {"C PRIORITY 9", "Cs HEADERS 1 END_STREAM", "Sc HEADERS 1 END_STREAM", "C PRIORITY 1"},
         RuleId::none},
        {"9113/6.3 but names a stream", {"C PRIORITY 0"}, RuleId::stream_id_required},
        {"9113/5.1 DATA on an idle stream", {"C DATA 1"}, RuleId::idle_stream},
        {"9113/5.1 WINDOW_UPDATE on an idle stream",
         {"C HEADERS 1", "C WINDOW_UPDATE 3 +1"},
         RuleId::idle_stream},
        {"9113/6.4 RST_STREAM on an idle stream", {"C RST_STREAM 1"}, RuleId::rst_stream_idle},
        {"9113/5.1 RST_STREAM on a stream nobody promised",
         {"C HEADERS 3", "C RST_STREAM 2"},
         RuleId::idle_stream},
        {"9113/5.1.1 stream 0 carries no DATA", {"C DATA 0"}, RuleId::stream_id_required},
        {"9113/5.1.1 stream 0 is not reset", {"C RST_STREAM 0"}, RuleId::stream_id_required},
    };
    for (const Case& c : cases) {
        check(c, Wire{1});
    }
}

TEST_CASE("monitor, client: flow control",
          "[monitor][9113/6.5.2/enable-push][9113/6.5.2/initial-window-size]"
          "[9113/6.5.2/max-frame-size][9113/6.9.1/exceeded-connection]"
          "[9113/6.9.1/overflow-connection][9113/6.9.1/overflow-stream]"
          "[9113/6.9.2/window-overflow][9113/6.9/zero-connection][9113/6.9/zero-stream]") {
    const Case cases[] = {
        {"9113/6.9.1 as much as the window", {"C HEADERS 1", "C DATA 1 len=65535"}, RuleId::none},
        {"9113/6.9.1 one octet more",
         {"C HEADERS 1", "C DATA 1 len=65535", "C DATA 1 len=1"},
         RuleId::flow_control_connection},
        {"9113/6.9.1 empty DATA is always allowed",
         {"C HEADERS 1", "C DATA 1 len=65535", "C DATA 1 END_STREAM"},
         RuleId::none},
        {"9113/6.9 what the server grants counts when it was received",
         {"C HEADERS 1", "C DATA 1 len=65535", "Sc WINDOW_UPDATE 0 +1", "C DATA 1 len=1"},
         RuleId::none},
        {"9113/6.9 and not before",
         {"C HEADERS 1", "C DATA 1 len=65535", "S WINDOW_UPDATE 0 +1", "C DATA 1 len=1"},
         RuleId::flow_control_connection},
        {"9113/6.9 WINDOW_UPDATE adds at least 1",
         {"C WINDOW_UPDATE 0 +0"},
         RuleId::window_update_zero_connection},
        {"9113/6.9 on a stream too",
         {"C HEADERS 1", "C WINDOW_UPDATE 1 +0"},
         RuleId::window_update_zero_stream},
        {"9113/6.9.1 a window of 2^31-1", {"Cs WINDOW_UPDATE 0 +2147418112"}, RuleId::none},
        {"9113/6.9.1 no window beyond 2^31-1",
         {"Cs WINDOW_UPDATE 0 +2147418113"},
         RuleId::window_overflow_connection},
        {"9113/6.9.1 no stream's window beyond 2^31-1",
         {"Cs HEADERS 1", "Cs WINDOW_UPDATE 1 +2147483647"},
         RuleId::window_overflow_stream},
        {"9113/6.9.2 SETTINGS drive no window beyond 2^31-1",
         {"Cs HEADERS 1", "Cs WINDOW_UPDATE 1 +2147418112",
          "Cs SETTINGS INITIAL_WINDOW_SIZE=65536"},
         RuleId::settings_window_overflow},
        {"9113/6.5.2 INITIAL_WINDOW_SIZE is at most 2^31-1",
         {"Cs SETTINGS INITIAL_WINDOW_SIZE=2147483648"},
         RuleId::settings_initial_window_size},
        {"9113/6.5.2 ENABLE_PUSH is 0 or 1",
         {"Cs SETTINGS ENABLE_PUSH=2"},
         RuleId::settings_enable_push},
        {"9113/6.5.2 MAX_FRAME_SIZE is at least 2^14",
         {"Cs SETTINGS MAX_FRAME_SIZE=16383"},
         RuleId::settings_max_frame_size},
    };
    for (const Case& c : cases) {
        check(c, Wire{1});
    }
}

TEST_CASE("9113/6.9.1 more DATA than a window can fall below zero",
          "[monitor][9113/6.9.1/exceeded-connection]") {
    Wire wire;
    wire.play({"C HEADERS 1"});
    for (int i = 0; i < 3; ++i) {
        (void)wire.play_frame("C", test::data(1, 0x7fff'ffff));
    }
    CHECK(wire.monitor.client().broken == RuleId::flow_control_connection);
}

TEST_CASE("monitor, client: SETTINGS, GOAWAY and frames a client never sends",
          "[monitor][9113/6.10/alone][9113/6.5.3/ack-unexpected][9113/6.8/last-id-rises]"
          "[9113/8.4/push-disabled]") {
    const Case cases[] = {
        {"9113/6.5.3 an ACK for each SETTINGS",
         {"Sc SETTINGS", "Sc SETTINGS", "C SETTINGS ACK", "C SETTINGS ACK"},
         RuleId::none},
        {"9113/6.5.3 an ACK without SETTINGS", {"C SETTINGS ACK"}, RuleId::settings_ack_unexpected},
        {"9113/6.5.3 an ACK before the SETTINGS were received",
         {"S SETTINGS", "C SETTINGS ACK"},
         RuleId::settings_ack_unexpected},
        {"9113/6.5.3 two ACKs for one",
         {"Sc SETTINGS", "C SETTINGS ACK", "C SETTINGS ACK"},
         RuleId::settings_ack_unexpected},
        {"9113/6.8 GOAWAY may lower its last stream",
         {"C GOAWAY last=4 NO_ERROR", "C GOAWAY last=2 NO_ERROR"},
         RuleId::none},
        {"9113/6.8 and does not raise it",
         {"C GOAWAY last=2 NO_ERROR", "C GOAWAY last=4 NO_ERROR"},
         RuleId::goaway_last_id_rises},
        {"9113/6.7 PING at any time", {"C PING", "C PING ACK"}, RuleId::none},
    };
    for (const Case& c : cases) {
        check(c, Wire{1});
    }
    SECTION("9113/6.6 a client promises nothing") {
        Wire wire;
        (void)wire.play_frame("C", test::push_promise(1, 2));
        CHECK(wire.monitor.client().broken == RuleId::push_disabled);
    }
    SECTION("9113/6.10 CONTINUATION follows an unfinished field block only") {
        Wire wire;
        (void)wire.play_frame("C", h2::Continuation{test::stream(1)});
        CHECK(wire.monitor.client().broken == RuleId::continuation_alone);
    }
    SECTION("9113/5.5 unknown frames are allowed") {
        Wire wire;
        (void)wire.play_frame("C", h2::UnknownFrame{test::stream(1), 0x42, 0, {}});
        CHECK(wire.monitor.client().kept());
    }
}

TEST_CASE("monitor, client: the connection preface",
          "[monitor][9113/3.4/settings-first][9113/5.1.2/limit]") {
    const Case cases[] = {
        {"9113/3.4 SETTINGS first", {"C SETTINGS", "C HEADERS 1"}, RuleId::none},
        {"9113/3.4 HEADERS first", {"C HEADERS 1"}, RuleId::settings_first},
        {"9113/3.4 an ACK first",
         {"S SETTINGS", "c SETTINGS", "C SETTINGS ACK"},
         RuleId::settings_first},
        {"9113/6.5.2 there is no limit until SETTINGS were received",
         {"C SETTINGS", "S SETTINGS MAX_CONCURRENT_STREAMS=1", "C HEADERS 1", "C HEADERS 3"},
         RuleId::none},
        {"9113/6.5.3 the limit binds from the ACK on",
         {"C SETTINGS", "S SETTINGS MAX_CONCURRENT_STREAMS=1",
          "c SETTINGS MAX_CONCURRENT_STREAMS=1", "C HEADERS 1", "C HEADERS 3", "C SETTINGS ACK"},
         RuleId::none},
        {"9113/6.5.3 and then it binds",
         {"C SETTINGS", "Sc SETTINGS MAX_CONCURRENT_STREAMS=1", "C HEADERS 1", "C SETTINGS ACK",
          "C HEADERS 3"},
         RuleId::concurrency_limit},
    };
    for (const Case& c : cases) {
        check(c, Wire{Wire::FromTheStart{}});
    }
}

TEST_CASE("9113/6.5.3 a new limit: what the client may use and must obey", "[monitor]") {
    Wire wire{1};
    CHECK(wire.monitor.client_limit() == 1);
    wire.play({"S SETTINGS MAX_CONCURRENT_STREAMS=3"});
    CHECK(wire.monitor.client_limit() == 1);  // not received
    wire.play({"c SETTINGS MAX_CONCURRENT_STREAMS=3"});
    CHECK(wire.monitor.client_limit() == 3);  // a raised one may be used
    wire.play({"Cs SETTINGS ACK", "Sc SETTINGS MAX_CONCURRENT_STREAMS=2"});
    CHECK(wire.monitor.client_limit() == 3);  // a lowered one binds from the ACK on
    wire.play({"C SETTINGS ACK"});
    CHECK(wire.monitor.client_limit() == 2);
    wire.play({"s SETTINGS ACK"});
    CHECK(wire.monitor.client_limit() == 2);
    wire.play({"Sc SETTINGS", "Cs SETTINGS ACK"});  // says nothing of the limit
    CHECK(wire.monitor.client_limit() == 2);
    wire.play({"Sc SETTINGS MAX_CONCURRENT_STREAMS=9", "Sc SETTINGS MAX_CONCURRENT_STREAMS=0"});
    CHECK(wire.monitor.client_limit() == 9);
    wire.play({"C SETTINGS ACK", "C SETTINGS ACK"});
    CHECK(wire.monitor.client_limit() == 0);
    CHECK(wire.monitor.client().kept());
}

TEST_CASE("9113/6.5.3 settings-in-sync: a client that disobeys a limit it has acknowledged",
          "[monitor][9113/5.1.2/limit]") {
    Wire wire{2};
    wire.play({"Sc SETTINGS MAX_CONCURRENT_STREAMS=1", "C HEADERS 1", "C HEADERS 3"});
    CHECK(wire.seen == 0);  // not acknowledged yet
    wire.play({"C SETTINGS ACK", "C HEADERS 5"});
    CHECK(wire.saw(Observation::settings_out_of_sync));
    Wire greedy{1};
    greedy.play({"C HEADERS 1", "C HEADERS 3"});
    CHECK_FALSE(greedy.saw(Observation::settings_out_of_sync));  // no SETTINGS in question
    CHECK_FALSE(greedy.monitor.client().kept());
}

TEST_CASE("monitor: the first rule a peer broke stays", "[monitor]") {
    Wire wire{1};
    wire.play({"C HEADERS 1 END_STREAM", "C DATA 1", "C HEADERS 2", "C DATA 9"});
    CHECK(wire.monitor.client().broken == RuleId::half_closed_remote);
    CHECK(wire.monitor.client().stream == test::stream(1));
}

TEST_CASE("9113/6.8 streams a GOAWAY leaves out are gone for the client", "[monitor]") {
    Wire wire{4};
    wire.play({"Cs HEADERS 1", "C HEADERS 3", "C HEADERS 5", "S GOAWAY last=1 NO_ERROR"});
    CHECK(wire.monitor.open_for_client() == 3);
    wire.play({"c GOAWAY last=1 NO_ERROR"});
    CHECK(wire.monitor.open_for_client() == 1);
    CHECK(wire.monitor.find(test::stream(1)) != nullptr);
}
