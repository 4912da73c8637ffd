// Request functions: how many run at once, who is next (Policy::handler_limit).

#include "tests/support/frames.hpp"

using namespace h2;
using namespace test;

namespace {

Policy running_at_most(std::uint32_t requests) {
    Policy policy;
    policy.handler_limit = requests;
    return policy;
}

}  // namespace

TEST_CASE("requests beyond the handler limit wait, the oldest goes first", "[requests]") {
    const Policy policy = running_at_most(1);
    Connection connection = server(policy);
    CHECK(connection.receive(headers(1)).effects.size() == 2);
    CHECK(connection.receive(headers(3)).effects ==
          Effects{DeliverHeaders{stream(3), {}, false, false}});
    CHECK(connection.receive(headers(5)).verdict == accepted());
    CHECK(connection.running_requests() == 1);
    CHECK(connection.find(stream(3))->request == RequestState::waiting);
    CHECK(connection.peer_count() == 3);

    CHECK(submit(connection, RequestDone{stream(1)}) == Effects{StartRequest{stream(3)}});
    CHECK(connection.running_requests() == 1);
    CHECK(connection.find(stream(3))->request == RequestState::running);
    CHECK(submit(connection, RequestDone{stream(3)}) == Effects{StartRequest{stream(5)}});
    CHECK(submit(connection, RequestDone{stream(5)}).empty());
    CHECK(connection.running_requests() == 0);
}

TEST_CASE("a waiting request that is reset is never started", "[requests]") {
    const bool by_peer = GENERATE(true, false);
    const Policy policy = running_at_most(1);
    Connection connection = server(policy);
    for (const std::uint32_t id : {1U, 3U, 5U}) {
        CHECK(connection.receive(headers(id)).verdict == accepted());
    }
    if (by_peer) {
        CHECK(connection.receive(rst(3)).verdict == accepted());
    } else {
        (void)connection.write_started(sent(connection, SubmitReset{stream(3), ErrorCode::CANCEL}));
    }
    CHECK(connection.find(stream(3)) == nullptr);
    CHECK(connection.peer_count() == 2);
    CHECK(submit(connection, RequestDone{stream(1)}) == Effects{StartRequest{stream(5)}});
}

TEST_CASE("a running request that is reset keeps its place until it returns", "[requests]") {
    const Policy policy = running_at_most(1);
    Connection connection = server(policy);
    CHECK(connection.receive(headers(1)).verdict == accepted());
    CHECK(connection.receive(rst(1)).verdict == accepted());
    CHECK(connection.peer_count() == 0);
    CHECK(connection.running_requests() == 1);

    CHECK(connection.receive(headers(3)).effects.size() == 1);
    CHECK(submit(connection, RequestDone{stream(1)}) == Effects{StartRequest{stream(3)}});
}

TEST_CASE("a limit of 0 starts nothing", "[requests]") {
    const Policy policy = running_at_most(0);
    Connection connection = server(policy);
    CHECK(connection.receive(headers(1)).effects.size() == 1);
    CHECK(connection.running_requests() == 0);
}

TEST_CASE("only a running request function returns", "[requests]") {
    const Policy policy = running_at_most(1);
    Connection connection = server(policy);
    CHECK(refusal(connection, RequestDone{stream(1)}) == Refusal::stream_not_open);
    CHECK(connection.receive(headers(1)).verdict == accepted());
    CHECK(connection.receive(headers(3)).verdict == accepted());
    CHECK(refusal(connection, RequestDone{stream(3)}) == Refusal::stream_not_open);
    (void)submit(connection, RequestDone{stream(1)});
    CHECK(refusal(connection, RequestDone{stream(1)}) == Refusal::stream_not_open);
}

TEST_CASE("a request function may return before or after the response is out", "[requests]") {
    const bool before = GENERATE(true, false);
    const Policy policy;
    Connection connection = server(policy);
    REQUIRE(connection.receive(headers(1, true)).verdict == accepted());
    const Frame last = respond_with_data(connection, 1);
    if (before) {
        (void)submit(connection, RequestDone{stream(1)});
        CHECK(connection.peer_count() == 1);
        (void)connection.write_started(last);
    } else {
        (void)connection.write_started(last);
        CHECK(connection.peer_count() == 0);
        CHECK(connection.streams().size() == 1);
        (void)submit(connection, RequestDone{stream(1)});
    }
    CHECK(connection.streams().empty());
    CHECK(connection.peer_count() == 0);
}
