// RFC 9113 section 10.5: every budget stops the one who exceeds it, exactly there.

#include "h2core/flood_guard.hpp"

#include <optional>

#include "tests/support/frames.hpp"

using namespace h2;
using namespace test;

namespace {

// A server behind its guard, as an endpoint puts them together.
struct Guarded {
    explicit Guarded(const Policy& policy)
        : connection{server(policy)}, guard{policy.budgets, Role::server} {}

    RuleId receive(const Frame& frame) {
        std::optional<Stream> before;
        if (const Stream* found = connection.find(stream_of(frame))) {
            before = *found;
        }
        step = connection.receive(frame);
        return guard.received(frame, step, before ? &*before : nullptr);
    }
    void write(const Frame& frame) {
        (void)connection.write_started(frame);
        guard.written(frame);
        (void)connection.write_completed(frame);
    }
    // A whole answer to a request, up to the wire.
    void answer(std::uint32_t id) {
        write(respond_with_headers(connection, id));
        (void)connection.submit(RequestDone{stream(id)});
    }

    Connection connection;
    FloodGuard guard;
    Step step;
};

Policy small() {
    Policy policy;
    policy.budgets.control_frames_queued = 10;
    policy.budgets.empty_frames = 5;
    policy.budgets.resets_received = {20, 3};
    policy.budgets.resets_caused = {7, 2};
    return policy;
}

}  // namespace

TEST_CASE("9113/10.5 answers that wait to be written", "[flood][9113/10.5/control-frames]") {
    const Policy policy = small();
    const SettingList none;
    const auto fill = [&](Guarded& guarded, const Frame& frame) {
        for (int i = 0; i < 10; ++i) {
            REQUIRE(guarded.receive(frame) == RuleId::none);
        }
    };
    SECTION("PING") {
        Guarded guarded{policy};
        fill(guarded, Ping{1, false});
        CHECK(guarded.receive(Ping{1, false}) == RuleId::flood_control_frames);
    }
    SECTION("SETTINGS") {
        Guarded guarded{policy};
        fill(guarded, settings(none));
        CHECK(guarded.receive(settings(none)) == RuleId::flood_control_frames);
    }
    SECTION("RST_STREAM: stream errors") {
        Policy lenient = policy;
        lenient.budgets.resets_caused.capacity = 1'000;
        Guarded guarded{lenient};
        for (std::uint32_t id = 1; id < 21; id += 2) {
            REQUIRE(guarded.receive(headers(id)) == RuleId::none);
            REQUIRE(guarded.receive(window_update(id, 0)) == RuleId::none);
        }
        REQUIRE(guarded.receive(headers(21)) == RuleId::none);
        CHECK(guarded.receive(window_update(21, 0)) == RuleId::flood_control_frames);
    }
    SECTION("all kinds add up, and each one written makes room for one") {
        Guarded guarded{policy};
        REQUIRE(guarded.receive(headers(1)) == RuleId::none);
        REQUIRE(guarded.receive(window_update(1, 0)) == RuleId::none);
        REQUIRE(guarded.receive(settings(none)) == RuleId::none);
        for (int i = 0; i < 8; ++i) {
            REQUIRE(guarded.receive(Ping{1, false}) == RuleId::none);
        }
        guarded.guard.written(rst(1, ErrorCode::PROTOCOL_ERROR));
        CHECK(guarded.receive(Ping{1, false}) == RuleId::none);
        guarded.guard.written(settings_ack());
        CHECK(guarded.receive(Ping{1, false}) == RuleId::none);
        guarded.guard.written(Ping{1, true});
        CHECK(guarded.receive(Ping{1, false}) == RuleId::none);
        CHECK(guarded.receive(Ping{1, false}) == RuleId::flood_control_frames);
    }
    SECTION("frames of ours that answer nothing make no room") {
        Guarded guarded{policy};
        fill(guarded, Ping{1, false});
        guarded.guard.written(rst(1));
        guarded.guard.written(Ping{1, false});
        guarded.guard.written(settings(none));
        guarded.guard.written(window_update(0, 1));
        guarded.guard.written(headers(1, true));
        CHECK(guarded.receive(Ping{1, false}) == RuleId::flood_control_frames);
    }
    SECTION("who reads what it asked for may ask for ever") {
        Guarded guarded{policy};
        for (int i = 0; i < 1'000; ++i) {
            REQUIRE(guarded.receive(Ping{1, false}) == RuleId::none);
            REQUIRE(guarded.receive(settings(none)) == RuleId::none);
            guarded.guard.written(Ping{1, true});
            guarded.guard.written(settings_ack());
        }
    }
}

