// What the server does on the wire: judged by what it can see, and noted; and the decisions that
// compare the two ends.

#include "sim/judge/last_setting.hpp"
#include "sim/judge/monitor.hpp"

namespace sim {

using h2::RuleId;

void Monitor::credit(const h2::WindowUpdate& update) {
    if (update.stream.names_connection()) {
        if (!at_server_.saw_credit(update.increment)) {
            breaks(Peer::client, RuleId::window_overflow_connection, {});
        }
    } else if (WireStream* stream = seek(update.stream)) {
        if (!stream->window.change(update.increment)) {
            breaks(Peer::client, RuleId::window_overflow_stream, update.stream);
        }
    }
}

Observations Monitor::debit(const h2::Data& data) {
    WireStream* stream = seek(data.stream);
    const bool accounted = stream != nullptr && !stream->has(WireStream::server_saw_reset);
    return breaks(
        Peer::server,
        at_server_.sends_data(accounted ? &stream->window : nullptr, data.flow_controlled()),
        data.stream, bit(Observation::undebited));
}

Observations Monitor::server_uses(h2::StreamId id, const h2::Frame& frame) {
    WireStream* stream = seek(id);
    const ServerStream known = stream == nullptr ? ServerStream{} : stream->at_server();
    const bool idle = !id.opened_by(h2::Role::client) || id > at_client_.highest_opened();
    const RuleId broken = ServerView::uses(known, idle, frame);
    if (stream != nullptr) {
        if (std::holds_alternative<h2::Headers>(frame)) {
            stream->set(WireStream::server_answered);
        }
        if (h2::ends_stream(frame)) {
            stream->set(WireStream::server_ended);
        }
        if (std::holds_alternative<h2::RstStream>(frame)) {
            stream->set(WireStream::server_reset);
        }
    }
    return breaks(Peer::server, broken, id, bit(Observation::illegal_emission));
}

Observations Monitor::server_settings(const h2::SettingsFrame& settings) {
    if (!settings.ack) {
        at_server_.begin();
        settings_.push_back(settings.list);
        return 0;
    }
    const std::uint32_t before = at_server_.granted_initial_window();
    const RuleId broken = at_server_.acknowledges();
    shift_windows(before);
    return breaks(Peer::server, broken, {}, bit(Observation::settings_out_of_sync));
}

Observations Monitor::server_sent(const h2::Frame& frame) {
    Observations seen = 0;
    const auto broken = [&](RuleId rule, h2::StreamId id) {
        seen |= breaks(Peer::server, rule, id, bit(Observation::illegal_emission));
    };
    const h2::StreamId id = h2::stream_of(frame);
    const auto* settings = std::get_if<h2::SettingsFrame>(&frame);
    const auto* data = std::get_if<h2::Data>(&frame);
    broken(at_server_.first(frame), id);
    if (!id.names_connection() && !std::holds_alternative<h2::Priority>(frame)) {
        seen |= server_uses(id, frame);
    } else if (id.names_connection() &&
               (data != nullptr || std::holds_alternative<h2::Headers>(frame) ||
                std::holds_alternative<h2::RstStream>(frame))) {
        broken(RuleId::stream_id_required, id);
    }
    if (data != nullptr) {
        seen |= debit(*data);
    } else if (settings != nullptr) {
        seen |= server_settings(*settings);
    } else if (const auto* goaway = std::get_if<h2::GoAway>(&frame)) {
        broken(at_server_.sends_goaway(goaway->last_stream), goaway->last_stream);
    }
    forget_closed();
    return seen;
}

Observations Monitor::server_admitted(h2::StreamId id, std::uint32_t limit) {
    if (WireStream* stream = seek(id)) {
        stream->set(WireStream::admitted);
    }
    return admitted_open() > limit ? bit(Observation::over_admission) : 0;
}

// REFUSED_STREAM says that nothing was processed, and is allowed at any time (section 8.7); all
// else accuses the client.
Observations Monitor::server_refused(h2::StreamId id, bool retryable) {
    Observations seen = bit(Observation::refusal_seen);
    const WireStream* stream = find(id);
    if (!client_.kept() || stream == nullptr || !stream->has(WireStream::within_limit)) {
        return seen;
    }
    seen |= bit(Observation::false_refusal);
    if (!retryable) {
        // Within what was acknowledged, refused for a value that was not (section 6.5.3).
        const bool early = !settings_.empty() || !acks_in_flight_.empty();
        seen |= breaks(Peer::server, RuleId::refused_within_limit, id,
                       bit(Observation::false_refusal) | bit(Observation::false_refusal_strong) |
                           (early ? bit(Observation::settings_out_of_sync) : 0));
    }
    return seen;
}

Observations Monitor::server_condemned(h2::StreamId id, RuleId rule) {
    if (!client_.kept()) {
        return 0;
    }
    return breaks(Peer::server, rule, id, bit(Observation::compliant_peer_punished));
}

// A request that a graceful shutdown will not serve, although nothing had told the client of it. A
// stream that the client has reset is no loss.
Observations Monitor::lost(const WireStream& stream) {
    if (!client_.kept() || !stream.open_for_client()) {
        return 0;
    }
    return breaks(Peer::server, RuleId::goaway_graceful, stream.id, bit(Observation::request_lost));
}

Observations Monitor::server_ignored(h2::StreamId id) {
    const WireStream* stream = find(id);
    return stream != nullptr ? lost(*stream) : 0;  // else the client knows already
}

Observations Monitor::server_dropped(h2::StreamId id, h2::RuleId rule) {
    const WireStream* stream = find(id);
    if (stream == nullptr || !stream->open_for_client()) {
        return 0;
    }
    return breaks(Peer::server, rule, id, bit(Observation::closed_silently));
}

Observations Monitor::transport_closed() {
    constexpr unsigned kOver =
        WireStream::server_ended | WireStream::server_reset | WireStream::client_reset;
    Observations seen = 0;
    for (const WireStream& stream : streams_) {
        if (stream.has(kOver)) {
            continue;
        }
        if (!stream.has(WireStream::admitted)) {
            seen |= lost(stream);
        } else if (stream.id <= at_server_.last()) {
            seen |= bit(Observation::closed_before_flush);
        }
    }
    return seen;
}

// The server has processed it.
void Monitor::server_received(const h2::Frame& frame) {
    if (WireStream* stream = seek(h2::stream_of(frame))) {
        if (h2::ends_stream(frame)) {
            stream->set(WireStream::server_saw_end);
        }
        if (std::holds_alternative<h2::RstStream>(frame)) {
            stream->set(WireStream::server_saw_reset);
        }
    }
    if (const auto* update = std::get_if<h2::WindowUpdate>(&frame)) {
        credit(*update);
    } else if (const auto* settings = std::get_if<h2::SettingsFrame>(&frame)) {
        if (!settings->ack) {
            const std::uint32_t before = at_server_.granted_initial_window();
            at_server_.saw_settings(settings->list);
            shift_windows(before);
        } else if (!acks_in_flight_.empty()) {
            acked_limit_ = last_setting(acks_in_flight_.front(),
                                        h2::SettingId::MAX_CONCURRENT_STREAMS, acked_limit_);
            acks_in_flight_.erase(0);
        }
    }
    forget_closed();
}

}  // namespace sim
