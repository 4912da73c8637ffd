// What any peer owes RFC 9113.

#include "sim/judge/end_view.hpp"

namespace sim {

using h2::RuleId;

RuleId EndView::first(const h2::Frame& frame) const {
    const auto* settings = std::get_if<h2::SettingsFrame>(&frame);
    const bool begins = settings != nullptr && !settings->ack;
    return began_ || begins ? RuleId::none : RuleId::settings_first;
}

RuleId EndView::sends_goaway(h2::StreamId last) {
    const bool rises = last > last_;
    last_ = last;
    return rises ? RuleId::goaway_last_id_rises : RuleId::none;
}

bool EndView::spend(h2::Window& window, std::uint32_t octets) {
    const bool admitted = window.admits(octets);
    if (!window.change(-std::int64_t{octets})) {  // far below zero: stays there
        window = h2::Window{-1};
    }
    return admitted;
}

}  // namespace sim
