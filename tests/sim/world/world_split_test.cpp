// Three threads (Go x/net), event by event: the stages of a frame on its way out, the rule of the
// write buffer, and what the loop does before it handles a frame that was read.

#include "tests/sim/world/world_fixture.hpp"
#include "tests/support/frames.hpp"

using fixture::Names;
using fixture::Run;
using sim::BeforeRead;
using sim::Observation;
using Stage = sim::Writer::Stage;
using Request = sim::RequestFunction::Stage;

namespace {

// As Go x/net: slots are released when the loop hears of the completion.
sim::Scenario split() {
    sim::Scenario scenario;
    scenario.limit = 1;
    scenario.requests = 2;
    scenario.server.loop = sim::Loop::split;
    scenario.server.policy.over_limit = h2::OverLimit::rst_protocol_error;
    using enum h2::WriteStage;
    scenario.server.policy.release = {completion, completion, completion, completion};
    scenario.server.write_buffer = 4096;
    scenario.response.body = 4096;
    return scenario;
}

// Stream 1's request runs, its response HEADERS have been received by the client.
void answer_headers(Run& run) {
    run.go({"client_open 1", "reader_read", "loop_process", "request_step 1", "loop_take 1",
            "writer_write", "writer_post", "loop_complete", "client_receive"});
}

// The end of stream 1 has been seen by the client, its completion is not posted, and HEADERS 3
// have been read: the window of golang/go#42777.
Run in_the_window(BeforeRead before_read, std::uint32_t limit = 1) {
    sim::Scenario scenario = split();
    scenario.server.before_read = before_read;
    scenario.limit = limit;
    Run run{scenario};
    answer_headers(run);
    run.go({"request_step 1", "loop_take 1", "writer_write", "client_receive"});
    CHECK(run.shows(Observation::closed_but_counted));
    run.go({"client_open 3", "reader_read"});
    return run;
}

std::string buffered(const Run& run) {
    std::string text;
    for (const h2::Frame& frame : run.world.server.buffered) {
        text += std::string{h2::name(frame)} + " ";
    }
    return text + std::to_string(run.world.server.buffered_octets);
}

std::string outgoing(const Run& run) {
    std::string text;
    for (const h2::Frame& frame : run.world.server.writer.outgoing) {
        text += std::string{text.empty() ? "" : " "} + std::string{h2::name(frame)};
    }
    return text;
}

}  // namespace

TEST_CASE("split: a request passes transport, hand-off and loop", "[world]") {
    Run run{split()};
    CHECK(run.enabled() == Names{"client_open 1"});
    run.go({"client_open 1"});
    CHECK(run.world.to_server.frames.size() == 1);
    CHECK(run.enabled() == Names{"reader_read"});
    run.go({"reader_read"});
    CHECK(run.world.to_server.frames.empty());
    CHECK(run.world.server.read);
    CHECK(run.counted() == 0);
    CHECK(run.enabled() == Names{"loop_process"});
    run.go({"loop_process"});
    CHECK_FALSE(run.world.server.read);
    CHECK(run.counted() == 1);
    CHECK(run.shows(Observation::limit_reached));
    CHECK(run.enabled() == Names{"request_step 1"});
    CHECK(run.world.server.requests[0].stage == Request::running);
}

TEST_CASE("split: a large frame passes enqueued, started, visible, posted, processed", "[world]") {
    Run run{split()};
    answer_headers(run);
    run.go({"request_step 1"});
    CHECK(run.world.server.handed.size() == 1);
    CHECK(run.world.server.requests[0].stage == Request::handed);
    CHECK(run.world.server.requests[0].returned);
    CHECK(run.world.server.core.running_requests() == 0);
    run.go({"loop_take 1"});
    CHECK(run.world.server.writer.stage == Stage::started);
    CHECK(run.world.server.writer.has_frame);
    CHECK(run.world.server.requests.empty());
    CHECK(run.world.to_client.frames.empty());
    run.go({"writer_write"});
    CHECK(run.world.server.writer.stage == Stage::written);
    CHECK(run.world.to_client.frames.size() == 1);
    run.go({"writer_post"});
    CHECK(run.world.server.writer.stage == Stage::posted);
    CHECK(run.counted() == 1);
    run.go({"loop_complete"});
    CHECK(run.world.server.writer == sim::Writer{});
    CHECK(run.counted() == 0);
}

