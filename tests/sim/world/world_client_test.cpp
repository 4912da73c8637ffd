// What each kind of client may do, and when.

#include "tests/sim/world/world_fixture.hpp"
#include "tests/support/frames.hpp"

using fixture::Names;
using fixture::Run;
using sim::Behaviour;
using sim::Observation;

namespace {

sim::Scenario with(Behaviour behaviour) {
    sim::Scenario scenario;
    scenario.server.loop = sim::Loop::single;
    scenario.client.behaviour = behaviour;
    return scenario;
}

sim::Scenario scripted(std::vector<std::string> script) {
    sim::Scenario scenario = with(Behaviour::scripted);
    scenario.client.script = std::move(script);
    scenario.pipes.to_server = 3;
    return scenario;
}

}  // namespace

TEST_CASE("saturating: opens as soon as its own count allows", "[world]") {
    Run run{with(Behaviour::saturating)};
    run.go({"client_open 1"});
    CHECK_FALSE(run.may("client_open 3"));
    run.go({"loop_process", "request_step 1", "writer_write"});
    CHECK_FALSE(run.may("client_open 3"));
    run.go({"client_receive"});
    CHECK(run.may("client_open 3"));
    run.go({"client_open 3", "loop_process", "request_step 3", "writer_write", "client_receive"});
    CHECK_FALSE(run.may("client_open 5"));  // two requests in all
    CHECK(run.enabled().empty());
    CHECK(run.world.finished());
    CHECK(run.world.satisfied());
}

TEST_CASE("write_first: does not read while it has something to write", "[world]") {
    sim::Scenario scenario = with(Behaviour::write_first);
    scenario.client.pings = 2;
    Run run{scenario};
    run.go({"client_ping", "loop_process", "writer_write"});
    CHECK_FALSE(run.may("client_receive"));
    run.go({"client_ping", "loop_process", "client_open 1"});
    CHECK(run.may("client_receive"));  // nothing is left to write now
}

TEST_CASE("cancelling: resets any open stream, so often", "[world]") {
    sim::Scenario scenario = with(Behaviour::cancelling);
    scenario.limit = 2;
    scenario.pipes.to_server = 4;
    scenario.client.cancels = 1;
    Run run{scenario};
    CHECK_FALSE(run.may("client_reset 1"));
    run.go({"client_open 1", "client_open 3"});
    CHECK(run.enabled() == Names{"client_reset 1", "client_reset 3", "loop_process"});
    run.go({"client_reset 1"});
    CHECK_FALSE(run.may("client_reset 3"));
    CHECK(run.world.monitor.open_for_client() == 1);
}

TEST_CASE("9113/5.1 a grant for a stream that has ended meanwhile is not sent", "[world]") {
    sim::Scenario scenario = with(Behaviour::saturating);
    scenario.client.window_updates = sim::WindowUpdates::each;
    scenario.response.body = 20;
    scenario.response.write_size = 10;
    scenario.pipes = {3, 2};
    Run run{scenario};
    run.go({"client_open 1", "loop_process", "request_step 1", "writer_write", "request_step 1",
            "writer_write", "request_step 1", "writer_write", "client_receive", "client_receive"});
    REQUIRE(run.world.client.outgoing.size() == 2);  // for the connection and stream 1
    run.go({"client_receive"});                      // the end of stream 1
    REQUIRE(run.world.client.outgoing.size() == 2);
    CHECK(run.world.client.outgoing[0] == test::window_update(0, 10));
    CHECK(run.world.client.outgoing[1] == test::window_update(0, 10));
    run.go({"client_control", "client_control"});
    CHECK(run.world.monitor.client().kept());
}

TEST_CASE("slow_reader: one frame every so many ticks", "[world]") {
    sim::Scenario scenario = with(Behaviour::slow_reader);
    scenario.client.read_every = 4;
    scenario.client.pings = 2;
    scenario.pipes = {2, 2};
    Run run{scenario};
    run.go({"client_ping", "client_ping", "loop_process", "loop_process", "writer_write",
            "writer_write", "client_receive"});
    CHECK_FALSE(run.may("client_receive"));
    REQUIRE(run.world.timers.size() == 1);
    run.go({"clock_advance"});
    CHECK(run.world.now == 4);
    CHECK(run.may("client_receive"));
    CHECK_FALSE(run.may("clock_advance"));
}

TEST_CASE("clock: time passes to the earliest timer, the others come nearer", "[world]") {
    sim::Scenario scenario = with(Behaviour::slow_reader);
    scenario.client.read_every = 2;
    scenario.server.graceful_shutdown = true;
    scenario.server.shutdown_timeout = 5;
    Run run{scenario};
    run.go({"server_shutdown", "writer_write", "client_receive"});
    REQUIRE(run.world.timers.size() == 2);
    CHECK(run.world.timers[0].kind == sim::Timer::Kind::client_reads);  // by kind
    run.go({"clock_advance"});
    CHECK(run.world.now == 2);
    REQUIRE(run.world.timers.size() == 1);
    CHECK(run.world.timers[0] == sim::Timer{sim::Timer::Kind::shutdown_timeout, {}, 3});
}

