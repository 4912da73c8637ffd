#pragma once
// The connection as somebody beside the server sees it: what the server has processed, and what it
// has made visible. Frames that are still on their way to it grant nothing and bind to nothing.
//
// Each function that answers with a rule is told what the server does: h2::RuleId::none means that
// it may.

#include <cstdint>

#include "h2core/frame.hpp"
#include "h2core/inline_vector.hpp"
#include "h2core/rules.hpp"
#include "sim/judge/end_view.hpp"
#include "sim/judge/wire_stream.hpp"

namespace sim {

// window(): what the client has granted the server.
class ServerView : public EndView {
  public:
    using EndView::begin;
    // SETTINGS have been exchanged: those of the client have been acknowledged, too.
    void begin(std::uint32_t initial_window) {
        begin();
        acked_initial_window_ = initial_window;
    }

    // A frame on a stream. `idle`: the client has not opened it.
    [[nodiscard]] static h2::RuleId uses(const ServerStream& stream, bool idle,
                                         const h2::Frame& frame);
    // Octets of DATA that count for flow control; `stream`: the window of their stream, if that is
    // still accounted for. The grants shrink by all of the payload (section 6.9.1).
    h2::RuleId sends_data(h2::Window* stream, std::uint32_t octets);
    // One ACK for each SETTINGS of the client, not before it was processed (section 6.5.3).
    h2::RuleId acknowledges();

    void saw_settings(const h2::SettingList* list) { unacknowledged_.push_back(list); }
    // False if the window of the connection would exceed 2^31-1: the client's fault.
    [[nodiscard]] bool saw_credit(std::uint32_t increment) { return window_.change(increment); }

    // INITIAL_WINDOW_SIZE as far as it may be used: the greatest of the value acknowledged last and
    // those processed since.
    [[nodiscard]] std::uint32_t granted_initial_window() const;
    [[nodiscard]] h2::StreamId last() const { return last_; }  // of its GOAWAY

    bool operator==(const ServerView&) const = default;

  private:
    friend class Monitor;  // which writes down the state of both views

    // SETTINGS of the client that the server has processed; their ACKs are not yet visible.
    h2::InlineVector<const h2::SettingList*, 4> unacknowledged_;
    std::uint32_t acked_initial_window_ = 65'535;  // the client's; the server's ACK is visible
};

}  // namespace sim
