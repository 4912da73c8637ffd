#pragma once
// Counts what a peer makes us do against Budgets (RFC 9113 section 10.5). Clockless: time is told.
//
// Never counted: frames that may have crossed our own RST_STREAM or GOAWAY, whatever their number
// (a path with a large bandwidth-delay product holds thousands of them: linkerd2#14908, nghttp2
// a0b9f896), streams above a limit that the peer has not acknowledged, WINDOW_UPDATE and PING ACK.
// A reset counts only against requests that we have not answered completely (a response that still
// waits to be written is none), and a completed response gives a token back, so that a client that
// cancels often but also lets requests finish is never turned away.
//
// A budget is exceeded by the first one too many: with a capacity of 1,000 by the 1,001st.

#include <cstdint>

#include "h2core/budgets.hpp"
#include "h2core/connection.hpp"
#include "h2core/frame.hpp"
#include "h2core/role.hpp"
#include "h2core/stream_map.hpp"

namespace h2 {

class FloodGuard {
  public:
    // `role` is ours: a server's RST_STREAM to a client throws none of the client's work away.
    explicit FloodGuard(const Budgets& budgets, Role role = Role::server);

    // A frame of the peer was processed with that outcome; `before` is the stream it names as it
    // was before (null: not in the table). RuleId::none, or the budget it exceeds: a connection
    // error ENHANCE_YOUR_CALM.
    RuleId received(const Frame& frame, const Step& step, const Stream* before);

    // Our frame has been written (WriteStage::visible or completion, once): an answer is off the
    // queue, a response that ends its stream gives a token back. A RST_STREAM that was no answer
    // (a command of ours) may be among them: it takes nothing off. Not for frames that are dropped.
    void written(const Frame& frame);
    void seconds_passed(std::uint32_t seconds);

  private:
    class Bucket {
      public:
        explicit Bucket(const TokenBudget& budget) : budget_{budget} {}
        // False if there was no token left.
        [[nodiscard]] bool take();
        void give_back(std::uint64_t tokens);

      private:
        TokenBudget budget_;
        std::uint32_t taken_ = 0;
    };
    struct ResetAnswer {};  // of a stream whose RST_STREAM is an answer and not written yet

    [[nodiscard]] bool cancels_request(const Frame& frame, const Stream* before) const;
    void count_answers(const Effects& effects);
    void count_empty(const Frame& frame);
    [[nodiscard]] std::uint64_t answers_queued() const;

    Role role_;
    Budgets budgets_;
    std::uint32_t acknowledgments_queued_ = 0;  // of PING and SETTINGS
    StreamMap<ResetAnswer> resets_queued_;
    std::uint32_t empty_in_a_row_ = 0;
    Bucket resets_received_;
    Bucket resets_caused_;
};

}  // namespace h2
