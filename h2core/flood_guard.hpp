#pragma once
// Counts what a peer makes us do against Budgets (RFC 9113 section 10.5). Clockless: time is told.
//
// Never counted: frames that may have crossed our own RST_STREAM or GOAWAY, whatever their number
// (a path with a large bandwidth-delay product holds thousands of them: linkerd2#14908, nghttp2
// a0b9f896), WINDOW_UPDATE and PING ACK. A reset counts only against requests that we have not
// answered, and a completed response gives a token back, so that a client that cancels often but
// also lets requests finish is never turned away.

#include <cstdint>

#include "h2core/budgets.hpp"
#include "h2core/connection.hpp"
#include "h2core/frame.hpp"

namespace h2 {

class FloodGuard {
  public:
    explicit FloodGuard(const Budgets& budgets);

    // A frame of the peer was processed with that outcome; `before` is the stream it names as it
    // was before (null: not in the table). RuleId::none, or the budget it exceeds: a connection
    // error ENHANCE_YOUR_CALM.
    RuleId received(const Frame& frame, const Step& step, const Stream* before);

    // Our frame has been written (WriteStage::visible or completion, once): an answer is off the
    // queue, a response that ends its stream gives a token back.
    void written(const Frame& frame);
    void seconds_passed(std::uint32_t seconds);

  private:
    Budgets budgets_;
    std::uint32_t answers_queued_ = 0;
    std::uint32_t empty_in_a_row_ = 0;
    std::uint32_t resets_received_ = 0;  // tokens taken
    std::uint32_t resets_caused_ = 0;
};

}  // namespace h2
