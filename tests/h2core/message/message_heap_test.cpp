// What is looked at for every frame touches the heap only while the number of streams grows.

#include "h2core/flood_guard.hpp"
#include "h2core/message/message_book.hpp"
#include "h2core/replenisher.hpp"
#include "tests/h2core/message/sections.hpp"
#include "tests/support/heap_count.hpp"

using namespace h2;
using namespace test;
using support::allocations;

TEST_CASE("messages, budgets and credit do not touch the heap in steady state", "[heap]") {
    const Policy policy;
    Connection connection = server(policy);
    MessageBook book{Role::server};
    FloodGuard guard{policy.budgets};
    Replenisher replenisher;
    const FieldList upload = post({{"content-length", "1000"}, {"accept", "*/*"}});
    std::uint32_t broken = 0;
    std::uint32_t given_back = 0;
    const auto take = [&](const Frame& frame) {
        broken += book.received(frame) == RuleId::none ? 0 : 1;
        const Step step = connection.receive(frame);
        broken += guard.received(frame, step, nullptr) == RuleId::none ? 0 : 1;
    };
    const auto request = [&](std::uint32_t id) {
        take(headers_of(id, upload));
        take(data(id, 1'000, true));
        given_back += replenisher.consumed(stream(id), 1'000, 1'500).stream;
        replenisher.forget(stream(id));
        const Frame reset = sent(connection, SubmitReset{stream(id)});
        guard.written(reset);
        (void)connection.write_started(reset);
        (void)connection.submit(RequestDone{stream(id)});
        (void)connection.submit(SubmitWindowUpdate{stream(0), 1'000});
    };
    for (std::uint32_t id = 1; id < 1'000; id += 2) {
        request(id);
    }
    const std::size_t before = allocations;
    for (std::uint32_t id = 1'001; id < 2'000; id += 2) {
        request(id);
    }
    const std::size_t after = allocations;

    CHECK(after == before);
    CHECK(broken == 0);
    CHECK(given_back == 1'000 * 1'000);
    CHECK(book.size() == 0);
}
