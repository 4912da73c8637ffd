// What a client owes RFC 9113 by what it has sent and received.

#include "sim/judge/client_view.hpp"

namespace sim {

using h2::RuleId;

RuleId ClientView::opens(h2::StreamId id) const {
    if (!id.opened_by(h2::Role::client)) {
        return RuleId::stream_id_parity;
    }
    return has_seen_goaway() ? RuleId::goaway_new_stream : RuleId::none;
}

RuleId ClientView::uses(const ClientStream& stream, h2::StreamId id, const h2::Frame& frame,
                        bool left_out) const {
    const auto* headers = std::get_if<h2::Headers>(&frame);
    if (!stream.known) {
        if (!id.opened_by(h2::Role::client)) {  // nothing was promised
            return headers != nullptr ? RuleId::stream_id_parity : RuleId::idle_stream;
        }
        if (id > highest_opened_) {
            return std::holds_alternative<h2::RstStream>(frame) ? RuleId::rst_stream_idle
                                                                : RuleId::idle_stream;
        }
        // What a GOAWAY has left out is ignored, not forbidden (section 6.8).
        return has_seen_goaway() && left_out ? RuleId::none : RuleId::implicitly_closed;
    }
    const bool content = headers != nullptr || std::holds_alternative<h2::Data>(frame);
    if (stream.reset || stream.saw_reset) {
        return RuleId::closed_after_reset;
    }
    if (content && stream.ended) {
        return RuleId::half_closed_remote;
    }
    // The request's field section has been sent, so these are its trailers (section 8.1).
    return headers != nullptr && !headers->end_stream ? RuleId::trailers_without_end_stream
                                                      : RuleId::none;
}

RuleId ClientView::sends_data(std::uint32_t octets) {
    return spend(window_, octets) ? RuleId::none : RuleId::flow_control_connection;
}

}  // namespace sim
