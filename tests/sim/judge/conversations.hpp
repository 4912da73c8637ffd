#pragma once
// Random conversations of two ends that break rules now and then, frame by frame.

#include <deque>
#include <vector>

#include "h2core/frame.hpp"
#include "tests/support/frames.hpp"
#include "tests/support/split_mix64.hpp"

namespace conversation {

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

}  // namespace conversation
