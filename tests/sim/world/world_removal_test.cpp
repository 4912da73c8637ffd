// What another thread does after the one that closed a stream: removals that are left to the
// writer, and the RST_STREAM that follows an early response.

#include "tests/sim/world/world_fixture.hpp"
#include "tests/support/frames.hpp"

using fixture::Run;
using sim::Loop;

namespace {

sim::Scenario with(Loop loop, h2::WriteStage release) {
    sim::Scenario scenario;
    scenario.server.loop = loop;
    scenario.server.policy.release = {release, release, release, release};
    return scenario;
}

// Three requests: the writer is at work on the first response, the second is queued behind it, and
// the third stream was reset: its removal is queued behind both.
Run with_queued_removal() {
    sim::Scenario scenario = with(Loop::split, h2::WriteStage::encoded);
    scenario.server.policy.received_reset_frees = h2::ResetFrees::when_writer_removes;
    scenario.client.behaviour = sim::Behaviour::cancelling;
    scenario.client.cancels = 2;
    scenario.limit = 3;
    scenario.requests = 5;
    scenario.pipes.to_client = 2;
    Run run{scenario};
    run.go({"client_open 1", "reader_read", "loop_process", "client_open 3", "reader_read",
            "loop_process", "client_open 5", "reader_read", "loop_process", "request_step 1",
            "loop_take 1", "request_step 3", "loop_take 3", "client_reset 5", "reader_read",
            "loop_process", "request_return 5"});
    return run;
}

}  // namespace

TEST_CASE("9113/5.4.2 a removal left to the writer waits for what is queued before it", "[world]") {
    Run run = with_queued_removal();
    CHECK(run.counted() == 2);  // 3 is not encoded, 5 not removed
    REQUIRE(run.world.server.removals.size() == 1);
    CHECK(run.world.server.removals[0].ahead == 1);
    CHECK_FALSE(run.may("writer_remove 5"));
    run.go({"writer_write", "writer_post", "loop_complete"});
    CHECK(run.world.server.removals[0].ahead == 0);
    CHECK(run.counted() == 1);
    CHECK_FALSE(run.may("writer_remove 5"));  // the writer is at work on the second
    run.go({"writer_write", "writer_post", "loop_complete", "writer_remove 5"});
    CHECK(run.counted() == 0);
    CHECK(run.world.server.removals.empty());
    CHECK(run.world.server.core.streams().empty());
}

TEST_CASE("9113/5.4.2 a removal moves up when a frame before it is dropped", "[world]") {
    Run run = with_queued_removal();
    run.go({"client_reset 3", "reader_read", "loop_process"});  // drops the second response
    REQUIRE(run.world.server.removals.size() == 2);
    CHECK(run.world.server.removals[0].ahead == 0);
    CHECK(run.world.server.removals[1].ahead == 0);
    run.go({"writer_write", "writer_post", "loop_complete"});
    CHECK(run.may("writer_remove 5"));
    CHECK_FALSE(run.may("writer_remove 3"));
    run.go({"writer_remove 5", "writer_remove 3"});
    CHECK(run.counted() == 0);
}

TEST_CASE("9113/5.4.2 no frame is begun before a removal that was queued earlier", "[world]") {
    for (const Loop loop : {Loop::split, Loop::single, Loop::locked}) {
        CAPTURE(static_cast<int>(loop));
        sim::Scenario scenario = with(loop, h2::WriteStage::encoded);
        scenario.server.policy.received_reset_frees = h2::ResetFrees::when_writer_removes;
        scenario.client.behaviour = sim::Behaviour::cancelling;
        scenario.limit = 2;
        scenario.client.pings = 1;
        Run run{scenario};
        run.go({"client_open 1"});
        run.settle({"reader_read", "loop_process"});
        run.go({"client_reset 1"});
        run.settle({"reader_read", "loop_process"});
        run.go({"client_ping"});
        run.settle({"reader_read", "loop_process"});  // its ACK is queued behind the removal
        CHECK(run.world.server.queue.size() == 1);
        CHECK_FALSE(run.may("writer_write"));
        CHECK_FALSE(run.may("reader_write"));
        run.go({"writer_remove 1"});
        CHECK(run.counted() == 0);
        run.settle({"reader_write"});
        CHECK(run.may("writer_write"));
    }
}

TEST_CASE("locked: the thread that wrote an early response resets the rest of its request",
          "[world]") {
    sim::Scenario scenario = with(Loop::locked, h2::WriteStage::completion);
    scenario.request.body = 10;
    scenario.response.early = true;
    scenario.client.pings = 1;
    scenario.pipes.to_server = 2;
    scenario.pipes.to_client = 2;
    Run run{scenario};
    run.go({"client_open 1", "loop_process", "client_ping", "request_step 1", "request_step 1",
            "writer_write", "loop_complete"});
    CHECK(std::holds_alternative<h2::RstStream>(run.world.server.writer.frame));
    CHECK_FALSE(run.world.server.writer.by_reader);
    CHECK(run.world.server.queue.empty());
    CHECK(run.may("loop_process"));  // the reader is not held up by it
    run.go({"writer_write", "loop_complete"});
    CHECK(run.counted() == 0);
}
