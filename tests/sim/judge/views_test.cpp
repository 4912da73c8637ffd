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
#include "tests/support/frames.hpp"
#include "tests/support/instrumented.hpp"
#include "tests/support/split_mix64.hpp"

namespace {

using h2::RuleId;
using Blamed = std::vector<std::string>;

constexpr std::uint64_t kConversations = 3000 / support::kStride;

// What one end does, in its order: it sends a frame, or takes the next one out of the transport.
struct Turn {
    bool sends;
    h2::Frame frame;  // sent
};
using Turns = std::vector<Turn>;

struct Conversation {
    Turns client;
    Turns server;
};

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

class Talkers {
  public:
    explicit Talkers(std::uint64_t seed) : random_{seed} {}

    // Half of what an end does is to listen. Every frame is allowed somewhere, none everywhere.
    Conversation draw() {
        Conversation talk;
        for (int i = 0; i < 60; ++i) {
            const bool client = random_.chance(2);
            std::deque<h2::Frame>& incoming = client ? to_client_ : to_server_;
            Turns& turns = client ? talk.client : talk.server;
            if (random_.chance(2) && !incoming.empty()) {
                hear(client, incoming.front());
                incoming.pop_front();
                turns.push_back({false, {}});
            } else {
                const h2::Frame frame = client ? clients_frame() : servers_frame();
                (client ? to_server_ : to_client_).push_back(frame);
                turns.push_back({true, frame});
            }
        }
        return talk;
    }

  private:
    void hear(bool client, const h2::Frame& frame) {
        const std::uint32_t stream = h2::stream_of(frame).value();
        if (!client && std::holds_alternative<h2::Headers>(frame) && stream > highest_heard_) {
            highest_heard_ = stream;
            heard_.push_back(stream);
        }
    }
    // Streams are opened in order; an idle one that is named stays idle.
    h2::Frame clients_frame() {
        const bool end = random_.chance(2);
        if (opened_ == 0 || random_.chance(9)) {
            opened_ += 2;
            return test::headers(opened_ - 1, end);
        }
        const auto any = static_cast<std::uint32_t>(1 + 2 * random_.below(opened_ / 2));
        const std::uint32_t stream = random_.chance(9) ? 101 : any;
        switch (random_.below(7)) {
            case 0: return test::headers(any, end);
            case 1: return test::data(stream, static_cast<std::uint32_t>(random_.below(9)), end);
            case 2: return test::rst(stream);
            case 3: return test::window_update(random_.chance(2) ? 0 : stream, 10);
            case 4: return settings(h2::SettingId::INITIAL_WINDOW_SIZE, 20 * random_.below(5));
            case 5: return test::settings_ack();
            default: return h2::Ping{};
        }
    }
    // Not on a stream that it has closed itself: a second RST_STREAM is allowed after a round trip
    // (section 5.4.2). Not on one it has not heard of: an idle one is named, another guessed.
    h2::Frame servers_frame() {
        const std::uint64_t what = random_.below(8);
        if (what == 0) {
            return settings(h2::SettingId::MAX_CONCURRENT_STREAMS, random_.below(4));
        }
        if (what == 1) {
            return test::settings_ack();
        }
        if (heard_.empty()) {
            return test::headers(101);
        }
        const std::uint32_t stream = heard_[random_.below(heard_.size())];
        const bool end = random_.chance(3);
        const auto octets = static_cast<std::uint32_t>(random_.below(30));
        const h2::Frame frame = what < 4    ? test::headers(stream, end)
                                : what == 4 ? test::rst(stream)
                                            : test::data(stream, octets, end);
        if (h2::ends_stream(frame) || what == 4) {
            std::erase(heard_, stream);
        }
        return frame;
    }
    h2::Frame settings(h2::SettingId id, std::uint64_t value) {
        lists_.push_back({static_cast<std::uint32_t>(lists_.size() + 1),
                          {{id, static_cast<std::uint32_t>(value)}}});
        return test::settings(lists_.back());
    }

    support::SplitMix64 random_;
    std::deque<h2::SettingList> lists_;
    std::deque<h2::Frame> to_server_;
    std::deque<h2::Frame> to_client_;
    std::uint32_t opened_ = 0;  // twice the number of streams
    std::uint32_t highest_heard_ = 0;
    std::vector<std::uint32_t> heard_;  // by the server, and not ended by it
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