TEST_CASE("split: a frame that fits in the buffer is complete before it is visible", "[world]") {
    sim::Scenario scenario = split();
    scenario.response.body = 4087;  // 4,096 with its frame header: exactly the buffer
    Run run{scenario};
    answer_headers(run);
    run.go({"request_step 1", "loop_take 1"});
    CHECK(run.counted() == 0);
    CHECK(run.world.to_client.frames.empty());
    CHECK_FALSE(run.world.server.writer.has_frame);  // a flush
    CHECK(outgoing(run) == "DATA");
    CHECK(buffered(run) == "0");
    run.go({"writer_write", "client_receive"});
    CHECK_FALSE(run.has_shown(Observation::closed_but_counted));
    run.go({"client_open 3", "reader_read", "loop_process"});
    CHECK(run.counted() == 1);
    CHECK_FALSE(run.has_shown(Observation::refusal_seen));
}

TEST_CASE("split: one octet more bypasses the buffer", "[world]") {
    sim::Scenario scenario = split();
    scenario.response.body = 4088;
    Run run{scenario};
    answer_headers(run);
    run.go({"request_step 1", "loop_take 1"});
    CHECK(run.world.server.writer.has_frame);
    CHECK(run.counted() == 1);
    run.go({"writer_write", "client_receive"});
    CHECK(run.has_shown(Observation::closed_but_counted));
}

TEST_CASE("split: a frame behind others in the buffer keeps its tail there", "[world]") {
    sim::Scenario scenario = split();
    scenario.response.headers_flushed = false;
    scenario.pipes.to_client = 2;
    SECTION("the tail fits") {
        Run run{scenario};
        run.go({"client_open 1", "reader_read", "loop_process", "request_step 1", "loop_take 1"});
        CHECK(outgoing(run) == "HEADERS");
        CHECK(buffered(run) == "DATA 58");  // 49 + 4,105 - 4,096
        run.go({"writer_write"});
        CHECK(run.world.server.writer.stage == Stage::written);
        run.go({"writer_post", "loop_complete"});
        CHECK(run.counted() == 0);  // complete, and its end not yet visible
        CHECK(run.world.monitor.open_on_wire() == 1);
        CHECK(outgoing(run) == "DATA");
        CHECK(buffered(run) == "0");
    }
    SECTION("the tail does not fit") {
        scenario.response.body = 8192;
        Run run{scenario};
        run.go({"client_open 1", "reader_read", "loop_process", "request_step 1", "loop_take 1"});
        CHECK(outgoing(run) == "HEADERS DATA");
        CHECK(buffered(run) == "0");
        run.go({"writer_write"});
        CHECK(run.world.server.writer.stage == Stage::started);
        run.go({"writer_write"});
        CHECK(run.world.server.writer.stage == Stage::written);
    }
}

TEST_CASE("split: without a buffer every frame is a write of its own", "[world]") {
    sim::Scenario scenario = split();
    scenario.server.write_buffer = 0;
    Run run{scenario};
    run.go({"client_open 1", "reader_read", "loop_process", "request_step 1", "loop_take 1"});
    CHECK(run.world.server.writer.has_frame);
    CHECK(outgoing(run) == "HEADERS");
    CHECK(run.world.server.requests[0].stage == Request::waiting);
    run.go({"writer_write", "writer_post"});
    CHECK_FALSE(run.may("request_step 1"));
    run.go({"loop_complete"});
    CHECK(run.may("request_step 1"));
}

TEST_CASE("before_read nothing: the frame is handled, posted completion or not", "[world]") {
    Run run = in_the_window(BeforeRead::nothing);
    SECTION("not posted") {
        run.go({"loop_process"});
    }
    SECTION("posted") {
        run.go({"writer_post", "loop_process"});
    }
    CHECK(run.shows(Observation::false_refusal_strong));
    CHECK(run.world.last_verdict ==
          test::stream_error(3, h2::ErrorCode::PROTOCOL_ERROR, h2::RuleId::concurrency_limit));
    CHECK(run.counted() == 1);
}

