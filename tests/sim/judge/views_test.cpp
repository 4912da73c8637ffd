// What a peer is blamed for depends on what can be seen at its end alone: the same conversation,
// with what happens at one end moved against what happens at the other as far as frames under way
// allow, has the same faults.

#include <algorithm>
#include <deque>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "sim/judge/monitor.hpp"
#include "sim/scenario/notation.hpp"
#include "tests/sim/judge/conversations.hpp"
#include "tests/support/instrumented.hpp"

namespace {

using conversation::Conversation;
using conversation::Talkers;
using conversation::Turn;
using conversation::Turns;
using h2::RuleId;
using Blamed = std::vector<std::string>;

constexpr std::uint64_t kConversations = 3000 / support::kStride;

// What a closed stream's frames break is one question, however long ago it was closed.
std::string blame_of(const sim::Fault& fault) {
    const bool closed = fault.rule == RuleId::implicitly_closed ||
                        fault.rule == RuleId::closed_after_reset ||
                        fault.rule == RuleId::half_closed_remote;
    return (closed ? "closed" : std::string{h2::rule(fault.rule).slug}) + " on " +
           std::to_string(fault.stream.value());
}

// Plays both ends against each other, in an order that `random` draws, and keeps what was blamed
// on what each of them did.
class Play {
  public:
    Play(const Conversation& talk, support::SplitMix64& random) : talk_{talk} {
        monitor_.begin(2, 40);
        while (can_go(client_, talk_.client, to_client_) ||
               can_go(server_, talk_.server, to_server_)) {
            const bool client = can_go(client_, talk_.client, to_client_);
            const bool server = can_go(server_, talk_.server, to_server_);
            if (client && (!server || random.chance(2))) {
                step_client();
            } else {
                step_server();
            }
        }
    }
    [[nodiscard]] bool whole() const {
        return client_ == talk_.client.size() && server_ == talk_.server.size();
    }
    Blamed at_client;
    Blamed at_server;

  private:
    static bool can_go(std::size_t at, const Turns& turns, const std::deque<h2::Frame>& pipe) {
        return at < turns.size() && (turns[at].sends || !pipe.empty());
    }
    void step_client() {
        const Turn& turn = talk_.client[client_++];
        if (turn.sends) {
            (void)monitor_.client_sent(turn.frame);
            to_server_.push_back(turn.frame);
        } else {
            (void)monitor_.client_received(to_client_.front());
            to_client_.pop_front();
        }
        note(at_client);
    }
    void step_server() {
        const Turn& turn = talk_.server[server_++];
        if (turn.sends) {
            (void)monitor_.server_sent(turn.frame);
            to_client_.push_back(turn.frame);
        } else {
            monitor_.server_received(to_server_.front());
            to_server_.pop_front();
        }
        note(at_server);
    }
    void note(Blamed& blamed) {
        for (const sim::Fault& fault : monitor_.faults()) {
            blamed.push_back(blame_of(fault));
        }
        monitor_.forget_faults();
    }

    const Conversation& talk_;
    sim::Monitor monitor_;
    std::deque<h2::Frame> to_server_;
    std::deque<h2::Frame> to_client_;
    std::size_t client_ = 0;
    std::size_t server_ = 0;
};

}  // namespace

TEST_CASE("monitor: blame follows from what its end has sent and received", "[monitor][views]") {
    std::size_t at_client = 0;
    std::size_t at_server = 0;
    for (std::uint64_t seed = 0; seed < kConversations; ++seed) {
        Talkers talkers{seed};
        const Conversation talk = talkers.draw();
        support::SplitMix64 random{seed};
        const Play first{talk, random};
        REQUIRE(first.whole());
        at_client += first.at_client.size();
        at_server += first.at_server.size();
        for (int other = 0; other < 5; ++other) {
            const Play again{talk, random};
            if (first.at_client != again.at_client || first.at_server != again.at_server) {
                CAPTURE(seed, other);
                CHECK(again.at_client == first.at_client);
                REQUIRE(again.at_server == first.at_server);
            }
        }
    }
    CHECK(at_client > kConversations);  // the talkers do break rules
    CHECK(at_server > kConversations / 3);
}
