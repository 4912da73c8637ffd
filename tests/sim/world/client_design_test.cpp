// What a design of the client lets happen between its decisions and its writes, event by event.

#include "tests/sim/world/world_fixture.hpp"
#include "tests/support/frames.hpp"

using fixture::Names;
using fixture::Run;
using sim::ClientOpens;
using sim::ClientWrites;
using sim::Observation;

namespace {

sim::Scenario with(sim::ClientDesign design, std::uint32_t limit = 1) {
    sim::Scenario scenario;
    scenario.server.loop = sim::Loop::single;
    scenario.limit = limit;
    scenario.client.design = design;
    return scenario;
}

sim::ClientDesign queued(ClientWrites writes) {
    sim::ClientDesign design;
    design.writes = writes;
    design.opens = ClientOpens::when_queued;
    return design;
}

// Two PINGs and two streams wait, in the order PING, HEADERS 1, HEADERS 3, PING.
Run four_waiting(ClientWrites writes) {
    sim::Scenario scenario = with(queued(writes), 2);
    scenario.client.pings = 2;
    scenario.pipes.to_server = 4;
    Run run{scenario};
    run.go({"client_ping", "client_open 1", "client_open 3", "client_ping"});
    CHECK(run.world.to_server.frames.empty());
    CHECK(run.world.monitor.open_for_client() == 0);
    CHECK(run.world.client.core.local_count() == 2);
    return run;
}

}  // namespace

TEST_CASE("client writer: a queue is first in, first out", "[world][client]") {
    Run run = four_waiting(ClientWrites::queue);
    CHECK(run.enabled() == Names{"client_write"});
    run.go({"client_write"});
    CHECK(run.enabled() == Names{"client_write 1", "loop_process"});
    run.go({"client_write 1", "client_write 3", "client_write"});
    CHECK_FALSE(run.may("client_write"));
    CHECK(run.world.monitor.client().kept());
}

TEST_CASE("client writer: frames of the connection overtake where they are urgent",
          "[world][client]") {
    Run run = four_waiting(ClientWrites::queue_urgent_first);
    run.go({"client_write", "client_write"});
    CHECK(run.world.to_server.frames.size() == 2);
    CHECK(run.enabled() == Names{"client_write 1", "loop_process"});
    run.go({"client_write 1", "client_write 3"});
}

TEST_CASE("9113/5.1.1 client writer: whoever gets the lock is next, but streams open in order",
          "[world][client]") {
    Run run = four_waiting(ClientWrites::lock);
    CHECK(run.enabled() == Names{"client_write", "client_write 1"});
    run.go({"client_write 1"});
    CHECK(run.enabled() == Names{"client_write", "client_write 3", "loop_process"});
    run.go({"client_write 3", "client_write", "client_write"});
    CHECK(run.world.monitor.client().kept());
}

TEST_CASE("9113/3.4 client writer: nothing overtakes the connection preface", "[world][client]") {
    for (const auto writes :
         {ClientWrites::queue, ClientWrites::queue_urgent_first, ClientWrites::lock}) {
        sim::Scenario scenario = with({writes}, 2);
        scenario.start = sim::Start::preface;
        scenario.pipes.to_server = 3;
        Run run{scenario};
        CHECK(run.enabled() == Names{"client_write", "writer_write"});
        run.go({"client_write"});
        CHECK(run.may("client_open 1"));
        scenario.client.design.opens = ClientOpens::when_queued;
        Run waiting{scenario};
        waiting.go({"client_open 1"});
        CHECK_FALSE(waiting.may("client_write 1"));
    }
}

TEST_CASE("client writer: it waits for room, what is queued does not", "[world][client]") {
    sim::Scenario scenario = with(queued(ClientWrites::queue), 2);
    Run run{scenario};
    run.go({"client_open 1", "client_write 1", "client_open 3"});
    CHECK_FALSE(run.may("client_write 3"));
    run.go({"loop_process", "client_write 3"});
    CHECK(run.world.monitor.open_for_client() == 2);
}

TEST_CASE("client writer: a stream opened when it is written does not overtake a queue",
          "[world][client]") {
    for (const auto writes : {ClientWrites::queue, ClientWrites::lock}) {
        sim::Scenario scenario = with({writes}, 2);
        scenario.client.pings = 1;
        Run run{scenario};
        run.go({"client_ping"});
        CHECK(run.may("client_open 1") == (writes == ClientWrites::lock));
    }
}

TEST_CASE("9113/5.1 client writer: what waits for a stream that the server resets is dropped",
          "[world][client]") {
    sim::Scenario scenario = with(queued(ClientWrites::queue));
    scenario.request.body = 10;
    scenario.response.early = true;
    scenario.client.pings = 1;
    Run run{scenario};
    run.go({"client_open 1", "client_write 1", "client_ping", "client_body 1", "loop_process",
            "request_step 1", "writer_write", "client_receive", "client_write", "writer_write"});
    REQUIRE(run.world.client.outgoing.size() == 1);  // DATA, behind the PING
    const auto window = run.world.client.core.connection_send_window();
    run.go({"client_receive"});  // RST_STREAM(NO_ERROR)
    CHECK(run.world.client.outgoing.empty());
    CHECK(run.world.client.core.connection_send_window() == window + 10);
    CHECK(run.world.client.core.local_count() == 0);
    CHECK(run.world.monitor.client().kept());
}