TEST_CASE("before_read drain: a posted completion is taken first, one to come is not", "[world]") {
    Run run = in_the_window(BeforeRead::drain);
    SECTION("not posted") {
        run.go({"loop_process"});
        CHECK(run.shows(Observation::false_refusal));
    }
    SECTION("posted") {
        run.go({"writer_post", "loop_process"});
        CHECK_FALSE(run.shows(Observation::refusal_seen));
        CHECK(run.world.server.writer.stage == Stage::idle);
        CHECK(run.counted() == 1);  // stream 3 now
        CHECK(run.world.server.requests[0].stream == test::stream(3));
    }
}

TEST_CASE("before_read completions_first: nothing else while a completion is posted", "[world]") {
    Run run = in_the_window(BeforeRead::completions_first);
    SECTION("not posted") {
        run.go({"loop_process"});
        CHECK(run.shows(Observation::false_refusal));
    }
    SECTION("posted") {
        run.go({"writer_post"});
        CHECK(run.enabled() == Names{"loop_complete"});
        run.go({"loop_complete", "loop_process"});
        CHECK_FALSE(run.shows(Observation::refusal_seen));
    }
}

TEST_CASE("before_read wait: the loop does nothing until the completion is posted", "[world]") {
    Run run = in_the_window(BeforeRead::wait);
    CHECK(run.enabled() == Names{"loop_block", "writer_post"});
    run.go({"loop_block"});
    CHECK(run.world.server.blocked);
    CHECK(run.enabled() == Names{"writer_post"});
    run.go({"writer_post"});
    CHECK(run.enabled() == Names{"loop_process"});  // and not loop_complete
    run.go({"loop_process"});
    CHECK_FALSE(run.world.server.blocked);
    CHECK_FALSE(run.shows(Observation::refusal_seen));
    CHECK(run.counted() == 1);
}

TEST_CASE("before_read wait: a completion that is posted is no reason to wait", "[world]") {
    Run run = in_the_window(BeforeRead::wait);
    run.go({"writer_post"});
    CHECK(run.enabled() == Names{"loop_process", "loop_complete"});
    run.go({"loop_process"});
    CHECK_FALSE(run.shows(Observation::refusal_seen));
}

TEST_CASE("before_read wait_at_limit: only at the limit, only for a write that ends", "[world]") {
    SECTION("at the limit") {
        Run run = in_the_window(BeforeRead::wait_at_limit);
        CHECK(run.enabled() == Names{"loop_block", "writer_post"});
        run.go({"loop_block", "writer_post", "loop_process"});
        CHECK_FALSE(run.shows(Observation::refusal_seen));
    }
    SECTION("below it") {
        Run run = in_the_window(BeforeRead::wait_at_limit, 2);
        CHECK(run.may("loop_process"));
        CHECK_FALSE(run.may("loop_block"));
    }
    SECTION("a write that ends nothing") {
        sim::Scenario scenario = split();
        scenario.server.before_read = BeforeRead::wait_at_limit;
        scenario.client.behaviour = sim::Behaviour::greedy;
        scenario.response.write_size = 2048;
        scenario.server.write_buffer = 0;
        Run run{scenario};
        run.go({"client_open 1", "reader_read", "loop_process", "request_step 1", "loop_take 1",
                "client_open 3", "reader_read"});
        CHECK(run.world.server.writer.stage == Stage::started);
        CHECK(run.may("loop_process"));
    }
    SECTION("another frame than HEADERS") {
        sim::Scenario scenario = split();
        scenario.server.before_read = BeforeRead::wait_at_limit;
        scenario.client.pings = 1;
        Run run{scenario};
        answer_headers(run);
        run.go({"request_step 1", "loop_take 1", "client_ping", "reader_read"});
        CHECK(run.may("loop_process"));
    }
}

TEST_CASE("before_read park_at_limit: the frame is left and the loop goes on", "[world]") {
    Run run = in_the_window(BeforeRead::park_at_limit);
    CHECK(run.enabled() == Names{"writer_post"});
    run.go({"writer_post"});
    CHECK(run.enabled() == Names{"loop_process", "loop_complete"});
    SECTION("completion and frame in one step") {
        run.go({"loop_process"});
    }
    SECTION("one after the other") {
        run.go({"loop_complete", "loop_process"});
    }
    CHECK_FALSE(run.shows(Observation::refusal_seen));
    CHECK(run.counted() == 1);
}

