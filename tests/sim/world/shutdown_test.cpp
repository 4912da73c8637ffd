// Shutdowns and resets whose order goes wrong: the mechanisms by hand, each known bug beside its
// fix. The scenarios of the same bugs: shutdown_pairs_test.cpp.

#include "tests/sim/world/world_fixture.hpp"
#include "tests/support/frames.hpp"

using fixture::Run;
using h2::RuleId;
using sim::Observation;

namespace {

sim::Scenario single() {
    sim::Scenario scenario;
    scenario.limit = 2;
    scenario.server.loop = sim::Loop::single;
    return scenario;
}

// One stream answers early and is reset while the other's response is queued.
sim::Scenario early(bool flush) {
    sim::Scenario scenario;
    scenario.limit = 2;
    scenario.server.flush_queue_on_close = flush;
    scenario.server.initial_window = 1000;
    scenario.request.body = 2000;
    scenario.response.early = true;
    return scenario;
}

// Both requests are open, the response to 1 is being written, the one to 3 is next.
Run both_answered(bool flush) {
    Run run{early(flush)};
    run.go({"client_open 1", "reader_read", "loop_process", "client_open 3", "reader_read",
            "loop_process", "request_step 1", "loop_take 1", "request_step 3", "loop_take 3"});
    CHECK_FALSE(run.may("client_body 1"));  // 2,000 octets, and a window of 1,000
    run.go({"writer_write", "writer_post", "loop_complete"});
    return run;
}

sim::Scenario shutting_down(sim::ShutdownNotice notice) {
    sim::Scenario scenario = single();
    scenario.server.graceful_shutdown = true;
    scenario.server.shutdown_notice = notice;
    return scenario;
}

}  // namespace

TEST_CASE("golang/go#18111: RST_STREAM behind another write is flushed with its stream",
          "[world][9113/5.1/closed-silently]") {
    const Run fixed = both_answered(false);
    CHECK(fixed.world.server.queue.size() == 1);  // behind the write of 3
    CHECK(fixed.world.monitor.server().kept());

    const Run broken = both_answered(true);
    CHECK(broken.shows(Observation::closed_silently));
    CHECK(broken.world.server.queue.empty());
    CHECK(broken.world.monitor.server().broken == RuleId::closed_silently);
    CHECK(broken.world.monitor.server().stream == test::stream(1));
}

TEST_CASE("golang/go#18111: a RST_STREAM that can be written at once is not lost", "[world]") {
    Run run{early(true)};
    run.go({"client_open 1", "reader_read", "loop_process", "request_step 1", "loop_take 1",
            "writer_write", "writer_post", "loop_complete"});
    CHECK(run.world.server.writer.has_frame);
    CHECK(std::holds_alternative<h2::RstStream>(run.world.server.writer.frame));
    CHECK(run.world.monitor.server().kept());
}

TEST_CASE("golang/go#18111: a stream that was refused has no queue to be flushed", "[world]") {
    sim::Scenario scenario = early(true);
    scenario.limit = 1;
    scenario.client.behaviour = sim::Behaviour::greedy;
    Run run{scenario};
    run.go({"client_open 1", "reader_read", "loop_process", "request_step 1", "loop_take 1",
            "client_open 3", "reader_read", "loop_process"});
    REQUIRE(run.world.server.queue.size() == 1);  // behind the response to 1
    CHECK(std::holds_alternative<h2::RstStream>(run.world.server.queue.front()));
    CHECK_FALSE(run.has_shown(Observation::closed_silently));
}

TEST_CASE("9113/6.9.2 the server's initial window is announced in the preface", "[world]") {
    sim::Scenario scenario = early(false);
    scenario.start = sim::Start::preface;
    const Run run{scenario};
    const h2::SettingList* list = run.model().server_settings();
    REQUIRE(list->values.size() == 2);
    CHECK(list->values[1].id == h2::SettingId::INITIAL_WINDOW_SIZE);
    CHECK(list->values[1].value == 1000);
    const sim::Model usual{sim::Scenario{}};
    CHECK(usual.server_settings()->values.size() == 1);
}

TEST_CASE("hyperium/h2#885: the client's GOAWAY and its own requests",
          "[world][9113/6.8/initiator]") {
    const bool broken = GENERATE(false, true);
    CAPTURE(broken);
    sim::Scenario scenario = single();
    scenario.client.goaway = true;
    scenario.server.policy.goaway_ignores_initiator = broken;
    Run run{scenario};
    run.go({"client_open 1", "loop_process", "client_goaway"});
    CHECK_FALSE(run.may("client_goaway"));  // once
    CHECK_FALSE(run.may("client_open 3"));
    CHECK_FALSE(run.world.satisfied());
    run.go({"loop_process"});
    CHECK(run.shows(Observation::closed_silently) == broken);
    CHECK(run.may("request_step 1") == !broken);
    CHECK(run.counted() == (broken ? 0 : 1));
    CHECK(run.world.monitor.server().broken == (broken ? RuleId::goaway_initiator : RuleId::none));
    CHECK(run.world.monitor.client().kept());
    if (!broken) {
        run.go({"request_step 1", "writer_write", "client_receive"});
        CHECK(run.world.satisfied());
    }
}

