// The explorer copies and steps connections millions of times a second: up to 8 streams none of it
// touches the heap.

#include "tests/support/frames.hpp"
#include "tests/support/heap_count.hpp"

using namespace h2;
using namespace test;
using support::allocations;

TEST_CASE("copying a connection with 8 streams does not touch the heap", "[heap]") {
    const Policy policy;
    Connection connection = server(policy);
    for (std::uint32_t i = 0; i < 8; ++i) {
        REQUIRE(connection.receive(headers(2 * i + 1)).verdict == accepted());
    }
    const std::size_t before = allocations;
    Connection copy = connection;
    copy = connection;
    const std::size_t after = allocations;

    CHECK(after == before);
    CHECK(copy == connection);
    CHECK(copy.receive(headers(17)).verdict == accepted());
    CHECK(allocations > after);  // the ninth does, so the count counts
}

TEST_CASE("the life of a request does not touch the heap", "[heap]") {
    const Policy policy;
    Connection connection = server(policy);
    const std::size_t before = allocations;
    std::uint32_t steps = 0;
    for (std::uint32_t id = 1; id < 200; id += 4) {
        steps += connection.receive(headers(id)).effects.size();
        steps += connection.receive(data(id, 1, true)).effects.size();
        steps += connection.submit(SubmitHeaders{stream(id), {}, false, false})->size();
        const auto last = connection.submit(SubmitData{stream(id), {nullptr, 1}, true});
        const Frame frame = std::get<SendFrame>((*last)[0]).frame;
        steps += connection.write_started(frame).size();
        steps += connection.write_completed(frame).size();
        steps += connection.submit(RequestDone{stream(id)})->size();
        steps += connection.receive(headers(id + 2)).effects.size();
        steps += connection.receive(rst(id + 2)).effects.size();
        steps += connection.submit(RequestDone{stream(id + 2)})->size();
        steps += connection.receive(Ping{1, false}).effects.size();
    }
    const std::size_t after = allocations;

    CHECK(after == before);
    CHECK(steps == 50 * 8);
    CHECK(connection.streams().empty());
    CHECK(connection.peer_count() == 0);
}

TEST_CASE("four remembered resets stay off the heap", "[heap]") {
    Policy policy;
    policy.reset_memory = 4;
    policy.release.rst_stream = WriteStage::enqueued;
    Connection connection = server(policy, limit(0));
    const std::size_t before = allocations;
    for (std::uint32_t id = 1; id < 100; id += 2) {
        (void)connection.receive(headers(id));
    }
    const std::size_t after = allocations;

    CHECK(after == before);
    CHECK(connection.receive(data(99, 0)).verdict == discarded(RuleId::late_after_our_reset));
}