TEST_CASE("scripted: sends its lines in order and waits where it says so", "[world]") {
    Run run{scripted({"HEADERS 1 END_STREAM", "await HEADERS 1 END_STREAM", "PING"})};
    CHECK(run.enabled() == Names{"client_script"});
    run.go({"client_script"});
    CHECK_FALSE(run.may("client_script"));
    CHECK_FALSE(run.world.satisfied());
    run.go({"loop_process", "request_step 1", "writer_write", "client_receive"});
    CHECK(run.world.client.script_line == 2);
    run.go({"client_script", "loop_process", "writer_write"});
    CHECK_FALSE(run.world.finished());
    run.go({"client_receive"});
    CHECK(run.world.finished());
    CHECK(run.world.satisfied());
}

TEST_CASE("scripted: an await is fulfilled by a frame that came before its line", "[world]") {
    Run run{scripted({"PING", "HEADERS 1", "await PING ACK", "DATA 1 END_STREAM"})};
    run.go({"client_script", "loop_process", "writer_write", "client_receive", "client_script"});
    CHECK(run.world.client.script_line == 3);
    CHECK(run.may("client_script"));
}

TEST_CASE("scripted: each frame fulfils one await", "[world]") {
    Run run{scripted({"PING", "PING", "await PING ACK", "await PING ACK", "HEADERS 1"})};
    run.go({"client_script", "loop_process", "writer_write", "client_receive", "client_script"});
    CHECK_FALSE(run.may("client_script"));
    run.go({"loop_process", "writer_write", "client_receive"});
    CHECK(run.may("client_script"));
}

TEST_CASE("scripted: what breaks the RFC is sent all the same", "[world]") {
    Run run{scripted({"HEADERS 1", "HEADERS 3", "DATA 5"})};
    run.go({"client_script", "client_script"});
    CHECK(run.world.monitor.client().broken == h2::RuleId::concurrency_limit);
    run.go({"loop_process", "loop_process"});
    CHECK(run.shows(Observation::refusal_seen));
    CHECK_FALSE(run.shows(Observation::false_refusal));
    run.go({"client_script", "loop_process"});
    CHECK_FALSE(run.shows(Observation::compliant_peer_punished));
    CHECK(run.world.server.closing);
}

TEST_CASE("9113/6.9.1 a grant beyond the maximum is the client's fault", "[world]") {
    Run run{scripted({"WINDOW_UPDATE 0 +2147483647"})};
    run.go({"client_script", "loop_process"});
    CHECK(run.world.server.closing);
    CHECK_FALSE(run.shows(Observation::compliant_peer_punished));
    CHECK(run.world.monitor.client().broken == h2::RuleId::window_overflow_connection);
    CHECK(run.world.monitor.server().kept());
}

TEST_CASE("9113/5.4.1 after a connection error everything is written, then the transport closed",
          "[world]") {
    Run run{scripted({"DATA 1"})};
    run.go({"client_script", "loop_process"});
    CHECK_FALSE(run.may("server_close"));
    run.go({"writer_write"});
    CHECK(run.may("server_close"));
    run.go({"server_close"});
    CHECK_FALSE(run.shows(Observation::shutdown_completed));
    CHECK(run.enabled() == Names{"client_receive"});
}

TEST_CASE("greedy: knows no limit", "[world]") {
    sim::Scenario scenario = with(Behaviour::greedy);
    scenario.requests = 3;
    scenario.pipes.to_server = 3;
    Run run{scenario};
    run.go({"client_open 1"});
    CHECK(run.world.monitor.client().kept());
    run.go({"client_open 3", "client_open 5"});
    CHECK(run.world.monitor.client().broken == h2::RuleId::concurrency_limit);
    CHECK(run.world.monitor.client().stream == test::stream(3));
    run.go({"loop_process", "loop_process"});
    CHECK(run.shows(Observation::refusal_seen));
    CHECK_FALSE(run.has_shown(Observation::false_refusal));
}

TEST_CASE("9113/3.4 preface: both ends begin with SETTINGS", "[world]") {
    sim::Scenario scenario = with(Behaviour::saturating);
    scenario.start = sim::Start::preface;
    scenario.requests = 3;
    scenario.pipes = {2, 4};
    Run run{scenario};
    CHECK(run.enabled() == Names{"client_control", "writer_write"});
    run.go({"client_control", "client_open 1", "client_open 3"});  // no limit is known yet
    CHECK(run.world.monitor.client().kept());
    run.go({"loop_process", "writer_write", "writer_write", "client_receive"});
    CHECK(run.enabled()[0] == "client_receive");
    CHECK(run.world.monitor.client_limit() == h2::kUnlimited);  // what it received binds …
    run.go({"client_control"});
    CHECK(run.world.monitor.client_limit() == 1);  // … when it has acknowledged it
    CHECK_FALSE(run.may("client_open 5"));
    run.go({"loop_process", "loop_process", "loop_process"});
    CHECK(run.world.server.core.acked_settings().max_concurrent_streams == 1);
    CHECK_FALSE(run.has_shown(Observation::false_refusal_strong));
    CHECK(run.world.monitor.server().kept());
}
