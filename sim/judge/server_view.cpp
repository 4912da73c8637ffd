// What a server owes RFC 9113 by what it has processed and made visible.

#include "sim/judge/server_view.hpp"

#include <algorithm>

#include "sim/judge/last_setting.hpp"

namespace sim {

using h2::RuleId;

// A frame on a stream whose reset by the client has been processed is tolerated: its octets may
// have been on their way to the transport before. So is RST_STREAM on a stream that is closed for
// both: the client's END_STREAM may have crossed it, and a second one is not forbidden (section
// 5.4.2).
RuleId ServerView::uses(const ServerStream& stream, bool idle, const h2::Frame& frame) {
    const bool data = std::holds_alternative<h2::Data>(frame);
    const bool content = data || std::holds_alternative<h2::Headers>(frame);
    if (std::holds_alternative<h2::Continuation>(frame)) {
        return RuleId::continuation_alone;
    }
    if (!stream.known) {
        if (idle) {
            return RuleId::idle_stream;
        }
        return content ? RuleId::implicitly_closed : RuleId::none;
    }
    if (stream.reset) {
        return RuleId::closed_after_reset;
    }
    if (stream.saw_reset) {
        return RuleId::none;
    }
    if (content && stream.ended) {
        return RuleId::half_closed_remote;
    }
    return data && !stream.answered ? RuleId::data_before_headers : RuleId::none;
}

RuleId ServerView::sends_data(h2::Window* stream, std::uint32_t octets) {
    const bool connection = spend(window_, octets);
    if (stream != nullptr && !spend(*stream, octets)) {
        return RuleId::flow_control_stream;
    }
    return connection ? RuleId::none : RuleId::flow_control_connection;
}

RuleId ServerView::acknowledges() {
    if (unacknowledged_.empty()) {
        return RuleId::settings_ack_unexpected;
    }
    acked_initial_window_ = last_setting(unacknowledged_.front(),
                                         h2::SettingId::INITIAL_WINDOW_SIZE, acked_initial_window_);
    unacknowledged_.erase(0);
    return RuleId::none;
}

std::uint32_t ServerView::granted_initial_window() const {
    std::uint32_t applied = acked_initial_window_;
    std::uint32_t granted = applied;
    for (const h2::SettingList* list : unacknowledged_) {
        applied = last_setting(list, h2::SettingId::INITIAL_WINDOW_SIZE, applied);
        granted = std::max(granted, applied);
    }
    return granted;
}

}  // namespace sim
