#pragma once
// What the clients of all races share, on one connection: nothing is raced before the server has
// answered our SETTINGS and a PING; what was counted is told once, when nothing more will happen.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tools/net/session.hpp"
#include "tools/race/race_observer.hpp"

namespace tools {

struct RaceOutcome {
    RaceCounts counts;
    std::optional<RaceCase> first;
    std::vector<std::optional<SeenResponse>> responses;  // of each that is cycled, where look
    std::optional<std::uint32_t> limit;  // of the server; none if it has announced none
    bool settled = false;                // SETTINGS and a PING have been answered
    bool sent_away = false;              // GOAWAY(NO_ERROR)
    bool refused_as_a_whole = false;     // GOAWAY with an error of which the client is innocent
    bool limit_changed = false;
    bool silent_without_credit = false;  // see RaceTask::credit_at_once
    std::string trouble;                 // why there is no more of it
    net::End end;
};

class RaceRun : public net::Application {
  public:
    using Gone = std::function<void(RaceOutcome outcome)>;

    // `observer` is told of what the session reads, and outlives the connection. `gone` is called
    // once, when nothing more will happen.
    RaceRun(const RaceObserver& observer, std::uint64_t number, Gone gone)
        : observer_{observer}, number_{number}, gone_{std::move(gone)} {}

    void start(std::shared_ptr<net::Session> session);
    [[nodiscard]] net::Session& session() { return *session_; }
    // To be called regularly. After `patience` without a response it gives up.
    void tick(net::Milliseconds passed, net::Milliseconds patience);
    // There is no time for more.
    void stop() { finish({}); }

    void ready() override;
    void window_opened(h2::StreamId /*stream*/) override {}
    bool send_some() override { return false; }
    void ended(const net::End& end) override;

  protected:
    enum class Phase : std::uint8_t { settling, parking, cycling, done };

    virtual void begin() = 0;  // once, when the connection is settled
    virtual void passes(net::Milliseconds /*passed*/) {}
    virtual void out_of_patience(net::Milliseconds patience) = 0;
    // Of every effect first. True: it is settled, before this effect or by it.
    void settle(const h2::Effect& effect);
    std::optional<h2::StreamId> open(const net::SharedFields& fields, bool whole);
    void finish(std::string trouble);

    const RaceObserver& observer_;
    std::uint64_t number_;
    std::shared_ptr<net::Session> session_;
    Phase phase_ = Phase::settling;
    net::Milliseconds stuck_for_{0};
    RaceOutcome outcome_;

  private:
    Gone gone_;
    bool ping_answered_ = false;
};

}  // namespace tools
