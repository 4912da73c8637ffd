// The runtimes with one thread and with a lock, and what all have in common:
// cancelled requests, flow control, early responses, shutdown, new limits, memory of reset streams.

#include "tests/sim/world/world_fixture.hpp"
#include "tests/support/frames.hpp"

using fixture::Names;
using fixture::Run;
using sim::Loop;
using sim::Observation;
using Stage = sim::Writer::Stage;
using Request = sim::RequestFunction::Stage;

namespace {

sim::Scenario server_with(Loop loop, h2::WriteStage release) {
    sim::Scenario scenario;
    scenario.server.loop = loop;
    scenario.server.policy.release = {release, release, release, release};
    return scenario;
}

// Everything the server can do by itself, and the client's reading.
void settle(Run& run) {
    run.settle({"loop_process", "loop_complete", "writer_write", "writer_post", "reader_write",
                "reader_read", "loop_take 1", "loop_take 3", "client_receive", "client_control"});
}

}  // namespace

TEST_CASE("single: reading, processing and bookkeeping are one step each", "[world]") {
    Run run{server_with(Loop::single, h2::WriteStage::visible)};
    run.go({"client_open 1"});
    CHECK(run.enabled() == Names{"loop_process"});
    run.go({"loop_process"});
    CHECK(run.counted() == 1);
    CHECK(run.enabled() == Names{"request_step 1"});
    run.go({"request_step 1"});
    CHECK(run.world.server.queue.size() == 1);  // encoded
    CHECK(run.counted() == 1);
    run.go({"writer_write"});
    CHECK(run.world.to_client.frames.size() == 1);
    CHECK(run.world.server.uncompleted.empty());
    CHECK(run.counted() == 0);  // visible and released in the same step
    CHECK(run.enabled() == Names{"client_receive"});
}

TEST_CASE("single: release when encoded is before the frame can be written", "[world]") {
    Run run{server_with(Loop::single, h2::WriteStage::encoded)};
    run.go({"client_open 1", "loop_process", "request_step 1"});
    CHECK(run.counted() == 0);
    CHECK(run.world.to_client.frames.empty());
}

TEST_CASE("single: a deferred completion is heard for the whole batch (h2o before 2015)",
          "[world]") {
    sim::Scenario scenario = server_with(Loop::single, h2::WriteStage::completion);
    scenario.limit = 2;
    scenario.pipes.to_client = 2;
    Run run{scenario};
    run.go({"client_open 1", "loop_process", "client_open 3", "loop_process", "request_step 1",
            "request_step 3", "writer_write", "writer_write"});
    CHECK(run.world.server.uncompleted.size() == 2);
    CHECK(run.counted() == 2);
    run.go({"client_receive"});
    CHECK(run.shows(Observation::closed_but_counted));
    run.go({"loop_complete"});
    CHECK(run.counted() == 0);
    CHECK(run.world.server.uncompleted.empty());
}

TEST_CASE("single: only the kind of frame that is released late is deferred", "[world]") {
    sim::Scenario scenario = server_with(Loop::single, h2::WriteStage::visible);
    scenario.server.policy.release.trailers = h2::WriteStage::completion;
    scenario.response.trailers = 20;
    Run run{scenario};
    run.go({"client_open 1", "loop_process", "request_step 1", "writer_write"});
    CHECK(run.world.server.uncompleted.empty());  // HEADERS
    run.go({"client_receive", "request_step 1", "writer_write"});
    CHECK(run.world.server.uncompleted.size() == 1);  // trailers
}

TEST_CASE("locked: a request takes the lock, writes, and gives it back", "[world]") {
    sim::Scenario scenario = server_with(Loop::locked, h2::WriteStage::completion);
    scenario.limit = 2;
    Run run{scenario};
    run.go({"client_open 1", "loop_process", "client_open 3", "loop_process"});
    run.go({"request_step 1", "request_step 3"});  // both want the lock
    CHECK(run.world.server.writer.stage == Stage::idle);
    run.go({"request_step 1"});
    CHECK(run.world.server.writer.stage == Stage::started);
    CHECK_FALSE(run.may("request_step 3"));
    CHECK_FALSE(run.may("loop_complete"));
    run.go({"writer_write"});
    CHECK(run.world.to_client.frames.size() == 1);
    CHECK_FALSE(run.may("request_step 3"));  // the lock is held until the bookkeeping is done
    CHECK(run.counted() == 2);
    run.go({"client_receive"});
    CHECK(run.shows(Observation::closed_but_counted));
    run.go({"loop_complete"});
    CHECK(run.counted() == 1);
    CHECK(run.may("request_step 3"));
}