TEST_CASE("9113/5.1 client writer: a reset that waits is dropped when the stream has ended",
          "[world][client]") {
    sim::Scenario scenario = with({ClientWrites::lock});
    scenario.client.behaviour = sim::Behaviour::cancelling;
    Run run{scenario};
    run.go({"client_open 1", "loop_process", "request_step 1", "writer_write", "client_reset 1"});
    CHECK_FALSE(run.may("client_open 3"));  // it counts until the RST_STREAM is written …
    run.go({"client_receive"});
    CHECK(run.world.client.outgoing.empty());
    CHECK(run.may("client_open 3"));  // … or has become superfluous
    CHECK(run.world.monitor.client().kept());
}

TEST_CASE("9113/6.8 client writer: after a GOAWAY no stream is opened that only waits",
          "[world][client]") {
    sim::Scenario scenario = with(queued(ClientWrites::queue), 2);
    scenario.server.graceful_shutdown = true;
    Run run{scenario};
    run.go({"client_open 1", "client_open 3", "client_write 1", "loop_process", "server_shutdown",
            "writer_write", "client_receive"});
    CHECK(run.world.client.outgoing.empty());
    CHECK(run.world.client.core.local_count() == 1);
    run.go({"request_step 1", "writer_write", "client_receive"});
    CHECK(run.world.satisfied());
    CHECK(run.world.monitor.client().kept());
}

TEST_CASE("9113/6.8 client writer: a stream below a GOAWAY's last that only waits is given up",
          "[world][client]") {
    Run run{with(queued(ClientWrites::lock), 2)};
    run.go({"client_open 1"});
    run.world.to_client.frames.push_back(test::goaway(h2::StreamId::kMax));
    run.go({"client_receive"});
    CHECK(run.world.client.outgoing.empty());
    CHECK(run.world.client.core.streams().empty());
    CHECK(run.world.satisfied());
}

TEST_CASE("9113/5.1.2 slot_freed_at cancelled: the slot is free, the RST_STREAM waits",
          "[world][client]") {
    sim::Scenario scenario = with({ClientWrites::lock});
    scenario.client.behaviour = sim::Behaviour::cancelling;
    scenario.client.design.slot_freed_at = sim::SlotFreedAt::cancelled;
    scenario.pipes.to_server = 3;
    Run run{scenario};
    run.go({"client_open 1", "client_reset 1"});
    CHECK(run.world.client.core.local_count() == 0);
    CHECK(run.world.monitor.open_for_client() == 1);
    Run other = Run{scenario};
    other.go({"client_open 1", "client_reset 1", "client_write 1", "client_open 3"});
    CHECK(other.world.monitor.client().kept());
    run.go({"client_open 3"});
    CHECK(run.shows(Observation::client_beyond_limit));
    CHECK_FALSE(run.shows(Observation::client_disobeyed));  // no SETTINGS were acknowledged
    CHECK(run.world.monitor.client().broken == h2::RuleId::concurrency_limit);
}

TEST_CASE("9113/6.5.3 when_ack_written: the old limit holds until the ACK is out",
          "[world][client]") {
    for (const bool late : {false, true}) {
        sim::Scenario scenario = with(queued(ClientWrites::queue), 2);
        scenario.client.design.settings_applied =
            late ? sim::SettingsApplied::when_ack_written : sim::SettingsApplied::when_received;
        scenario.server.new_limit = 1;
        Run run{scenario};
        run.go({"client_open 1", "client_write 1", "server_settings", "writer_write",
                "client_receive", "loop_process"});
        REQUIRE(run.world.client.outgoing.size() == 1);
        CHECK(run.world.client.unapplied.size() == (late ? 1 : 0));
        CHECK(run.may("client_open 3") == late);
        run.go({"client_write"});
        CHECK(run.world.client.unapplied.empty());
        CHECK(run.world.client.core.peer_settings().max_concurrent_streams == 1);
        CHECK_FALSE(run.may("client_open 3"));
        CHECK(run.world.monitor.client().kept());
    }
}

TEST_CASE("9113/5.1.2 check_then_reserve: callers look before any of them takes the slot",
          "[world][client]") {
    sim::ClientDesign design;
    design.opens = ClientOpens::check_then_reserve;
    sim::Scenario scenario = with(design);
    scenario.requests = 5;
    scenario.pipes.to_server = 3;
    Run run{scenario};
    CHECK(run.enabled() == Names{"client_check 1"});
    run.go({"client_check 1"});
    CHECK(run.enabled() == Names{"client_check 2", "client_open 1"});
    run.go({"client_check 2"});
    CHECK(run.enabled() == Names{"client_open 1"});
    run.go({"client_open 1"});
    CHECK(run.world.client.passed == 2);
    CHECK_FALSE(run.may("client_check 1"));  // it sees a stream open
    run.go({"client_open 3"});
    CHECK(run.shows(Observation::client_beyond_limit));
    CHECK(run.world.client.passed == 0);
    run.go({"loop_process", "loop_process"});
    CHECK(run.shows(Observation::refusal_seen));
    CHECK_FALSE(run.has_shown(Observation::false_refusal));
}

