// RFC 9113 section 10.5: who keeps the rules is never turned away, however long its path.

#include <optional>
#include <vector>

#include "h2core/flood_guard.hpp"
#include "tests/support/frames.hpp"

using namespace h2;
using namespace test;

namespace {

// Frames in, and whether a budget was exceeded by any of them.
class Watched {
  public:
    Watched(Role role, const Policy& policy)
        : connection{role == Role::server ? server(policy) : client(policy)},
          guard_{policy.budgets, role} {}

    Step receive(const Frame& frame) {
        std::optional<Stream> before;
        if (const Stream* found = connection.find(stream_of(frame))) {
            before = *found;
        }
        const Step step = connection.receive(frame);
        REQUIRE(guard_.received(frame, step, before ? &*before : nullptr) == RuleId::none);
        return step;
    }
    void write(const Frame& frame) {
        (void)connection.write_started(frame);
        guard_.written(frame);
        (void)connection.write_completed(frame);
    }
    void write_answers(const Step& step) {
        for (const Effect& effect : step.effects) {
            if (const SendFrame* sent = std::get_if<SendFrame>(&effect)) {
                write(sent->frame);
            }
        }
    }
    void seconds_passed(std::uint32_t seconds) { guard_.seconds_passed(seconds); }

    Connection connection;

  private:
    FloodGuard guard_;
};

}  // namespace

TEST_CASE("9113/5.1 thousands of frames that crossed our RST_STREAM",
          "[flood][9113/5.1/late-after-our-reset]") {
    Policy policy;
    policy.reset_memory = kUnlimited;
    policy.budgets.control_frames_queued = 5;
    policy.budgets.empty_frames = 5;
    policy.budgets.resets_received = {5, 0};
    policy.budgets.resets_caused = {5, 0};
    Watched watched{Role::server, policy};
    for (std::uint32_t id = 1; id < 2'000; id += 2) {
        (void)watched.receive(headers(id));  // and the request function goes on
        watched.write(sent(watched.connection, SubmitReset{stream(id), ErrorCode::CANCEL}));
    }
    const auto all_late = [&](const auto& late_on) {
        for (std::uint32_t id = 1; id < 2'000; id += 2) {
            REQUIRE(watched.receive(late_on(id)).verdict ==
                    discarded(RuleId::late_after_our_reset));
        }
    };
    all_late([](std::uint32_t id) { return data(id, 0); });
    all_late([](std::uint32_t id) { return data(id, 10); });
    all_late([](std::uint32_t id) { return headers(id, true); });
    all_late([](std::uint32_t id) { return data(id, 0, true); });
    all_late([](std::uint32_t id) { return window_update(id, 1); });
    all_late([](std::uint32_t id) { return rst(id); });
}

TEST_CASE("9113/6.8 thousands of requests that crossed our GOAWAY", "[flood][9113/6.8/ignored]") {
    Policy policy;
    policy.budgets.control_frames_queued = 5;
    policy.budgets.resets_received = {5, 0};
    policy.budgets.resets_caused = {5, 0};
    Watched watched{Role::server, policy};
    (void)watched.receive(headers(1));
    (void)sent(watched.connection, SubmitGoAway{ErrorCode::NO_ERROR, false});
    for (std::uint32_t id = 3; id < 10'000; id += 2) {
        REQUIRE(watched.receive(headers(id)).verdict == discarded(RuleId::after_goaway_ignored));
        REQUIRE(watched.receive(data(id, 0)).verdict == discarded(RuleId::after_goaway_ignored));
        REQUIRE(watched.receive(rst(id)).verdict == discarded(RuleId::after_goaway_ignored));
    }
}

TEST_CASE("9113/10.5 a client that cancels 900 of 1,000 requests, again and again",
          "[flood][9113/10.5/resets-received]") {
    const Policy policy;
    Watched watched{Role::server, policy};
    std::uint32_t id = 1;
    for (int round = 0; round < 10; ++round) {
        for (int i = 0; i < 1'000; ++i, id += 2) {
            (void)watched.receive(headers(id, true));
            if (i % 10 == 0) {
                watched.write(respond_with_headers(watched.connection, id));
            } else {
                (void)watched.receive(rst(id));
            }
            (void)watched.connection.submit(RequestDone{stream(id)});
        }
        watched.seconds_passed(25);
    }
}

TEST_CASE("9113/10.5 a client that cancels every other request, without pause",
          "[flood][9113/10.5/resets-received]") {
    Policy policy;
    policy.budgets.resets_received = {3, 0};
    Watched watched{Role::server, policy};
    for (std::uint32_t id = 1; id < 20'000; id += 4) {
        (void)watched.receive(headers(id, true));
        (void)watched.receive(rst(id));
        (void)watched.connection.submit(RequestDone{stream(id)});
        (void)watched.receive(headers(id + 2, true));
        watched.write(respond_with_headers(watched.connection, id + 2));
        (void)watched.connection.submit(RequestDone{stream(id + 2)});
    }
}

TEST_CASE("9113/10.5 empty DATA that end streams", "[flood][9113/10.5/empty-frames]") {
    Policy policy;
    policy.budgets.empty_frames = 1;
    Watched watched{Role::server, policy};
    for (std::uint32_t id = 1; id < 2'000; id += 2) {
        (void)watched.receive(headers(id));
    }
    for (std::uint32_t id = 1; id < 2'000; id += 2) {
        REQUIRE(watched.receive(data(id, 0, true)).verdict == accepted());
    }
}

TEST_CASE("9113/10.5 WINDOW_UPDATE, PRIORITY and PING ACK are free", "[flood]") {
    Policy policy;
    policy.budgets.control_frames_queued = 2;
    policy.budgets.empty_frames = 2;
    Watched watched{Role::server, policy};
    (void)watched.receive(headers(1));
    for (int i = 0; i < 5'000; ++i) {
        (void)watched.receive(window_update(0, 1));
        (void)watched.receive(window_update(1, 1));
        (void)watched.receive(priority(1));
        (void)watched.receive(Ping{7, true});
    }
}

TEST_CASE("9113/6.5.3 streams above a limit that the peer cannot know yet",
          "[flood][9113/10.5/resets-caused]") {
    Policy policy;
    policy.limit_in_force = LimitInForce::both;
    policy.budgets.resets_caused = {2, 0};
    Watched watched{Role::server, policy};
    const SettingList lower{1, {{SettingId::MAX_CONCURRENT_STREAMS, 0}}};
    (void)sent(watched.connection, SubmitSettings{&lower});
    for (std::uint32_t id = 1; id < 200; id += 2) {
        const Step step = watched.receive(headers(id, true));
        REQUIRE(rule_of(step.verdict) == RuleId::concurrency_limit_unacked);
        watched.write_answers(step);
    }
}

TEST_CASE("9113/5.4.2 a server that resets a client's requests costs the client nothing",
          "[flood][9113/10.5/resets-received]") {
    Policy policy;
    policy.budgets.resets_received = {2, 0};
    Watched watched{Role::client, policy};
    for (int i = 0; i < 1'000; ++i) {
        const StreamId id = watched.connection.next_stream_id();
        (void)sent(watched.connection, SubmitHeaders{id, {}, false, false});
        REQUIRE(watched.receive(rst(id.value(), ErrorCode::REFUSED_STREAM)).verdict == accepted());
    }
}