TEST_CASE("9113/10.5 frames that carry nothing", "[flood][9113/10.5/empty-frames]") {
    const Policy policy = small();
    Guarded guarded{policy};
    REQUIRE(guarded.receive(headers(1)) == RuleId::none);
    REQUIRE(guarded.receive(headers(3)) == RuleId::none);
    const auto empty = [&](std::uint32_t id) { return guarded.receive(data(id, 0)); };
    const auto row = [&] {
        for (int i = 0; i < 5; ++i) {
            REQUIRE(empty(i % 2 == 0 ? 1 : 3) == RuleId::none);
        }
    };
    SECTION("one too many, on any stream") {
        row();
        CHECK(empty(1) == RuleId::flood_empty_frames);
    }
    SECTION("padding is nothing") {
        row();
        CHECK(guarded.receive(Data{stream(1), {nullptr, 0}, 200, false}) ==
              RuleId::flood_empty_frames);
    }
    SECTION("cheap frames between them do not end the row") {
        row();
        REQUIRE(guarded.receive(window_update(0, 1)) == RuleId::none);
        REQUIRE(guarded.receive(priority(1)) == RuleId::none);
        CHECK(empty(1) == RuleId::flood_empty_frames);
    }
    SECTION("DATA with an octet, HEADERS and END_STREAM do") {
        row();
        REQUIRE(guarded.receive(data(1, 1)) == RuleId::none);
        row();
        REQUIRE(guarded.receive(headers(5)) == RuleId::none);
        row();
        REQUIRE(guarded.receive(data(5, 0, true)) == RuleId::none);
        row();
        CHECK(empty(3) == RuleId::flood_empty_frames);
    }
}

TEST_CASE("9113/10.5 requests that are reset", "[flood][9113/10.5/resets-received]") {
    const Policy policy = small();
    Guarded guarded{policy};
    std::uint32_t id = 1;
    const auto cancel = [&] {
        REQUIRE(guarded.receive(headers(id, true)) == RuleId::none);
        const RuleId verdict = guarded.receive(rst(id));
        REQUIRE(guarded.step.verdict == accepted());
        (void)guarded.connection.submit(RequestDone{stream(id)});
        id += 2;
        return verdict;
    };
    const auto exhaust = [&] {
        for (int i = 0; i < 20; ++i) {
            REQUIRE(cancel() == RuleId::none);
        }
    };
    exhaust();
    SECTION("one too many") {
        CHECK(cancel() == RuleId::flood_resets_received);
    }
    SECTION("after the response has begun, and is not complete") {
        REQUIRE(guarded.receive(headers(id, true)) == RuleId::none);
        guarded.write(sent(guarded.connection, SubmitHeaders{stream(id), {}, false, false}));
        CHECK(guarded.receive(rst(id)) == RuleId::flood_resets_received);
    }
    SECTION("when the response is complete, but still in the queue") {
        REQUIRE(guarded.receive(headers(id, true)) == RuleId::none);
        (void)respond_with_headers(guarded.connection, id);
        (void)guarded.connection.submit(RequestDone{stream(id)});
        CHECK(guarded.receive(rst(id)) == RuleId::flood_resets_received);
    }
    SECTION("time gives back so many per second, and never more than the capacity") {
        guarded.guard.seconds_passed(2);
        for (int i = 0; i < 6; ++i) {
            REQUIRE(cancel() == RuleId::none);
        }
        guarded.guard.seconds_passed(0xffff'ffff);
        exhaust();
        CHECK(cancel() == RuleId::flood_resets_received);
    }
    SECTION("a completed response gives back one") {
        REQUIRE(guarded.receive(headers(id, true)) == RuleId::none);
        guarded.answer(id);
        id += 2;
        REQUIRE(cancel() == RuleId::none);
        CHECK(cancel() == RuleId::flood_resets_received);
    }
    SECTION("a reset of what we have answered is no reset") {
        for (int i = 0; i < 50; ++i) {
            REQUIRE(guarded.receive(headers(id)) == RuleId::none);  // the request never ends
            const Frame last = respond_with_headers(guarded.connection, id);
            (void)guarded.connection.write_started(last);
            REQUIRE(guarded.receive(rst(id)) == RuleId::none);
            REQUIRE(guarded.step.verdict == accepted());
            id += 2;
        }
    }
}

TEST_CASE("9113/10.5 stream errors that the peer causes", "[flood][9113/10.5/resets-caused]") {
    const Policy policy = small();
    Guarded guarded{policy};
    std::uint32_t id = 1;
    const auto offend = [&] {
        REQUIRE(guarded.receive(headers(id)) == RuleId::none);
        const RuleId verdict = guarded.receive(window_update(id, 0));
        guarded.guard.written(rst(id, ErrorCode::PROTOCOL_ERROR));
        (void)guarded.connection.submit(RequestDone{stream(id)});
        id += 2;
        return verdict;
    };
    for (int i = 0; i < 7; ++i) {
        REQUIRE(offend() == RuleId::none);
    }
    SECTION("one too many, although every answer was read") {
        CHECK(offend() == RuleId::flood_resets_caused);
    }
    SECTION("time gives back; completed responses do not") {
        REQUIRE(guarded.receive(headers(id, true)) == RuleId::none);
        guarded.answer(id);
        id += 2;
        guarded.guard.seconds_passed(1);
        CHECK(offend() == RuleId::none);
        CHECK(offend() == RuleId::none);
        CHECK(offend() == RuleId::flood_resets_caused);
    }
}
