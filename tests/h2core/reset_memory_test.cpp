// Streams that we reset and remember, so that late frames are ignored (section 5.1).

#include "tests/support/frames.hpp"

using namespace h2;
using namespace test;

namespace {

constexpr ErrorCode kClosedStream = ErrorCode::STREAM_CLOSED;

Policy remembering(std::uint32_t streams) {
    Policy policy;
    policy.reset_memory = streams;
    policy.release.rst_stream = WriteStage::enqueued;
    return policy;
}

// A server that has reset streams 1, 3, …; their request functions have returned.
Connection server_that_reset(const Policy& policy, std::uint32_t streams) {
    Connection connection = server(policy);
    for (std::uint32_t i = 0; i < streams; ++i) {
        const std::uint32_t id = 2 * i + 1;
        REQUIRE(connection.receive(headers(id)).verdict == accepted());
        (void)submit(connection, SubmitReset{stream(id), ErrorCode::CANCEL});
        (void)submit(connection, RequestDone{stream(id)});
    }
    REQUIRE(connection.streams().empty());
    return connection;
}

Verdict late_data(const Connection& connection, std::uint32_t id) {
    Connection copy = connection;
    return copy.receive(data(id, 0)).verdict;
}

const Verdict kIgnored = discarded(RuleId::late_after_our_reset);
const Verdict kForgotten = connection_error(kClosedStream, RuleId::implicitly_closed);

}  // namespace

TEST_CASE("9113/5.1 frames that crossed our RST_STREAM are ignored",
          "[rfc9113][5.1][9113/5.1/late-after-our-reset]") {
    const Policy policy = remembering(1);
    Connection connection = server_that_reset(policy, 1);
    const Connection before = connection;

    for (const Frame& frame :
         {data(1, 0, true), headers(1, true), rst(1), window_update(1, 0), data(1, 0)}) {
        CAPTURE(name(frame));
        const Step step = connection.receive(frame);
        CHECK(step.verdict == kIgnored);
        CHECK(step.effects.empty());
        CHECK(connection == before);
    }
    CHECK(connection.receive(priority(1)).verdict == accepted());
}

TEST_CASE("9113/5.1 the oldest reset is forgotten first",
          "[rfc9113][5.1][9113/5.1.1/implicitly-closed][9113/5.1/late-after-our-reset]") {
    const Policy policy = remembering(2);
    const Connection connection = server_that_reset(policy, 3);
    CHECK(late_data(connection, 1) == kForgotten);
    CHECK(late_data(connection, 3) == kIgnored);
    CHECK(late_data(connection, 5) == kIgnored);
}

TEST_CASE("9113/5.1 memory without limit forgets nothing",
          "[rfc9113][5.1][9113/5.1/late-after-our-reset]") {
    const Policy policy = remembering(kUnlimited);
    const Connection connection = server_that_reset(policy, 20);
    for (std::uint32_t i = 0; i < 20; ++i) {
        CHECK(late_data(connection, 2 * i + 1) == kIgnored);
    }
}

TEST_CASE("9113/5.1 ForgetReset ends the memory of one stream",
          "[rfc9113][5.1][9113/5.1.1/implicitly-closed][9113/5.1/late-after-our-reset]") {
    const Policy policy = remembering(10);
    Connection connection = server_that_reset(policy, 3);
    CHECK(submit(connection, ForgetReset{stream(3)}).empty());
    CHECK(late_data(connection, 1) == kIgnored);
    CHECK(late_data(connection, 3) == kForgotten);
    CHECK(late_data(connection, 5) == kIgnored);
    CHECK(refusal(connection, ForgetReset{stream(3)}) == Refusal::stream_not_open);
}

TEST_CASE("9113/5.1 without memory late DATA is an error, RST_STREAM is not",
          "[rfc9113][5.1][9113/5.1.1/implicitly-closed]") {
    const Policy policy = remembering(0);
    Connection connection = server_that_reset(policy, 1);
    CHECK(connection.receive(rst(1)).verdict == discarded(RuleId::implicitly_closed));
    CHECK(connection.receive(window_update(1, 1)).verdict == discarded(RuleId::implicitly_closed));
    CHECK(connection.receive(data(1, 0)).verdict == kForgotten);
}

TEST_CASE("9113/5.1 a refused stream without memory is forgotten at once",
          "[rfc9113][5.1][9113/5.1.1/implicitly-closed]") {
    const Policy policy = remembering(0);
    Connection connection = server(policy, limit(0));
    CHECK(rule_of(connection.receive(headers(1)).verdict) == RuleId::concurrency_limit);
    CHECK(connection.receive(data(1, 0)).verdict == kForgotten);
}

TEST_CASE("9113/5.1 memory ends while the stream still holds its slot",
          "[rfc9113][5.1][9113/5.1/closed-reset][9113/5.1/late-after-our-reset]") {
    Policy policy = remembering(GENERATE(0U, 1U));
    policy.release.rst_stream = WriteStage::write_start;
    Connection connection = server(policy);
    REQUIRE(connection.receive(headers(1)).verdict == accepted());
    const Frame reset = sent(connection, SubmitReset{stream(1), ErrorCode::CANCEL});
    if (policy.reset_memory == 1) {
        CHECK(late_data(connection, 1) == kIgnored);
        CHECK(submit(connection, ForgetReset{stream(1)}).empty());
    }
    REQUIRE(connection.find(stream(1)) != nullptr);
    CHECK(connection.find(stream(1))->lifecycle == Lifecycle::closed_rst_forgotten);
    CHECK(late_data(connection, 1) == connection_error(kClosedStream, RuleId::closed_after_reset));

    CHECK(connection.peer_count() == 1);
    (void)connection.write_started(reset);
    CHECK(connection.peer_count() == 0);
}

TEST_CASE("9113/5.4.2 a stream error is remembered as our RST_STREAM is",
          "[rfc9113][5.4.2][9113/5.1/late-after-our-reset]") {
    const Policy policy = remembering(10);
    Connection connection = server(policy);
    REQUIRE(connection.receive(headers(1, true)).verdict == accepted());
    CHECK(connection.receive(data(1, 0)).verdict ==
          stream_error(1, kClosedStream, RuleId::half_closed_remote));
    CHECK(connection.receive(data(1, 0)).verdict == kIgnored);
}

TEST_CASE("only streams that live can be reset", "[slots]") {
    const Policy policy = remembering(10);
    Connection connection = server_that_reset(policy, 1);
    CHECK(refusal(connection, SubmitReset{stream(1), ErrorCode::CANCEL}) ==
          Refusal::stream_not_open);
    CHECK(refusal(connection, SubmitReset{stream(3), ErrorCode::CANCEL}) ==
          Refusal::stream_not_open);
    REQUIRE(connection.receive(headers(3, true)).verdict == accepted());
    (void)respond_with_headers(connection, 3);
    CHECK(refusal(connection, SubmitReset{stream(3), ErrorCode::CANCEL}) ==
          Refusal::stream_not_open);
}
