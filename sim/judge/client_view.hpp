#pragma once
// The connection as somebody beside the client sees it: what the client has sent, and what it has
// received. Nothing is known here of frames under way or of what the server makes of them; so
// whatever a client is blamed for here, it could have known better.
//
// Each function that answers with a rule is told what the client does: h2::RuleId::none means that
// it may.

#include <cstdint>

#include "h2core/frame.hpp"
#include "h2core/rules.hpp"
#include "sim/judge/end_view.hpp"
#include "sim/judge/wire_stream.hpp"

namespace sim {

// window(): what the server has granted the client. It announces no INITIAL_WINDOW_SIZE, so no
// stream's window is ever smaller than the connection's.
class ClientView : public EndView {
  public:
    // HEADERS of a stream above highest_opened(); whether the limit admits it is not asked here.
    [[nodiscard]] h2::RuleId opens(h2::StreamId id) const;
    void opened(h2::StreamId id) { highest_opened_ = id; }
    // DATA, HEADERS, RST_STREAM or WINDOW_UPDATE on a stream that was not opened by it. `left_out`:
    // a GOAWAY has named a lower one as the last.
    [[nodiscard]] h2::RuleId uses(const ClientStream& stream, h2::StreamId id,
                                  const h2::Frame& frame, bool left_out) const;
    // Octets of DATA that count for flow control.
    h2::RuleId sends_data(std::uint32_t octets);

    void acknowledged() { acknowledged_ = true; }
    void saw_goaway() { saw_goaway_ = true; }
    void saw_credit(std::uint32_t increment) { (void)window_.change(increment); }

    // It has acknowledged SETTINGS since the connection began.
    [[nodiscard]] bool has_acknowledged() const { return acknowledged_; }
    [[nodiscard]] bool has_seen_goaway() const { return saw_goaway_; }
    [[nodiscard]] h2::StreamId highest_opened() const { return highest_opened_; }

    bool operator==(const ClientView&) const = default;

  private:
    friend class Monitor;  // which writes down the state of both views

    bool acknowledged_ = false;
    bool saw_goaway_ = false;
    h2::StreamId highest_opened_;
};

}  // namespace sim