TEST_CASE("9113/6.8 one GOAWAY: a request that crosses it is lost", "[world][9113/6.8/graceful]") {
    Run run{shutting_down(sim::ShutdownNotice::none)};
    run.go({"client_open 1", "server_shutdown"});
    CHECK(run.world.server.shutting_down);
    CHECK_FALSE(run.has_shown(Observation::request_lost));
    run.go({"loop_process"});
    CHECK(run.shows(Observation::request_lost));
    REQUIRE(run.world.monitor.faults().size() == 1);
    CHECK(run.world.monitor.faults().front().rule == RuleId::goaway_graceful);
    CHECK(run.world.monitor.server().kept());  // the RFC recommends it
}

TEST_CASE("9113/6.8 two GOAWAYs: the last stream is named when the PING has come back",
          "[world][9113/6.8/graceful]") {
    Run run{shutting_down(sim::ShutdownNotice::ping)};
    run.go({"server_shutdown", "client_open 1", "writer_write"});
    CHECK(run.world.to_client.frames.front() == test::goaway(h2::StreamId::kMax));
    run.go({"client_receive", "writer_write", "client_receive", "loop_process"});  // PING; HEADERS
    CHECK_FALSE(run.may("client_open 3"));
    CHECK_FALSE(run.world.server.shutting_down);
    CHECK_FALSE(run.may("server_close"));
    run.go({"client_control", "loop_process"});  // the PING's ACK
    CHECK(run.world.server.shutting_down);
    CHECK(run.world.server.queue.front() == test::goaway(1));
    run.go({"writer_write", "request_step 1", "client_receive", "writer_write", "server_close"});
    CHECK(run.shows(Observation::shutdown_completed));
    CHECK_FALSE(run.has_shown(Observation::request_lost));
    CHECK_FALSE(run.has_shown(Observation::closed_before_flush));
    CHECK(run.world.monitor.server().kept());
}

TEST_CASE("9113/6.8 two GOAWAYs: a timer does not know how long a round trip is", "[world]") {
    Run run{shutting_down(sim::ShutdownNotice::timer)};
    run.go({"server_shutdown", "client_open 1", "clock_advance"});
    CHECK(run.world.server.shutting_down);
    CHECK(run.world.server.queue.size() == 2);
    run.go({"loop_process"});
    CHECK(run.shows(Observation::request_lost));
}

TEST_CASE("9113/6.8 a shutdown that runs into its timeout names no last stream", "[world]") {
    sim::Scenario scenario = shutting_down(sim::ShutdownNotice::timer);
    scenario.server.shutdown_timeout = 1;
    Run run{scenario};
    run.go({"server_shutdown", "clock_advance"});
    CHECK(run.world.server.closed);
    CHECK(run.world.server.queue.empty());
}

TEST_CASE("golang/go#32112: DATA that crosses the GOAWAY", "[world][9113/6.8/ignored]") {
    sim::Scenario scenario = single();
    scenario.server.graceful_shutdown = true;
    scenario.request.body = 10;
    scenario.server.policy.after_goaway =
        GENERATE(h2::AfterGoAway::discard, h2::AfterGoAway::idle_stream_error);
    const bool fixed = scenario.server.policy.after_goaway == h2::AfterGoAway::discard;
    CAPTURE(fixed);
    Run run{scenario};
    run.go({"client_open 1", "server_shutdown", "loop_process", "client_body 1", "loop_process"});
    CHECK(run.shows(Observation::compliant_peer_punished) != fixed);
    CHECK(run.world.monitor.server().broken ==
          (fixed ? RuleId::none : RuleId::after_goaway_ignored));
}

TEST_CASE("9113/6.9 the server gives back what it processes, and what it discards",
          "[world][9113/6.8/minimal-processing]") {
    sim::Scenario scenario = single();
    scenario.server.graceful_shutdown = true;
    scenario.server.replenish = true;
    scenario.request.body = 10;
    scenario.pipes = {2, 2};
    scenario.server.policy.after_goaway =
        GENERATE(h2::AfterGoAway::discard, h2::AfterGoAway::discard_uncredited);
    const bool fixed = scenario.server.policy.after_goaway == h2::AfterGoAway::discard;
    CAPTURE(fixed);
    Run run{scenario};
    run.go({"client_open 1", "loop_process", "client_body 1", "loop_process"});
    CHECK(run.world.server.queue.front() == test::window_update(0, 10));
    CHECK(run.world.server.queue.size() == 1);  // the stream has ended
    run.go({"writer_write", "client_open 3", "server_shutdown", "loop_process", "client_body 3"});
    CHECK_FALSE(run.has_shown(Observation::window_leaked));
    run.go({"loop_process"});
    CHECK(run.shows(Observation::window_leaked) != fixed);
    CHECK(run.world.server.core.connection_receive_window() == (fixed ? 65'535 : 65'525));
}
