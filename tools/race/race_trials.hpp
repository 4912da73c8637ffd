#pragma once
// The client of the rows of race_rows.hpp that are not about slots, on one connection. A trial is
// one stream. Rows whose frames cross go in rounds of several streams, each closed by a PING: when
// it is answered the server has processed all that was sent before it.

#include <cstdint>
#include <set>

#include "tools/race/race_rows.hpp"
#include "tools/race/race_run.hpp"

namespace tools {

class RaceTrials : public RaceRun {
  public:
    struct Task {
        RaceKind race = RaceKind::flow_control;
        net::SharedFields request;
        std::uint64_t cycles = 0;  // streams
        bool stop_at_first = false;
    };
    RaceTrials(Task task, const RaceObserver& observer, std::uint64_t number, Gone gone)
        : RaceRun{observer, number, std::move(gone)},
          task_{std::move(task)},
          row_{row_of(task_.race)} {}

    void handle(const h2::Effect& effect) override;
    void stream_reset(h2::StreamId stream) override;
    void ended(const net::End& end) override;

  private:
    void begin() override;
    void passes(net::Milliseconds passed) override;
    void out_of_patience(net::Milliseconds patience) override;
    [[nodiscard]] std::uint32_t width() const;
    void open_some(std::uint32_t count, bool replaces = false);
    void send_rest();
    void received(const h2::DeliverData& data);
    void answered(h2::StreamId stream);
    void over(h2::StreamId stream);
    void going_away(const h2::DeliverGoAway& away);
    void ping_answered();
    void round_ends();
    void note_wrongs();
    void all_done();

    Task task_;
    const RaceRow& row_;
    std::set<std::uint32_t> open_;  // streams of the trial
    std::uint32_t newest_ = 0;
    bool blind_ = false;
    net::Milliseconds blind_for_{0};
    bool ping_out_ = false;
    bool drops_ = false;
    bool away_ = false;       // GOAWAY(NO_ERROR) has come
    std::size_t wrongs_ = 0;  // of the observer's, that are counted
};

}  // namespace tools