TEST_CASE("locked: the reader processes while a request writes (jetty#2349)", "[world]") {
    Run run{server_with(Loop::locked, h2::WriteStage::completion)};
    run.go({"client_open 1", "loop_process", "request_step 1", "request_step 1", "writer_write",
            "client_receive", "client_open 3", "loop_process"});
    CHECK(run.shows(Observation::false_refusal));
    CHECK(run.world.server.queue.size() == 1);  // RST_STREAM, for which the reader needs the lock
    CHECK_FALSE(run.may("reader_write"));
    run.go({"loop_complete", "reader_write"});
    CHECK(run.world.server.writer.by_reader);
}

TEST_CASE("locked: the reader writes its own frames before it reads on", "[world]") {
    sim::Scenario scenario = server_with(Loop::locked, h2::WriteStage::write_start);
    scenario.client.pings = 2;
    Run run{scenario};
    run.go({"client_ping", "loop_process", "client_ping"});
    CHECK(run.enabled() == Names{"reader_write"});
    run.go({"reader_write"});
    CHECK(run.enabled() == Names{"writer_write"});
    run.go({"writer_write"});
    CHECK_FALSE(run.may("loop_process"));
    run.go({"loop_complete"});
    CHECK(run.may("loop_process"));
}

TEST_CASE("release at write start: closed before anybody can see it, in every runtime", "[world]") {
    for (const Loop loop : {Loop::split, Loop::single, Loop::locked}) {
        CAPTURE(static_cast<int>(loop));
        Run run{server_with(loop, h2::WriteStage::write_start)};
        run.go({"client_open 1"});
        settle(run);
        while (run.may("request_step 1")) {
            run.go({"request_step 1"});
            settle(run);
        }
        CHECK(run.counted() == 0);
        CHECK_FALSE(run.has_shown(Observation::closed_but_counted));
        CHECK(run.may("client_open 3"));
    }
}

TEST_CASE("9113/5.4.2 a cancelled request: its frames are dropped, its function returns later",
          "[world]") {
    sim::Scenario scenario = server_with(Loop::split, h2::WriteStage::completion);
    scenario.client.behaviour = sim::Behaviour::cancelling;
    scenario.response.body = 10;
    Run run{scenario};
    run.go({"client_open 1", "reader_read", "loop_process", "client_reset 1", "reader_read",
            "request_step 1"});
    REQUIRE(run.world.server.handed.size() == 1);
    run.go({"loop_process"});
    CHECK(run.shows(Observation::reset_received));
    CHECK(run.world.server.handed.empty());
    CHECK(run.world.server.requests[0].stage == Request::cancelled);
    CHECK(run.counted() == 0);
    CHECK_FALSE(run.may("request_step 1"));
    CHECK(run.may("request_return 1"));
    run.go({"request_return 1"});
    CHECK(run.world.server.requests.empty());
    CHECK(run.world.server.core.running_requests() == 0);
}

TEST_CASE("9113/5.4.2 a request that had returned is cancelled without a trace", "[world]") {
    sim::Scenario scenario = server_with(Loop::split, h2::WriteStage::completion);
    scenario.client.behaviour = sim::Behaviour::cancelling;
    Run run{scenario};
    run.go({"client_open 1", "reader_read", "loop_process", "request_step 1", "client_reset 1",
            "reader_read"});
    REQUIRE(run.world.server.requests[0].returned);
    run.go({"loop_process"});
    CHECK(run.world.server.requests.empty());
    CHECK(run.world.server.handed.empty());
    CHECK_FALSE(run.may("request_return 1"));
}

