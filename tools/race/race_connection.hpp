#pragma once
// What race runs on one connection: streams that wait (parked), and streams that take turns in the
// slots that are left. Every stream is opened within the limit of the server, whose SETTINGS are
// acknowledged before the first one; the next one is opened in the same step in which the end of
// the one before was read.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "tools/race/race_run.hpp"

namespace tools {

// What to do on a connection.
struct RaceTask {
    net::SharedFields parked;               // of a response with content
    std::vector<net::SharedFields> cycled;  // in turn
    RaceKind race = RaceKind::slot;
    RaceMode mode = RaceMode::park;
    bool reset = false;
    std::uint64_t cycles = 0;  // streams that take the place of another one
    // Not at the limit, but one after the other, a PING between them: to see the responses.
    bool look = false;
    bool stop_at_first = false;  // refusal
    // The server says nothing of a response before it has credit for it: none that waits is waited
    // for, and those that take turns get theirs with the request.
    bool credit_at_once = false;
    std::function<void()> at_limit;  // called when all wait that are to wait; may be empty
};

class RaceConnection : public RaceRun {
  public:
    RaceConnection(RaceTask task, const RaceObserver& observer, std::uint64_t number, Gone gone)
        : RaceRun{observer, number, std::move(gone)}, task_{std::move(task)} {}

    void handle(const h2::Effect& effect) override;
    void stream_reset(h2::StreamId stream) override;

  private:
    struct Turn {               // of a stream that is cycled
        std::size_t which = 0;  // of those to be cycled
        h2::StreamId freed;     // the stream whose slot it has taken; 0: none
        bool on_end = false;    // … which had not been refused
        bool begun = false;     // its response has
    };

    void begin() override;
    void out_of_patience(net::Milliseconds patience) override;
    void watch_limit();
    void park(std::uint32_t count);
    void all_parked();
    [[nodiscard]] std::uint32_t slots() const;
    void open_next(h2::StreamId freed = {}, bool on_end = false);
    void received(const h2::DeliverHeaders& headers);
    void received(const h2::DeliverData& data);
    void was_reset(const h2::DeliverReset& reset);
    void going_away(const h2::DeliverGoAway& away);
    void response_begun(h2::StreamId stream);
    void response_ended(h2::StreamId stream);
    void count_refusal(h2::StreamId refused, const Turn& turn, h2::ErrorCode code, bool whole);
    void turn_done(h2::StreamId stream, bool refused = false);
    void looked(std::string trouble);
    void give_back(std::uint32_t octets);

    RaceTask task_;
    std::uint32_t to_park_ = 0;
    std::unordered_map<std::uint32_t, bool> parked_;  // by stream; true: its response has begun
    std::uint32_t begun_ = 0;                         // of those
    std::unordered_map<std::uint32_t, Turn> turns_;   // by stream
    std::size_t turn_ = 0;                            // of the next one
    std::uint32_t received_ = 0;  // octets of content not given back to the connection's window
};

}  // namespace tools