TEST_CASE("orders: completion_posted_before_handling leaves out the second window", "[world]") {
    sim::Scenario scenario = split();
    scenario.server.orders = sim::Orders::completion_posted_before_handling;
    Run run{scenario};
    answer_headers(run);
    run.go({"request_step 1", "loop_take 1", "writer_write", "client_receive", "client_open 3",
            "reader_read"});
    CHECK(run.enabled() == Names{"writer_post"});
    run.go({"writer_post"});
    CHECK(run.may("loop_process"));
}

TEST_CASE("split: RST_STREAM is in the queue until the writer is free", "[world]") {
    Run run = in_the_window(BeforeRead::nothing);
    run.go({"loop_process"});
    CHECK(run.world.server.queue.size() == 1);  // RST_STREAM 3 behind the write under way
    run.go({"writer_post", "loop_complete"});
    CHECK(run.world.server.queue.empty());
    CHECK(outgoing(run) == "RST_STREAM");
    run.go({"writer_write", "client_receive"});
    CHECK(run.world.client.core.streams().empty());
}

TEST_CASE("pipes are bounded in both directions", "[world]") {
    sim::Scenario scenario = split();
    scenario.limit = 3;
    scenario.requests = 3;
    scenario.pipes.to_server = 2;
    Run run{scenario};
    run.go({"client_open 1", "client_open 3"});
    CHECK_FALSE(run.may("client_open 5"));  // the limit would allow it
    run.go({"reader_read"});
    CHECK(run.may("client_open 5"));
    run.go({"loop_process", "request_step 1", "loop_take 1", "writer_write", "writer_post",
            "loop_complete", "request_step 1", "loop_take 1"});
    CHECK(run.shows(Observation::writer_blocked));
    CHECK(run.world.server.writer.stage == Stage::started);
    CHECK_FALSE(run.may("writer_write"));
    run.go({"client_receive"});
    CHECK(run.may("writer_write"));
}

TEST_CASE("request functions finish in any order", "[world]") {
    sim::Scenario scenario = split();
    scenario.limit = 2;
    scenario.response.body = 0;
    Run run{scenario};
    run.go({"client_open 1", "reader_read", "loop_process", "client_open 3", "reader_read",
            "loop_process"});
    CHECK(run.enabled() == Names{"request_step 1", "request_step 3"});
    run.go({"request_step 3", "request_step 1"});
    CHECK(run.enabled() == Names{"loop_take 3"});  // in the order of handing over
    run.go({"loop_take 3", "writer_write", "client_receive"});
    CHECK(run.world.client.core.find(test::stream(3)) == nullptr);
    CHECK(run.world.client.core.find(test::stream(1)) != nullptr);
}

TEST_CASE("split: the core hears of the end of each write once", "[world]") {
    sim::Scenario scenario = split();
    scenario.server.policy.debit_at = h2::DebitAt::completion;
    scenario.server.write_buffer = 0;
    scenario.response.body = 30;
    scenario.response.write_size = 10;
    scenario.response.headers_flushed = false;
    Run run{scenario};
    run.go({"client_open 1", "reader_read", "loop_process", "request_step 1", "loop_take 1"});
    CHECK(run.world.server.requests[0].pending == 2);  // HEADERS and the first DATA
    run.go({"writer_write", "writer_post", "loop_complete"});
    CHECK(run.world.server.requests[0].pending == 1);
    CHECK(run.world.server.requests[0].stage == Request::waiting);
    run.go({"client_receive", "writer_write", "writer_post"});
    CHECK(run.world.server.core.connection_send_window() == 65'535);
    run.go({"loop_complete"});
    CHECK(run.world.server.core.connection_send_window() == 65'525);
    CHECK(run.world.server.requests[0].stage == Request::running);
}

TEST_CASE("before_read completions_first: requests wait for a posted completion too", "[world]") {
    sim::Scenario scenario = split();
    scenario.limit = 2;
    scenario.server.write_buffer = 0;
    scenario.response.body = 0;
    const bool first = GENERATE(false, true);
    scenario.server.before_read = first ? BeforeRead::completions_first : BeforeRead::nothing;
    Run run{scenario};
    run.go({"client_open 1", "reader_read", "loop_process", "client_open 3", "reader_read",
            "loop_process", "request_step 1", "loop_take 1", "writer_write", "request_step 3"});
    CHECK(run.may("loop_take 3"));
    run.go({"writer_post"});
    CHECK(run.may("loop_take 3") == !first);
    CHECK(run.may("loop_complete"));
}
