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
#include "h2core/window.hpp"
#include "sim/judge/wire_stream.hpp"

namespace sim {

class ClientView {
  public:
    // SETTINGS have been sent.
    void begin() { flags_ |= kBegan; }
    // Before SETTINGS nothing else is sent (section 3.4).
    [[nodiscard]] h2::RuleId first(const h2::Frame& frame) const;

    // HEADERS of a stream above highest_opened(); whether the limit admits it is not asked here.
    [[nodiscard]] h2::RuleId opens(h2::StreamId id) const;
    void opened(h2::StreamId id) { highest_opened_ = id; }
    // DATA, HEADERS, RST_STREAM or WINDOW_UPDATE on a stream that was not opened by it. `left_out`:
    // a GOAWAY has named a lower one as the last.
    [[nodiscard]] h2::RuleId uses(const ClientStream& stream, h2::StreamId id,
                                  const h2::Frame& frame, bool left_out) const;
    // Octets of DATA that count for flow control.
    h2::RuleId sends_data(std::uint32_t octets);
    h2::RuleId sends_goaway(h2::StreamId last);

    void acknowledged() { flags_ |= kAcknowledged; }
    void saw_goaway() { flags_ |= kSawGoAway; }
    void saw_credit(std::uint32_t increment) { (void)window_.change(increment); }

    // It has acknowledged SETTINGS since the connection began.
    [[nodiscard]] bool has_acknowledged() const { return (flags_ & kAcknowledged) != 0; }
    [[nodiscard]] bool has_seen_goaway() const { return (flags_ & kSawGoAway) != 0; }
    [[nodiscard]] h2::StreamId highest_opened() const { return highest_opened_; }

    bool operator==(const ClientView&) const = default;

  private:
    friend class Monitor;  // which writes down the state of both views
    static constexpr std::uint8_t kBegan = 1U << 0U;
    static constexpr std::uint8_t kAcknowledged = 1U << 2U;
    static constexpr std::uint8_t kSawGoAway = 1U << 3U;
    static constexpr std::uint8_t kFlags = kBegan | kAcknowledged | kSawGoAway;

    std::uint8_t flags_ = 0;
    // What the server has granted the client. It announces no INITIAL_WINDOW_SIZE, so no stream's
    // window is ever smaller than this one.
    h2::Window window_;
    h2::StreamId highest_opened_;
    h2::StreamId last_ = h2::StreamId::from_wire(h2::StreamId::kMax);  // of its GOAWAY
};

}  // namespace sim
