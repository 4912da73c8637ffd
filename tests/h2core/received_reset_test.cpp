// The peer's RST_STREAM: who hears of it and what it frees (Policy::received_reset_frees).

#include "tests/support/frames.hpp"

using namespace h2;
using namespace test;

namespace {

Policy freeing(ResetFrees frees) {
    Policy policy;
    policy.received_reset_frees = frees;
    return policy;
}

Connection server_with_request(const Policy& policy, bool end_stream) {
    Connection connection = server(policy);
    REQUIRE(connection.receive(headers(1, end_stream)).verdict == accepted());
    return connection;
}

}  // namespace

TEST_CASE("9113/6.4 RST_STREAM closes the stream",
          "[rfc9113][6.4][9113/5.1/closed-reset][9113/5.4.2/no-reset-for-reset]"
          "[9113/6.4/nothing-after-reset]") {
    const bool end_stream = GENERATE(false, true);
    const Policy policy;
    Connection connection = server_with_request(policy, end_stream);

    const Step step = connection.receive(rst(1, ErrorCode::INTERNAL_ERROR));

    CHECK(step.verdict == accepted());
    CHECK(step.effects == Effects{DeliverReset{stream(1), ErrorCode::INTERNAL_ERROR}});
    CHECK(connection.find(stream(1))->lifecycle == Lifecycle::closed_rst_received);
    CHECK(refusal(connection, SubmitData{stream(1), {}, true}) == Refusal::stream_not_open);
    CHECK(refusal(connection, SubmitHeaders{stream(1), {}, true, false}) ==
          Refusal::stream_not_open);
    CHECK(refusal(connection, SubmitReset{stream(1), ErrorCode::CANCEL}) ==
          Refusal::stream_not_open);
    CHECK(connection.receive(rst(1)).verdict == discarded(RuleId::closed_after_reset));
    CHECK(connection.receive(priority(1)).verdict == accepted());
    CHECK(connection.receive(data(1, 0)).verdict ==
          connection_error(ErrorCode::STREAM_CLOSED, RuleId::closed_after_reset));
}

TEST_CASE("slot_now: the slot is free at once, the request function runs on", "[slots]") {
    const Policy policy = freeing(ResetFrees::slot_now);
    Connection connection = server_with_request(policy, true);
    CHECK(connection.receive(rst(1)).verdict == accepted());
    CHECK(connection.peer_count() == 0);
    CHECK(connection.running_requests() == 1);
    CHECK(connection.streams().size() == 1);

    (void)submit(connection, RequestDone{stream(1)});
    CHECK(connection.running_requests() == 0);
    CHECK(connection.streams().empty());
    CHECK(connection.peer_count() == 0);
}

TEST_CASE("when_request_returns: the slot waits for the request function", "[slots]") {
    const Policy policy = freeing(ResetFrees::when_request_returns);
    Connection connection = server_with_request(policy, true);
    CHECK(connection.receive(rst(1)).verdict == accepted());
    CHECK(connection.peer_count() == 1);
    (void)submit(connection, RequestDone{stream(1)});
    CHECK(connection.peer_count() == 0);
    CHECK(connection.streams().empty());
}

TEST_CASE("when_request_returns: at once if it already has", "[slots]") {
    const Policy policy = freeing(ResetFrees::when_request_returns);
    Connection connection = server_with_request(policy, true);
    (void)submit(connection, RequestDone{stream(1)});
    CHECK(connection.peer_count() == 1);
    CHECK(connection.receive(rst(1)).verdict == accepted());
    CHECK(connection.peer_count() == 0);
    CHECK(connection.streams().empty());
}

TEST_CASE("when_writer_removes: the slot waits for the writer", "[slots]") {
    const Policy policy = freeing(ResetFrees::when_writer_removes);
    Connection connection = server_with_request(policy, true);
    const Step step = connection.receive(rst(1));
    CHECK(step.verdict == accepted());
    CHECK(step.effects ==
          Effects{DeliverReset{stream(1), ErrorCode::CANCEL}, QueueRemoval{stream(1)}});
    CHECK(connection.peer_count() == 1);
    (void)submit(connection, RequestDone{stream(1)});
    CHECK(connection.peer_count() == 1);
    CHECK(connection.receive(rst(1)).effects.empty());  // it is removed once

    CHECK(submit(connection, RemovalTaken{stream(1)}).empty());
    CHECK(connection.peer_count() == 0);
    CHECK(connection.streams().empty());
    CHECK(refusal(connection, RemovalTaken{stream(1)}) == Refusal::stream_not_open);
}

TEST_CASE("when_writer_removes: the removal does not wait for the request function", "[slots]") {
    Policy policy = freeing(ResetFrees::when_writer_removes);
    policy.release.data = GENERATE(WriteStage::app_done, WriteStage::write_start);
    Connection connection = server_with_request(policy, true);
    (void)connection.receive(rst(1));
    CHECK(submit(connection, RemovalTaken{stream(1)}).empty());
    CHECK(connection.peer_count() == 0);
    CHECK(connection.running_requests() == 1);
    (void)submit(connection, RequestDone{stream(1)});
    CHECK(connection.streams().empty());
}

