#pragma once
// What ends a search from outside: its time is over, or Ctrl-C.

#include <chrono>

#include "tools/system/interrupt.hpp"

namespace tools {

// No deadline if the seconds are 0.
class StopSign {
  public:
    explicit StopSign(double seconds) : seconds_{seconds}, begin_{Clock::now()} {}

    [[nodiscard]] bool stop() {
        interrupted_ = interrupted_by() != 0;
        return interrupted_ || (seconds_ > 0 && elapsed() >= seconds_);
    }
    [[nodiscard]] double elapsed() const {
        return std::chrono::duration<double>(Clock::now() - begin_).count();
    }
    // Of a search that was stopped.
    [[nodiscard]] const char* reason() const { return interrupted_ ? "interrupted" : "time"; }

  private:
    using Clock = std::chrono::steady_clock;

    double seconds_;
    Clock::time_point begin_;
    bool interrupted_ = false;
};

}  // namespace tools
