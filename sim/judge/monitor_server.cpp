// What the server does on the wire, what the client has granted it, and the decisions that compare
// the two.

#include <algorithm>

#include "sim/judge/monitor.hpp"

namespace sim {
namespace {

using h2::RuleId;

// Values beyond 2^31-1 are an error of the client and change nothing (section 6.5.2).
std::uint32_t last_initial_window(const h2::SettingList* list, std::uint32_t otherwise) {
    if (list != nullptr) {
        for (const h2::Setting& setting : list->values) {
            if (setting.id == h2::SettingId::INITIAL_WINDOW_SIZE &&
                setting.value <= h2::Window::kMax) {
                otherwise = setting.value;
            }
        }
    }
    return otherwise;
}

}  // namespace

Observations Monitor::server_breaks(RuleId rule, h2::StreamId on, Observations shows) {
    const bool must = h2::rule(rule).level == h2::Level::must;
    faults_.list.push_back(
        {Peer::server, rule, on, shows | (must ? bit(Observation::server_broke_rule) : 0)});
    if (h2::rule(rule).level != h2::Level::should) {
        server_.breaks(rule, on);
    }
    return shows;
}

std::uint32_t Monitor::granted_initial_window() const {
    std::uint32_t applied = acked_initial_window_;
    std::uint32_t granted = applied;
    for (const h2::SettingList* list : client_settings_) {
        applied = last_initial_window(list, applied);
        granted = std::max(granted, applied);
    }
    return granted;
}

// INITIAL_WINDOW_SIZE changes what is granted on every stream (section 6.9.2).
void Monitor::shift_windows(std::uint32_t before) {
    const std::int64_t delta = std::int64_t{granted_initial_window()} - std::int64_t{before};
    for (WireStream& stream : streams_) {
        if (!stream.has(WireStream::server_saw_reset) && !stream.window.change(delta)) {
            client_breaks(RuleId::settings_window_overflow, stream.id);
        }
    }
}

void Monitor::credit(const h2::WindowUpdate& update) {
    if (update.stream.names_connection()) {
        if (!connection_window_.change(update.increment)) {
            client_breaks(RuleId::window_overflow_connection, {});
        }
    } else if (WireStream* stream = seek(update.stream)) {
        if (!stream->window.change(update.increment)) {
            client_breaks(RuleId::window_overflow_stream, update.stream);
        }
    }
}

// A DATA frame is visible: the grants shrink by all of its payload (section 6.9.1).
Observations Monitor::debit(h2::StreamId id, std::uint32_t octets) {
    const auto exceeds = [octets](h2::Window& window) {
        const bool admitted = window.admits(octets);
        if (!window.change(-std::int64_t{octets})) {
            window = h2::Window{-1};
        }
        return !admitted;
    };
    RuleId broken = exceeds(connection_window_) ? RuleId::flow_control_connection : RuleId::none;
    WireStream* stream = seek(id);
    if (stream != nullptr && !stream->has(WireStream::server_saw_reset) &&
        exceeds(stream->window)) {
        broken = RuleId::flow_control_stream;
    }
    if (broken == RuleId::none) {
        return 0;
    }
    return server_breaks(broken, id, bit(Observation::undebited));
}

// What section 5.1 forbids a server to send. A frame on a stream whose reset by the client has
// been processed is tolerated: its octets may have been on their way to the transport before. So
// is RST_STREAM on a stream that is closed for both: the client's END_STREAM may have crossed it,
// and a second one is not forbidden (section 5.4.2).
RuleId Monitor::server_fault(const WireStream* stream, h2::StreamId id,
                             const h2::Frame& frame) const {
    const bool data = std::holds_alternative<h2::Data>(frame);
    const bool content = data || std::holds_alternative<h2::Headers>(frame);
    if (std::holds_alternative<h2::Continuation>(frame)) {
        return RuleId::continuation_alone;
    }
    if (stream == nullptr) {
        if (!id.opened_by(h2::Role::client) || id > highest_client_) {
            return RuleId::idle_stream;
        }
        return content ? RuleId::implicitly_closed : RuleId::none;
    }
    if (stream->has(WireStream::server_reset)) {
        return RuleId::closed_after_reset;
    }
    if (stream->has(WireStream::server_saw_reset)) {
        return RuleId::none;
    }
    if (content && stream->has(WireStream::server_ended)) {
        return RuleId::half_closed_remote;
    }
    return data && !stream->has(WireStream::server_answered) ? RuleId::data_before_headers
                                                             : RuleId::none;
}

Observations Monitor::server_uses(h2::StreamId id, const h2::Frame& frame) {
    WireStream* stream = seek(id);
    const RuleId broken = server_fault(stream, id, frame);
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
    if (broken == RuleId::none) {
        return 0;
    }
    return server_breaks(broken, id, bit(Observation::illegal_emission));
}

// One ACK for each SETTINGS of the client, not before it was processed (section 6.5.3).
Observations Monitor::server_settings(const h2::SettingsFrame& settings) {
    if (!settings.ack) {
        set(server_began);
        settings_.push_back(settings.list);
        return 0;
    }
    if (client_settings_.empty()) {
        return server_breaks(RuleId::settings_ack_unexpected, {},
                             bit(Observation::settings_out_of_sync));
    }
    const std::uint32_t before = granted_initial_window();
    acked_initial_window_ = last_initial_window(client_settings_.front(), acked_initial_window_);
    client_settings_.erase(0);
    shift_windows(before);
    return 0;
}

Observations Monitor::server_sent(const h2::Frame& frame) {
    Observations seen = 0;
    const auto broken = [&](RuleId rule, h2::StreamId id) {
        seen |= server_breaks(rule, id, bit(Observation::illegal_emission));
    };
    const h2::StreamId id = h2::stream_of(frame);
    const auto* settings = std::get_if<h2::SettingsFrame>(&frame);
    const auto* data = std::get_if<h2::Data>(&frame);
    if (!has(server_began) && (settings == nullptr || settings->ack)) {
        broken(RuleId::settings_first, id);
    }
    if (!id.names_connection() && !std::holds_alternative<h2::Priority>(frame)) {
        seen |= server_uses(id, frame);
    } else if (id.names_connection() &&
               (data != nullptr || std::holds_alternative<h2::Headers>(frame) ||
                std::holds_alternative<h2::RstStream>(frame))) {
        broken(RuleId::stream_id_required, id);
    }
    if (data != nullptr) {
        seen |= debit(id, data->flow_controlled());
    } else if (settings != nullptr) {
        seen |= server_settings(*settings);
    } else if (const auto* goaway = std::get_if<h2::GoAway>(&frame)) {
        if (goaway->last_stream > server_last_) {
            broken(RuleId::goaway_last_id_rises, goaway->last_stream);
        }
        server_last_ = goaway->last_stream;
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
        seen |=
            server_breaks(RuleId::refused_within_limit, id,
                          bit(Observation::false_refusal) | bit(Observation::false_refusal_strong) |
                              (early ? bit(Observation::settings_out_of_sync) : 0));
    }
    return seen;
}

Observations Monitor::server_condemned(h2::StreamId id, RuleId rule) {
    if (!client_.kept()) {
        return 0;
    }
    return server_breaks(rule, id, bit(Observation::compliant_peer_punished));
}

// A request that a graceful shutdown will not serve, although nothing had told the client of it. A
// stream that the client has reset is no loss.
Observations Monitor::lost(const WireStream& stream) {
    if (!client_.kept() || !stream.open_for_client()) {
        return 0;
    }
    return server_breaks(RuleId::goaway_graceful, stream.id, bit(Observation::request_lost));
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
    return server_breaks(rule, id, bit(Observation::closed_silently));
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
        } else if (stream.id <= server_last_) {
            seen |= bit(Observation::closed_before_flush);
        }
    }
    return seen;
}

}  // namespace sim
