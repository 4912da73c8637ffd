// What is looked at for every frame touches the heap only while the number of streams grows.

#include <cstdlib>
#include <new>

#include "h2core/flood_guard.hpp"
#include "h2core/message/message_book.hpp"
#include "h2core/replenisher.hpp"
#include "tests/h2core/message/sections.hpp"

namespace {

std::size_t allocations = 0;

}  // namespace

// Replaced for the whole test program; only the count of allocations is added. All that may be
// mixed are replaced together, so that a sanitizer sees matching pairs.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    ++allocations;
    return std::malloc(size == 0 ? 1 : size);
}
void* operator new(std::size_t size) {
    if (void* room = operator new(size, std::nothrow)) {
        return room;
    }
    throw std::bad_alloc{};
}
void operator delete(void* room) noexcept {
    std::free(room);
}
void operator delete(void* room, std::size_t) noexcept {
    std::free(room);
}
void operator delete(void* room, const std::nothrow_t&) noexcept {
    std::free(room);
}

using namespace h2;
using namespace test;

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
