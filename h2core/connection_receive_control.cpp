// Received frames that belong to the connection, and the answers to errors (section 5.4).

#include <algorithm>

#include "h2core/invariant.hpp"
#include "h2core/receiver.hpp"

namespace h2 {

Step Receiver::operator()(const SettingsFrame& settings) {
    if (settings.ack) {
        return settings.list != nullptr && !settings.list->values.empty()
                   ? connection_error(ErrorCode::FRAME_SIZE_ERROR,
                                      RuleId::settings_ack_with_payload)
                   : settings_acked();
    }
    if (settings.list != nullptr) {
        if (const auto error = changes_what_stays(*settings.list)) {
            return connection_error(error->code, error->rule);
        }
        for (const Setting& setting : settings.list->values) {
            if (const auto error = validate(setting, c_.role_ == Role::client)) {
                return connection_error(error->code, error->rule);
            }
        }
        if (const auto error = take_over(*settings.list, c_.peer_, &Stream::send_window)) {
            return connection_error(error->code, error->rule);
        }
    }
    c_.settings_received_ = true;
    Step step = accept_with<SendFrame>(SettingsFrame{/*ack=*/true, nullptr});
    step.effects.push_back(SettingsApplied{});
    return step;
}

// Parameters that may not be taken back (RFC 8441 section 3, RFC 9218 section 2.1).
std::optional<SettingError> Receiver::changes_what_stays(const SettingList& list) const {
    for (const Setting& setting : list.values) {
        if (setting.id == SettingId::ENABLE_CONNECT_PROTOCOL && setting.value == 0 &&
            c_.peer_.enable_connect_protocol == 1) {
            return SettingError{ErrorCode::PROTOCOL_ERROR,
                                RuleId::settings_connect_protocol_withdrawn};
        }
        if (setting.id == SettingId::NO_RFC7540_PRIORITIES && c_.settings_received_ &&
            setting.value != c_.peer_.no_rfc7540_priorities) {
            return SettingError{ErrorCode::PROTOCOL_ERROR, RuleId::settings_no_priorities_changed};
        }
    }
    return std::nullopt;
}

// The oldest of our unacknowledged SETTINGS is in force now (section 6.5.3). The RFC says nothing
// about an ACK that answers nothing; we hang up, as Go x/net, nghttp2 and hyperium/h2 do.
Step Receiver::settings_acked() {
    if (c_.unacked_.empty()) {
        return connection_error(ErrorCode::PROTOCOL_ERROR, RuleId::settings_ack_unexpected);
    }
    const SettingList* list = c_.unacked_.front();
    c_.unacked_.erase(0);
    if (list != nullptr) {
        if (const auto error = take_over(*list, c_.local_, &Stream::receive_window)) {
            return connection_error(error->code, error->rule);
        }
    }
    return accept();
}

// In the order of the list, windows included (sections 6.5.3 and 6.9.2).
std::optional<SettingError> Receiver::take_over(const SettingList& list, Settings& settings,
                                                Window Stream::* window) {
    for (const Setting& setting : list.values) {
        if (setting.id == SettingId::INITIAL_WINDOW_SIZE) {
            const std::int64_t delta =
                std::int64_t{setting.value} - std::int64_t{settings.initial_window_size};
            if (!book_.shift_windows(window, delta)) {
                return SettingError{ErrorCode::FLOW_CONTROL_ERROR,
                                    RuleId::settings_window_overflow};
            }
        }
        settings.apply(setting);
    }
    return std::nullopt;
}

Step Receiver::operator()(const Ping& ping) {
    if (ping.ack) {
        return accept_with<DeliverPingAck>(ping.opaque);
    }
    return accept_with<SendFrame>(Ping{ping.opaque, /*ack=*/true});
}

Step Receiver::operator()(const GoAway& goaway) {
    if (goaway.last_stream > c_.peer_last_) {
        return connection_error(ErrorCode::PROTOCOL_ERROR, RuleId::goaway_last_id_rises);
    }
    c_.goaway_received_ = true;
    c_.peer_last_ = goaway.last_stream;
    Step step = accept_with<DeliverGoAway>(goaway.last_stream, goaway.code);
    // Ours above the last one "as though they had never been created at all".
    for (std::uint32_t i = c_.streams_.size(); i > 0; --i) {
        Stream& stream = c_.streams_[i - 1];
        if (stream.id <= goaway.last_stream) {
            break;
        }
        if (stream.id.opened_by(c_.role_)) {
            book_.drop(stream);
        } else if (c_.policy_->goaway_ignores_initiator && !is_closed(stream.lifecycle)) {
            step.effects.push_back(DeliverReset{stream.id, goaway.code});
            stream.lifecycle = Lifecycle::closed_rst_received;
            book_.settle(stream);
        }
    }
    return step;
}

Step Receiver::connection_window_update(std::uint32_t increment) {
    if (increment == 0) {
        return connection_error(ErrorCode::PROTOCOL_ERROR, RuleId::window_update_zero_connection);
    }
    if (!c_.send_window_.change(increment)) {
        return connection_error(ErrorCode::FLOW_CONTROL_ERROR, RuleId::window_overflow_connection);
    }
    return accept();
}

Step Receiver::operator()(const Continuation&) {
    return connection_error(ErrorCode::PROTOCOL_ERROR, RuleId::continuation_alone);
}

Step Receiver::operator()(const UnknownFrame&) {
    return discard(RuleId::unknown_frame_ignored);
}

Step Receiver::operator()(const PriorityUpdate& update) {
    if (c_.role_ == Role::client) {
        return connection_error(ErrorCode::PROTOCOL_ERROR, RuleId::priority_update_from_server);
    }
    const StreamId prioritized = update.prioritized;
    const bool idle_push =
        prioritized.opened_by(Role::server) &&
        book_.lifecycle_of(prioritized, book_.find(prioritized)) == Lifecycle::idle;
    return prioritized.names_connection() || idle_push
               ? connection_error(ErrorCode::PROTOCOL_ERROR, RuleId::priority_update_prioritized)
               : accept();
}

// On stream 0 it names its origin, on another stream it must not.
Step Receiver::operator()(const AltSvc& service) {
    const bool fits = service.stream.names_connection() == (service.origin_size > 0);
    return fits && c_.role_ == Role::client ? accept() : discard(RuleId::altsvc_ignored);
}

Step Receiver::operator()(const Origin& origin) {
    return origin.stream.names_connection() && c_.role_ == Role::client
               ? accept()
               : discard(RuleId::origin_ignored);
}

bool Receiver::after_goaway(StreamId stream) const {
    return c_.goaway_sent_ && stream > c_.announced_last_ && stream.opened_by(peer_of(c_.role_));
}

bool Receiver::ignored(StreamId stream) const {
    return c_.policy_->after_goaway != AfterGoAway::idle_stream_error && after_goaway(stream);
}

std::optional<Receiver::Excess> Receiver::excess() const {
    const Policy& policy = *c_.policy_;
    const std::uint64_t streams = std::uint64_t{c_.admission_count()} + 1;
    const std::uint64_t slack = policy.slack;
    const bool above_acked = streams > c_.local_.max_concurrent_streams + slack;
    const bool above_submitted = streams > c_.submitted_limit() + slack;
    const Excess excess = {policy.over_limit, RuleId::concurrency_limit};
    const Excess unacked = {policy.over_limit_unacked, RuleId::concurrency_limit_unacked};
    switch (policy.limit_in_force) {
        case LimitInForce::acked: break;
        case LimitInForce::submitted:
            if (!above_submitted) {
                return std::nullopt;
            }
            return c_.unacked_.empty() || above_acked ? excess : unacked;
        case LimitInForce::both:
            if (!above_acked && above_submitted) {
                return unacked;
            }
            break;
    }
    return above_acked ? std::optional{excess} : std::nullopt;
}

Step Receiver::refuse(StreamId stream, const Excess& excess) {
    switch (excess.answer) {
        case OverLimit::rst_protocol_error: break;
        case OverLimit::rst_refused_stream:
            return stream_error(stream, ErrorCode::REFUSED_STREAM, excess.rule);
        case OverLimit::goaway_protocol_error:
            return connection_error(ErrorCode::PROTOCOL_ERROR, excess.rule);
        case OverLimit::goaway_refused_stream:
            return connection_error(ErrorCode::REFUSED_STREAM, excess.rule);
    }
    return stream_error(stream, ErrorCode::PROTOCOL_ERROR, excess.rule);
}

Step Receiver::stream_error(StreamId id, ErrorCode code, RuleId rule) {
    if (Stream* stream = book_.find(id)) {
        book_.reset(*stream);
    } else {
        book_.remember_reset(id);
    }
    return {StreamError{id, code, rule}, {SendFrame{RstStream{id, code}}}};
}

Step Receiver::connection_error(ErrorCode code, RuleId rule) {
    c_.announced_last_ = std::min(c_.announced_last_, c_.highest_peer_);  // never rises: 6.8
    c_.goaway_sent_ = true;
    c_.closed_ = true;
    return {ConnectionError{code, rule},
            {SendFrame{GoAway{c_.announced_last_, code, {}}}, CloseTransport{code}}};
}

Step Receiver::objection(const Cell& cell, StreamId stream) {
    switch (cell.kind) {
        case Cell::Kind::discard: return discard(cell.rule);
        case Cell::Kind::stream_error: return stream_error(stream, cell.code, cell.rule);
        case Cell::Kind::connection_error: return connection_error(cell.code, cell.rule);
        case Cell::Kind::undecided:
        case Cell::Kind::to:
        case Cell::Kind::refuse:
        case Cell::Kind::never: break;
    }
    H2_INVARIANT(cell.kind == Cell::Kind::discard);
    return {};
}

}  // namespace h2