TEST_CASE("9113/5.4.2 DATA that was queued and is dropped gives its window back", "[world]") {
    sim::Scenario scenario = server_with(Loop::split, h2::WriteStage::completion);
    scenario.client.behaviour = sim::Behaviour::cancelling;
    scenario.limit = 2;
    scenario.response.body = 100;
    Run run{scenario};
    run.go({"client_open 1", "reader_read", "loop_process", "client_open 3", "reader_read",
            "loop_process", "request_step 3", "loop_take 3", "writer_write", "writer_post",
            "loop_complete", "request_step 1", "loop_take 1", "request_step 3", "loop_take 3"});
    REQUIRE(run.world.server.queue.size() == 1);  // DATA 3 behind HEADERS 1
    CHECK(run.world.server.core.connection_send_window() == 65'435);
    run.go({"client_reset 3", "reader_read", "loop_process"});
    CHECK(run.world.server.queue.empty());
    CHECK(run.world.server.core.connection_send_window() == 65'535);
}

TEST_CASE("9113/6.9 a response stalls on the window and goes on with WINDOW_UPDATE", "[world]") {
    for (const Loop loop : {Loop::split, Loop::single, Loop::locked}) {
        CAPTURE(static_cast<int>(loop));
        sim::Scenario scenario = server_with(loop, h2::WriteStage::completion);
        scenario.requests = 1;
        scenario.client.initial_window = 15;
        scenario.client.window_updates = sim::WindowUpdates::each;
        scenario.response.body = 20;
        scenario.response.write_size = 10;
        Run run{scenario};
        run.go({"client_open 1"});
        const auto server_alone = [&] {
            run.settle({"loop_process", "loop_complete", "writer_write", "writer_post",
                        "reader_read", "loop_take 1", "request_step 1"});
        };
        server_alone();
        run.go({"client_receive"});  // HEADERS
        server_alone();
        CHECK(run.enabled() == Names{"client_receive"});  // DATA; the second does not fit
        CHECK(run.world.server.core.sendable(test::stream(1)) == 5);
        if (loop == Loop::split) {
            CHECK(run.world.server.requests[0].stage == Request::stalled);
        }
        run.go({"client_receive"});
        CHECK(run.world.client.outgoing.size() == 2);  // for the connection and the stream
        settle(run);
        server_alone();
        settle(run);
        CHECK(run.enabled().empty());
        CHECK(run.world.satisfied());
        CHECK(run.world.finished());
        CHECK(run.world.monitor.client().kept());
    }
}

TEST_CASE("9113/8.1 an early response answers before the request has ended", "[world]") {
    sim::Scenario scenario = server_with(Loop::single, h2::WriteStage::visible);
    scenario.request.body = 10;
    SECTION("not early") {
        Run run{scenario};
        run.go({"client_open 1", "loop_process"});
        CHECK(run.enabled() == Names{"client_body 1"});
        run.go({"client_body 1"});
        CHECK_FALSE(run.may("request_step 1"));
        run.go({"loop_process"});
        CHECK(run.may("request_step 1"));
    }
    SECTION("early, then RST_STREAM(NO_ERROR)") {
        scenario.response.early = true;
        Run run{scenario};
        run.go({"client_open 1", "loop_process", "request_step 1", "writer_write"});
        CHECK(run.counted() == 1);
        REQUIRE(run.world.server.queue.size() == 1);
        CHECK(run.world.server.queue[0] == test::rst(1, h2::ErrorCode::NO_ERROR));
        run.go({"client_receive", "writer_write"});
        CHECK(run.counted() == 0);
        CHECK(run.may("client_body 1"));  // it has not heard of the reset
        run.go({"client_receive"});
        CHECK_FALSE(run.may("client_body 1"));
    }
}

TEST_CASE("9113/6.8 graceful shutdown: GOAWAY, serve what is open, close", "[world]") {
    sim::Scenario scenario = server_with(Loop::single, h2::WriteStage::visible);
    scenario.server.graceful_shutdown = true;
    Run run{scenario};
    run.go({"client_open 1", "loop_process", "server_shutdown"});
    CHECK_FALSE(run.may("server_shutdown"));  // once
    run.go({"writer_write", "client_receive"});
    CHECK(run.world.client.core.goaway_received());
    CHECK_FALSE(run.may("server_close"));  // stream 1 is open
    run.go({"request_step 1"});
    CHECK_FALSE(run.may("server_close"));
    run.go({"writer_write"});
    CHECK(run.enabled() == Names{"client_receive", "server_close"});
    run.go({"server_close"});
    CHECK(run.shows(Observation::shutdown_completed));
    CHECK_FALSE(run.shows(Observation::closed_before_flush));
    CHECK(run.enabled() == Names{"client_receive"});  // what is in the pipe still arrives
    CHECK_FALSE(run.world.finished());
    run.go({"client_receive"});
    CHECK(run.world.finished());
    CHECK(run.world.satisfied());
    CHECK(run.enabled().empty());  // nothing is opened after GOAWAY
}

TEST_CASE("9113/6.8 the close waits for what is queued and buffered", "[world]") {
    sim::Scenario scenario = server_with(Loop::split, h2::WriteStage::enqueued);
    scenario.server.graceful_shutdown = true;
    scenario.server.write_buffer = 4096;
    Run run{scenario};
    run.go({"client_open 1", "reader_read", "loop_process", "server_shutdown", "request_step 1",
            "loop_take 1"});
    CHECK(run.counted() == 0);
    CHECK(run.world.server.queue.size() == 1);  // HEADERS 1, behind the flush of GOAWAY
    CHECK_FALSE(run.may("server_close"));
    run.settle({"writer_post", "loop_complete", "writer_write"});
    CHECK(run.world.server.queue.empty());
    CHECK(run.world.server.writer.stage == Stage::started);  // the pipe is full
    CHECK_FALSE(run.may("server_close"));
    run.go({"client_receive", "writer_write"});
    CHECK_FALSE(run.may("server_close"));
    run.go({"writer_post", "loop_complete"});
    CHECK(run.may("server_close"));
}

TEST_CASE("9113/6.8 the shutdown timeout closes regardless, in virtual time", "[world]") {
    sim::Scenario scenario = server_with(Loop::single, h2::WriteStage::visible);
    scenario.server.graceful_shutdown = true;
    scenario.server.shutdown_timeout = 5;
    Run run{scenario};
    run.go({"client_open 1", "loop_process"});
    CHECK_FALSE(run.may("clock_advance"));
    run.go({"server_shutdown", "clock_advance"});
    CHECK(run.world.now == 5);
    CHECK(run.world.server.closed);
    CHECK(run.shows(Observation::closed_before_flush));
    CHECK(run.enabled().empty());
    CHECK(run.world.finished());
    CHECK_FALSE(run.world.satisfied());
}

TEST_CASE("9113/5.1 a reset stream is remembered for so many ticks", "[world]") {
    sim::Scenario scenario = server_with(Loop::single, h2::WriteStage::visible);
    scenario.request.body = 10;
    scenario.response.early = true;
    scenario.server.reset_memory_ticks = 3;
    Run run{scenario};
    run.go({"client_open 1", "loop_process", "request_step 1", "writer_write", "client_receive",
            "writer_write"});
    REQUIRE(run.world.timers.size() == 1);
    CHECK(run.world.timers[0] == sim::Timer{sim::Timer::Kind::forget_reset, test::stream(1), 3});
    run.go({"client_body 1"});
    SECTION("in time") {
        run.go({"loop_process"});
        CHECK(run.world.last_verdict == test::discarded(h2::RuleId::late_after_our_reset));
        CHECK_FALSE(run.shows(Observation::compliant_peer_punished));
    }
    SECTION("too late") {
        run.go({"clock_advance", "loop_process"});
        CHECK(run.shows(Observation::compliant_peer_punished));
        CHECK(run.world.server.closing);
    }
}

TEST_CASE("9113/6.5.3 a new limit is announced once and acknowledged", "[world]") {
    sim::Scenario scenario = server_with(Loop::single, h2::WriteStage::visible);
    scenario.limit = 2;
    scenario.server.new_limit = 1;
    Run run{scenario};
    run.go({"server_settings"});
    CHECK_FALSE(run.may("server_settings"));
    run.go({"writer_write", "client_receive"});
    CHECK(run.enabled() == Names{"client_control"});  // the ACK goes first
    run.go({"client_control", "loop_process"});
    CHECK(run.world.server.core.acked_settings().max_concurrent_streams == 1);
    run.go({"client_open 1"});
    CHECK_FALSE(run.may("client_open 3"));
}

TEST_CASE("9113/10.5 a handler limit holds requests back", "[world]") {
    sim::Scenario scenario = server_with(Loop::single, h2::WriteStage::visible);
    scenario.limit = 2;
    scenario.server.policy.handler_limit = 1;
    Run run{scenario};
    run.go({"client_open 1", "loop_process", "client_open 3", "loop_process"});
    CHECK(run.enabled() == Names{"request_step 1"});
    run.go({"request_step 1"});
    CHECK(run.may("request_step 3"));
    CHECK_FALSE(run.has_shown(Observation::unbounded_work));
}
