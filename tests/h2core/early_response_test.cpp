// A complete response to an unfinished request, and the RST_STREAM(NO_ERROR) after it (8.1).

#include "tests/support/frames.hpp"

using namespace h2;
using namespace test;

namespace {

constexpr ErrorCode kNoError = ErrorCode::NO_ERROR;

// A server that has answered request 1 before it was complete.
struct Answered {
    explicit Answered(const Policy& policy) : connection{server(policy)} {
        REQUIRE(connection.receive(headers(1)).verdict == accepted());
        response = respond_with_data(connection, 1);
        (void)connection.write_started(response);
    }
    Connection connection;
    Frame response;
};

Policy counting(bool end_stream_counts) {
    Policy policy;
    policy.release = {WriteStage::completion, WriteStage::completion, WriteStage::completion,
                      WriteStage::completion};
    policy.end_stream_counts_while_reset_queued = end_stream_counts;
    return policy;
}

}  // namespace

TEST_CASE("9113/8.1 an early response is followed by RST_STREAM(NO_ERROR)",
          "[rfc9113][8.1][9113/5.1/late-after-our-reset]") {
    const Policy policy;
    Answered server{policy};
    CHECK(server.connection.find(stream(1))->lifecycle == Lifecycle::half_closed_local);

    const Frame reset = only_frame(server.connection.write_completed(server.response));

    CHECK(reset == rst(1, kNoError));
    CHECK(server.connection.find(stream(1))->lifecycle == Lifecycle::closed_rst_sent);
    CHECK(server.connection.peer_count() == 1);
    CHECK(server.connection.receive(data(1, 9)).verdict == discarded(RuleId::late_after_our_reset));
    (void)server.connection.write_started(reset);
    CHECK(server.connection.peer_count() == 0);
}

TEST_CASE("9113/8.1 a response that ends in HEADERS or trailers is followed too",
          "[rfc9113][8.1]") {
    const Policy policy;
    const auto respond = GENERATE(&respond_with_headers, &respond_with_trailers);
    Connection connection = server(policy);
    REQUIRE(connection.receive(headers(1)).verdict == accepted());
    const Frame response = respond(connection, 1);
    CHECK(connection.report(WriteStage::visible, response).empty());
    CHECK(only_frame(connection.write_completed(response)) == rst(1, kNoError));
}

TEST_CASE("9113/8.1 no RST_STREAM after a request that ended in time", "[rfc9113][8.1]") {
    const Policy policy = counting(true);
    Answered server{policy};
    CHECK(server.connection.receive(data(1, 0, true)).verdict == accepted());
    CHECK(server.connection.write_completed(server.response).empty());
    CHECK(server.connection.peer_count() == 0);
}

TEST_CASE("9113/8.1 no RST_STREAM where the policy does not want it", "[rfc9113][8.1]") {
    Policy policy;
    policy.reset_after_early_response = false;
    Answered server{policy};
    CHECK(server.connection.write_completed(server.response).empty());
    CHECK(server.connection.find(stream(1))->lifecycle == Lifecycle::half_closed_local);
    CHECK(server.connection.peer_count() == 1);
    CHECK(server.connection.receive(data(1, 0, true)).verdict == accepted());
    CHECK(server.connection.peer_count() == 0);
}

TEST_CASE("9113/8.1 a client that has sent its request waits for the response", "[rfc9113][8.1]") {
    const Policy policy;
    Connection connection = client(policy);
    const Frame request = sent(connection, SubmitHeaders{stream(1), {}, true, false});
    CHECK(connection.write_completed(request).empty());
    CHECK(connection.find(stream(1))->lifecycle == Lifecycle::half_closed_local);
}

TEST_CASE("END_STREAM while the RST_STREAM is queued frees the slot",
          "[slots][9113/5.1/late-after-our-reset]") {
    const bool trailers = GENERATE(false, true);
    const Policy policy = counting(true);
    Answered server{policy};
    const Frame reset = only_frame(server.connection.write_completed(server.response));
    CHECK(server.connection.peer_count() == 1);

    const Step step = server.connection.receive(trailers ? headers(1, true) : data(1, 0, true));
    CHECK(step.verdict == discarded(RuleId::late_after_our_reset));
    CHECK(step.effects.empty());
    CHECK(server.connection.peer_count() == 0);
    CHECK_FALSE(server.connection.find(stream(1))->counted);
    (void)server.connection.write_completed(reset);
    CHECK(server.connection.peer_count() == 0);
    (void)submit(server.connection, RequestDone{stream(1)});
    CHECK(server.connection.streams().empty());
}

TEST_CASE("END_STREAM while the RST_STREAM is queued is ignored, as in Go",
          "[slots][9113/5.1/late-after-our-reset]") {
    const Policy policy = counting(false);
    Answered server{policy};
    const Frame reset = only_frame(server.connection.write_completed(server.response));

    CHECK(server.connection.receive(data(1, 0, true)).verdict ==
          discarded(RuleId::late_after_our_reset));
    CHECK(server.connection.peer_count() == 1);
    (void)server.connection.write_completed(reset);
    CHECK(server.connection.peer_count() == 0);
}

TEST_CASE("DATA without END_STREAM does not free the slot",
          "[slots][9113/5.1/late-after-our-reset]") {
    const Policy policy = counting(true);
    Answered server{policy};
    (void)server.connection.write_completed(server.response);
    CHECK(server.connection.receive(data(1, 5)).verdict == discarded(RuleId::late_after_our_reset));
    CHECK(server.connection.peer_count() == 1);
}

TEST_CASE("END_STREAM after a RST_STREAM without a response does not free the slot",
          "[slots][9113/5.1/late-after-our-reset]") {
    const Policy policy = counting(true);
    Connection connection = server(policy);
    REQUIRE(connection.receive(headers(1)).verdict == accepted());
    const Frame reset = sent(connection, SubmitReset{stream(1), ErrorCode::CANCEL});
    CHECK(connection.receive(data(1, 0, true)).verdict == discarded(RuleId::late_after_our_reset));
    CHECK(connection.peer_count() == 1);
    (void)connection.write_completed(reset);
    CHECK(connection.peer_count() == 0);
}