TEST_CASE("9113/5.1.2 check_then_reserve: no more callers than requests", "[world][client]") {
    sim::ClientDesign design;
    design.opens = ClientOpens::check_then_reserve;
    design.callers = 3;
    sim::Scenario scenario = with(design, 3);
    Run run{scenario};  // two requests
    run.go({"client_check 1", "client_check 2"});
    CHECK_FALSE(run.may("client_check 3"));
    run.go({"client_open 1", "loop_process", "client_open 3"});
    CHECK_FALSE(run.may("client_check 1"));
    CHECK(run.world.monitor.client().kept());
}

TEST_CASE("9113/6.8 check_then_reserve: a caller that has looked opens nothing after a GOAWAY",
          "[world][client]") {
    sim::ClientDesign design;
    design.opens = ClientOpens::check_then_reserve;
    sim::Scenario scenario = with(design);
    scenario.server.graceful_shutdown = true;
    Run run{scenario};
    run.go({"client_check 1", "server_shutdown", "writer_write", "client_receive"});
    CHECK(run.world.client.passed == 0);
    CHECK_FALSE(run.may("client_open 1"));
    CHECK(run.world.satisfied());
}

TEST_CASE("9113/8.1 taken_later: a complete response waits for its caller",
          "[world][client][9113/8.1/response-before-reset]") {
    for (const auto after : {sim::ResetAfterEnd::keeps_response, sim::ResetAfterEnd::overrides}) {
        sim::ClientDesign design;
        design.responses = sim::Responses::taken_later;
        design.reset_after_end = after;
        sim::Scenario scenario = with(design);
        scenario.requests = 1;
        scenario.request.body = 10;
        scenario.response = {40, 10, 0, 0, true, true};
        Run run{scenario};
        run.go(
            {"client_open 1", "loop_process", "request_step 1", "writer_write", "client_receive"});
        CHECK_FALSE(run.may("client_take 1"));  // DATA is still to come
        run.go({"request_step 1", "writer_write", "client_receive"});
        CHECK(run.may("client_take 1"));
        Run quick{scenario};
        quick.go({"client_open 1", "loop_process", "request_step 1", "writer_write",
                  "client_receive", "request_step 1", "writer_write", "client_receive",
                  "client_take 1", "writer_write", "client_receive"});
        CHECK_FALSE(quick.has_shown(Observation::response_lost));
        CHECK(quick.world.satisfied());

        run.go({"writer_write", "client_receive"});  // RST_STREAM(NO_ERROR)
        CHECK_FALSE(run.has_shown(Observation::response_lost));
        CHECK_FALSE(run.world.satisfied());
        run.go({"client_take 1"});
        const bool lost = after == sim::ResetAfterEnd::overrides;
        CHECK(run.shows(Observation::response_lost) == lost);
        CHECK(run.world.monitor.client().broken ==
              (lost ? h2::RuleId::response_discarded : h2::RuleId::none));
        CHECK(run.world.monitor.server().kept());
        CHECK(run.world.satisfied());
    }
}

TEST_CASE("9113/8.1 only RST_STREAM(NO_ERROR) is about a response that is complete",
          "[world][client]") {
    sim::ClientDesign design;
    design.responses = sim::Responses::taken_later;
    design.reset_after_end = sim::ResetAfterEnd::overrides;
    sim::Scenario scenario = with(design);
    scenario.request.body = 10;
    scenario.response.early = true;
    Run run{scenario};
    run.go({"client_open 1", "loop_process", "request_step 1", "writer_write", "client_receive"});
    run.world.to_client.frames.push_back(h2::RstStream{test::stream(1), h2::ErrorCode::CANCEL});
    run.go({"client_receive", "client_take 1"});
    CHECK_FALSE(run.has_shown(Observation::response_lost));
}

TEST_CASE("9113/8.1 a caller takes its response after the transport is closed", "[world][client]") {
    sim::ClientDesign design;
    design.responses = sim::Responses::taken_later;
    sim::Scenario scenario = with(design);
    scenario.server.graceful_shutdown = true;
    Run run{scenario};
    run.go({"client_open 1", "loop_process", "request_step 1", "server_shutdown", "writer_write",
            "client_receive", "writer_write", "server_close", "client_receive"});
    CHECK(run.enabled() == Names{"client_take 1"});
    CHECK_FALSE(run.world.satisfied());
    run.go({"client_take 1"});
    CHECK(run.world.satisfied());
}