TEST_CASE("when_writer_removes: no removal where the slot is free, or nothing was closed",
          "[slots]") {
    Policy policy = freeing(ResetFrees::when_writer_removes);
    policy.received_end_frees = EndFrees::when_writer_removes;
    Connection connection = server_with_request(policy, true);
    CHECK(refusal(connection, RemovalTaken{stream(1)}) == Refusal::stream_not_open);
    (void)connection.write_started(respond_with_headers(connection, 1));
    CHECK(connection.peer_count() == 0);
    CHECK(connection.receive(rst(1)).effects.empty());
}

TEST_CASE("received_end_frees: END_STREAM of the peer after ours waits for the writer", "[slots]") {
    const bool trailers = GENERATE(false, true);
    CAPTURE(trailers);
    Policy policy;
    policy.reset_after_early_response = false;
    policy.received_end_frees = EndFrees::when_writer_removes;
    Connection connection = server_with_request(policy, false);
    (void)connection.write_started(respond_with_headers(connection, 1));
    CHECK(connection.peer_count() == 1);  // the request has not ended

    const Step step = connection.receive(trailers ? Frame{headers(1, true)} : data(1, 0, true));
    CHECK(step.verdict == accepted());
    REQUIRE(step.effects.size() == 2);
    CHECK(step.effects[1] == Effect{QueueRemoval{stream(1)}});
    CHECK(connection.peer_count() == 1);
    CHECK(submit(connection, RemovalTaken{stream(1)}).empty());
    CHECK(connection.peer_count() == 0);
}

TEST_CASE("received_end_frees: a stream that both sides have left is removed once", "[slots]") {
    Policy policy = freeing(GENERATE(ResetFrees::when_writer_removes, ResetFrees::slot_now));
    policy.reset_after_early_response = false;
    policy.received_end_frees = EndFrees::when_writer_removes;
    Connection connection = server_with_request(policy, false);
    (void)connection.write_started(respond_with_headers(connection, 1));
    (void)connection.receive(data(1, 0, true));
    const Step reset = connection.receive(rst(1));  // to the books the stream is not yet closed
    CHECK(reset.effects == Effects{DeliverReset{stream(1), ErrorCode::CANCEL}});
    (void)submit(connection, RemovalTaken{stream(1)});
    CHECK(connection.peer_count() == 0);
}

TEST_CASE("never: the counter keeps what the table has lost", "[slots]") {
    const Policy policy = freeing(ResetFrees::never);
    Connection connection = server_with_request(policy, true);
    CHECK(connection.receive(rst(1)).verdict == accepted());
    CHECK(connection.peer_count() == 1);
    CHECK_FALSE(connection.find(stream(1))->counted);
    (void)submit(connection, RequestDone{stream(1)});
    CHECK(connection.streams().empty());
    CHECK(connection.peer_count() == 1);
}

TEST_CASE("never: a stream that ends well gives its slot back", "[slots]") {
    const Policy policy = freeing(ResetFrees::never);
    Connection connection = server_with_request(policy, true);
    (void)connection.write_started(respond_with_headers(connection, 1));
    CHECK(connection.peer_count() == 0);
}

TEST_CASE("RST_STREAM while our last frame is still queued frees the slot", "[slots]") {
    Policy policy;
    policy.release.headers = WriteStage::completion;
    Connection connection = server_with_request(policy, true);
    const Frame last = respond_with_headers(connection, 1);
    CHECK(connection.find(stream(1))->lifecycle == Lifecycle::closed_end_stream);

    const Step step = connection.receive(rst(1));
    CHECK(step.verdict == accepted());
    CHECK(step.effects == Effects{DeliverReset{stream(1), ErrorCode::CANCEL}});
    CHECK(connection.peer_count() == 0);
    (void)connection.write_completed(last);
    CHECK(connection.peer_count() == 0);
}

TEST_CASE("9113/5.1 RST_STREAM after our last frame went out is ignored",
          "[rfc9113][5.1][9113/5.1.1/implicitly-closed][9113/5.1/late-after-end-stream]") {
    const Policy policy;
    Connection connection = server_with_request(policy, true);
    (void)connection.write_started(respond_with_headers(connection, 1));
    CHECK(connection.peer_count() == 0);
    const Step late = connection.receive(rst(1));
    CHECK(late.verdict == discarded(RuleId::late_after_end_stream));
    CHECK(late.effects.empty());

    (void)submit(connection, RequestDone{stream(1)});
    CHECK(connection.receive(rst(1)).verdict == discarded(RuleId::implicitly_closed));
    CHECK(connection.receive(data(1, 0)).verdict ==
          connection_error(ErrorCode::STREAM_CLOSED, RuleId::implicitly_closed));
}

TEST_CASE("9113/5.1 DATA on a stream that ended both ways",
          "[rfc9113][5.1][9113/5.1/closed-end-stream]") {
    const Policy policy;
    Connection connection = server_with_request(policy, true);
    (void)respond_with_headers(connection, 1);
    const Frame frame = GENERATE(data(1, 0), headers(1, true));
    CHECK(connection.receive(frame).verdict ==
          connection_error(ErrorCode::STREAM_CLOSED, RuleId::closed_after_end_stream));
}

TEST_CASE("a client's stream that the server resets is free for the next", "[slots]") {
    const Policy policy;
    Connection connection = client(policy, {}, limit(1));
    (void)submit(connection, SubmitHeaders{stream(1), {}, false, false});
    CHECK(connection.receive(rst(1)).effects ==
          Effects{DeliverReset{stream(1), ErrorCode::CANCEL}});
    CHECK(connection.local_count() == 0);
    CHECK(connection.streams().empty());
    CHECK(connection.can_open());
}
