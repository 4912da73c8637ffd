#pragma once
// What the views of both ends have in common: a peer begins with SETTINGS, sends DATA within what
// it has been granted, and never raises the last stream of its GOAWAY. Each function that answers
// with a rule is told what the peer does: h2::RuleId::none means that it may.

#include <cstdint>

#include "h2core/frame.hpp"
#include "h2core/rules.hpp"
#include "h2core/window.hpp"

namespace sim {

class EndView {
  public:
    // SETTINGS have been sent.
    void begin() { began_ = true; }
    // Before SETTINGS nothing else is sent (section 3.4).
    [[nodiscard]] h2::RuleId first(const h2::Frame& frame) const;
    h2::RuleId sends_goaway(h2::StreamId last);

    // What the other end has granted on the connection.
    [[nodiscard]] const h2::Window& window() const { return window_; }

    bool operator==(const EndView&) const = default;

  protected:
    // Octets of DATA that count for flow control, as much as they are: whether they were granted.
    static bool spend(h2::Window& window, std::uint32_t octets);

    bool began_ = false;
    h2::Window window_;
    h2::StreamId last_ = h2::StreamId::from_wire(h2::StreamId::kMax);  // of its GOAWAY
};

}  // namespace sim
