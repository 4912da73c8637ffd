// ClosingCounter: streams whose closing frame is being written no longer count against the limit.

#include "tests/support/frames.hpp"

using namespace h2;
using namespace test;

namespace {

Policy completing(ClosingCounter counter) {
    Policy policy;
    policy.release = {WriteStage::completion, WriteStage::completion, WriteStage::completion,
                      WriteStage::completion};
    policy.closing_counter = counter;
    policy.reset_after_early_response = false;
    return policy;
}

const Policy kSeparate = completing(ClosingCounter::separate);

}  // namespace

TEST_CASE("closing counter: a stream in the middle of its last write does not count", "[slots]") {
    Connection connection = server(kSeparate, limit(1));
    REQUIRE(connection.receive(headers(1, true)).verdict == accepted());
    const Frame last = respond_with_data(connection, 1);
    (void)connection.report(WriteStage::encoded, last);
    CHECK(connection.closing_count() == 0);

    (void)connection.write_started(last);
    CHECK(connection.closing_count() == 1);
    CHECK(connection.peer_count() == 1);
    CHECK(connection.admission_count() == 0);
    CHECK(connection.find(stream(1))->closing);
    CHECK(connection.receive(headers(3, true)).verdict == accepted());
    CHECK(connection.peer_count() == 2);
    CHECK(connection.admission_count() == 1);

    (void)connection.report(WriteStage::visible, last);
    CHECK(connection.closing_count() == 1);
    (void)connection.write_completed(last);
    CHECK(connection.closing_count() == 0);
    CHECK(connection.peer_count() == 1);
    CHECK_FALSE(connection.find(stream(1))->closing);
}

TEST_CASE("closing counter: without it the stream counts to the end", "[slots]") {
    const Policy policy = completing(ClosingCounter::none);
    Connection connection = server(policy, limit(1));
    REQUIRE(connection.receive(headers(1, true)).verdict == accepted());
    (void)connection.write_started(respond_with_data(connection, 1));
    CHECK(connection.closing_count() == 0);
    CHECK(rule_of(connection.receive(headers(3, true)).verdict) == RuleId::concurrency_limit);
}

TEST_CASE("closing counter: not while the peer's side is open", "[slots]") {
    Connection connection = server(kSeparate);
    REQUIRE(connection.receive(headers(1)).verdict == accepted());
    const Frame last = respond_with_headers(connection, 1);
    (void)connection.write_started(last);
    CHECK(connection.closing_count() == 0);

    CHECK(connection.receive(data(1, 0, true)).verdict == accepted());
    CHECK(connection.closing_count() == 1);
    (void)connection.write_completed(last);
    CHECK(connection.closing_count() == 0);
    CHECK(connection.peer_count() == 0);
}

TEST_CASE("closing counter: our RST_STREAM closes whatever the peer does", "[slots]") {
    Connection connection = server(kSeparate);
    REQUIRE(connection.receive(headers(1)).verdict == accepted());
    const Frame reset = sent(connection, SubmitReset{stream(1), ErrorCode::CANCEL});
    CHECK(connection.closing_count() == 0);
    (void)connection.write_started(reset);
    CHECK(connection.closing_count() == 1);
    (void)connection.write_completed(reset);
    CHECK(connection.closing_count() == 0);
    CHECK(connection.peer_count() == 0);
}

TEST_CASE("closing counter: a RST_STREAM of the peer gives both back", "[slots]") {
    Connection connection = server(kSeparate);
    REQUIRE(connection.receive(headers(1, true)).verdict == accepted());
    const Frame last = respond_with_headers(connection, 1);
    (void)connection.write_started(last);
    CHECK(connection.closing_count() == 1);

    CHECK(connection.receive(rst(1)).verdict == accepted());
    CHECK(connection.closing_count() == 0);
    CHECK(connection.peer_count() == 0);
    (void)connection.write_completed(last);
    CHECK(connection.peer_count() == 0);
}

TEST_CASE("closing counter: streams that we opened are not in it", "[slots]") {
    Connection connection = client(kSeparate);
    const Frame request = sent(connection, SubmitHeaders{stream(1), {}, true, false});
    CHECK(connection.receive(headers(1, true)).verdict == accepted());
    (void)connection.write_started(request);
    CHECK(connection.closing_count() == 0);
    CHECK(connection.local_count() == 1);
    (void)connection.write_completed(request);
    CHECK(connection.local_count() == 0);
}

TEST_CASE("closing counter: a stream released at write start passes through it", "[slots]") {
    Policy policy = completing(ClosingCounter::separate);
    policy.release.headers = WriteStage::write_start;
    Connection connection = server(policy);
    REQUIRE(connection.receive(headers(1, true)).verdict == accepted());
    (void)connection.write_started(respond_with_headers(connection, 1));
    CHECK(connection.closing_count() == 0);
    CHECK(connection.peer_count() == 0);
}
