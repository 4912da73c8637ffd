// Random walks through both roles and many policies: whatever happens, the bookkeeping agrees with
// the table. Seeds are fixed, so that a failure comes back.

#include <algorithm>
#include <cstdint>
#include <vector>

#include "tests/support/frames.hpp"

using namespace h2;
using namespace test;

namespace {

class SplitMix64 {
  public:
    explicit SplitMix64(std::uint64_t seed) : state_{seed} {}
    std::uint32_t below(std::uint32_t bound) {
        std::uint64_t z = (state_ += 0x9e37'79b9'7f4a'7c15ULL);
        z = (z ^ (z >> 30U)) * 0xbf58'476d'1ce4'e5b9ULL;
        z = (z ^ (z >> 27U)) * 0x94d0'49bb'1331'11ebULL;
        return static_cast<std::uint32_t>((z ^ (z >> 31U)) % bound);
    }
    template <class Enum>
    Enum any(Enum last) {
        return static_cast<Enum>(below(static_cast<std::uint32_t>(last) + 1));
    }

  private:
    std::uint64_t state_;
};

Policy any_policy(SplitMix64& random) {
    Policy policy;
    policy.release = {random.any(WriteStage::completion), random.any(WriteStage::completion),
                      random.any(WriteStage::completion), random.any(WriteStage::completion)};
    policy.over_limit = random.any(OverLimit::rst_refused_stream);
    policy.closing_counter = random.any(ClosingCounter::separate);
    policy.reset_memory = random.below(5);
    policy.received_reset_frees = random.any(ResetFrees::when_writer_removes);
    policy.received_end_frees = random.any(EndFrees::when_writer_removes);
    policy.handler_limit = 1 + random.below(4);
    policy.debit_at = random.any(DebitAt::completion);
    policy.reset_after_early_response = random.below(2) == 0;
    policy.end_stream_counts_while_reset_queued = random.below(2) == 0;
    return policy;
}

// A frame that a peer might send, rarely a wrong one.
Frame any_frame(SplitMix64& random, std::uint32_t id) {
    switch (random.below(8)) {
        case 0:
        case 1: return headers(id, random.below(2) == 0);
        case 2:
        case 3: return data(id, random.below(100), random.below(3) == 0);
        case 4: return rst(id);
        case 5: return window_update(id, 1 + random.below(10));
        case 6: return priority(id);
        default:
            return id % 2 == 1 ? push_promise(id, 2 * ((id + random.below(8)) / 2)) : headers(id);
    }
}

Command any_command(SplitMix64& random, std::uint32_t id) {
    switch (random.below(9)) {
        case 0:
        case 1: return SubmitHeaders{stream(id), {}, random.below(3) == 0, false};
        case 2: return SubmitData{stream(id), {nullptr, random.below(100)}, random.below(2) == 0};
        case 3: return SubmitReset{stream(id), ErrorCode::CANCEL};
        case 4:
        case 5: return RequestDone{stream(id)};
        case 6: return SubmitPush{stream(id), {}};
        case 7: return RemovalTaken{stream(id)};
        default: return ForgetReset{stream(id)};
    }
}

void check_books(const Connection& connection) {
    std::uint32_t peers = 0;
    std::uint32_t locals = 0;
    std::uint32_t closing = 0;
    std::uint32_t running = 0;
    StreamId before;
    for (const Stream& stream : connection.streams()) {
        REQUIRE(stream.id > before);
        before = stream.id;
        const bool local = stream.id.opened_by(connection.role());
        (local ? locals : peers) += stream.counted ? 1 : 0;
        closing += stream.closing ? 1 : 0;
        running += stream.request == RequestState::running ? 1 : 0;
        REQUIRE((!stream.closing || (stream.counted && !local)));
        REQUIRE((!is_closed(stream.lifecycle) || stream.counted ||
                 stream.request != RequestState::none));
        REQUIRE(stream.lifecycle != Lifecycle::idle);
        REQUIRE((local || connection.highest_peer_stream() >= stream.id));
    }
    REQUIRE(connection.peer_count() == peers);
    REQUIRE(connection.local_count() == locals);
    REQUIRE(connection.closing_count() == closing);
    REQUIRE(connection.running_requests() == running);
    REQUIRE(running <= connection.policy().handler_limit);
    REQUIRE(connection.admission_count() <= connection.limit_in_force());
}

// One connection, and our frames that have not passed all stations.
class Walk {
  public:
    Walk(Role role, const Policy& policy, SplitMix64& random)
        : connection_{Connection::established(role, limit(3), limit(3), policy)}, random_{random} {}

    void step() {
        const std::uint32_t id = end() - std::min(end() - 1, 1 + random_.below(14));
        switch (random_.below(4)) {
            case 0: {
                // A connection error would end the walk: look first.
                Connection copy = connection_;
                const Step step = copy.receive(any_frame(random_, id));
                if (!std::holds_alternative<ConnectionError>(step.verdict)) {
                    connection_ = copy;
                    queue(step.effects);
                }
                break;
            }
            case 1: {
                if (const auto effects = connection_.submit(any_command(random_, id))) {
                    queue(*effects);
                }
                break;
            }
            default: write();
        }
        check_books(connection_);
    }

    // Everything is written and every stream ends: no slot is lost, none is given back twice.
    void finish() {
        for (std::uint32_t id = 1; id < end(); ++id) {
            if (const auto effects = connection_.submit(SubmitReset{stream(id), {}})) {
                queue(*effects);
            }
        }
        while (!outgoing_.empty()) {
            write();
        }
        for (std::uint32_t id = 1; id < end(); ++id) {
            (void)connection_.submit(RemovalTaken{stream(id)});
        }
        while (connection_.running_requests() > 0) {  // each that returns may start another one
            for (std::uint32_t id = 1; id < end(); ++id) {
                (void)connection_.submit(RequestDone{stream(id)});
            }
        }
        check_books(connection_);
        REQUIRE(connection_.streams().empty());
        REQUIRE(connection_.peer_count() == 0);
        REQUIRE(connection_.local_count() == 0);
    }

  private:
    struct Outgoing {
        Frame frame;
        WriteStage next = WriteStage::encoded;
    };

    // A little beyond all identifiers in use.
    [[nodiscard]] std::uint32_t end() const {
        return 6 +
               std::max(connection_.highest_peer_stream(), connection_.next_stream_id()).value();
    }
    void queue(const Effects& effects) {
        for (const Effect& effect : effects) {
            if (const SendFrame* send = std::get_if<SendFrame>(&effect)) {
                outgoing_.push_back({send->frame});
            }
        }
    }
    // Some frame comes one station further.
    void write() {
        if (outgoing_.empty()) {
            return;
        }
        const std::size_t index = random_.below(static_cast<std::uint32_t>(outgoing_.size()));
        const Outgoing now = outgoing_[index];
        if (now.next == WriteStage::completion) {
            outgoing_.erase(outgoing_.begin() + static_cast<std::ptrdiff_t>(index));
        } else {
            outgoing_[index].next = static_cast<WriteStage>(static_cast<int>(now.next) + 1);
        }
        queue(connection_.report(now.next, now.frame));
    }

    Connection connection_;
    SplitMix64& random_;
    std::vector<Outgoing> outgoing_;
};

}  // namespace

TEST_CASE("random walks: counters, table and request functions always agree", "[slots]") {
    const Role role = GENERATE(Role::client, Role::server);
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        CAPTURE(seed);
        SplitMix64 random{seed};
        const Policy policy = any_policy(random);
        Walk walk{role, policy, random};
        for (int i = 0; i < 250; ++i) {
            walk.step();
        }
        walk.finish();
    }
}
