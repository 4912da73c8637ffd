#include "sim/monitor.hpp"

#include <algorithm>

namespace sim {
namespace {

// The server side is done when its closing frames are out, or it has heard the client's reset.
bool server_done(const WireStream& s) {
    return s.has_all(WireStream::server_ended | WireStream::client_ended) ||
           s.has(WireStream::server_reset | WireStream::server_saw_reset);
}

// Later values win (section 6.5.3); `otherwise` where the list does not set it.
std::uint32_t last_value(const h2::SettingList* list, h2::SettingId id, std::uint32_t otherwise) {
    if (list != nullptr) {
        for (const h2::Setting& value : list->values) {
            otherwise = value.id == id ? value.value : otherwise;
        }
    }
    return otherwise;
}

}  // namespace

void Monitor::begin(std::uint32_t limit, std::uint32_t initial_window) {
    client_limit_ = limit;
    acked_limit_ = limit;
    initial_window_ = initial_window;
}

const WireStream* Monitor::find(h2::StreamId id) const {
    for (const WireStream& stream : streams_) {
        if (stream.id == id) {
            return &stream;
        }
    }
    return nullptr;
}

WireStream* Monitor::seek(h2::StreamId id) {
    return const_cast<WireStream*>(find(id));
}

std::uint32_t Monitor::open_for_client() const {
    return static_cast<std::uint32_t>(std::count_if(
        streams_.begin(), streams_.end(), [](const auto& s) { return s.open_for_client(); }));
}

std::uint32_t Monitor::open_on_wire() const {
    return static_cast<std::uint32_t>(std::count_if(
        streams_.begin(), streams_.end(), [](const auto& s) { return s.open_on_wire(); }));
}

// Section 5.1.2: "Endpoints MUST NOT exceed the limit set by their peer"; what counts is what the
// client knows when it sends.
Observations Monitor::client_opens(h2::StreamId id, bool end_stream) {
    if (!id.opened_by(h2::Role::client)) {
        client_.breaks(h2::RuleId::stream_id_parity, id);
        return 0;
    }
    highest_client_ = id;
    WireStream stream;
    stream.id = id;
    stream.window = static_cast<std::int32_t>(initial_window_);
    if (end_stream) {
        stream.set(WireStream::client_ended);
    }
    if (open_for_client() + 1 <= client_limit_) {
        stream.set(WireStream::within_limit);
    } else {
        client_.breaks(h2::RuleId::concurrency_limit, id);
    }
    streams_.push_back(stream);
    const bool disobeyed = limit_changed_ && !stream.has(WireStream::within_limit);
    return disobeyed ? bit(Observation::settings_out_of_sync) : 0;
}

// DATA, HEADERS, RST_STREAM and WINDOW_UPDATE on a stream that exists or existed.
void Monitor::client_uses(h2::StreamId id, const h2::Frame& frame) {
    WireStream* stream = seek(id);
    if (stream == nullptr) {
        client_.breaks(id > highest_client_ ? h2::RuleId::idle_stream
                                            : h2::RuleId::closed_after_end_stream,
                       id);
        return;
    }
    const bool content = std::holds_alternative<h2::Data>(frame) ||
                         std::holds_alternative<h2::Headers>(frame);
    if (stream->has(WireStream::client_reset | WireStream::client_saw_reset)) {
        client_.breaks(h2::RuleId::closed_after_reset, id);
    } else if (content && stream->has(WireStream::client_ended)) {
        client_.breaks(h2::RuleId::half_closed_remote, id);
    }
    if (h2::ends_stream(frame)) {
        stream->set(WireStream::client_ended);
    }
    if (std::holds_alternative<h2::RstStream>(frame)) {
        stream->set(WireStream::client_reset);
    }
}

// One ACK for each SETTINGS, in order (section 6.5.3).
Observations Monitor::acknowledged_by_client() {
    if (seen_settings_ == 0) {
        client_.breaks(h2::RuleId::settings_ack_unexpected, {});
        return bit(Observation::settings_out_of_sync);
    }
    acks_in_flight_.push_back(settings_.front());
    settings_.erase(0);
    --seen_settings_;
    return 0;
}

Observations Monitor::client_sent(const h2::Frame& frame) {
    Observations seen = 0;
    const h2::StreamId id = h2::stream_of(frame);
    if (const auto* headers = std::get_if<h2::Headers>(&frame)) {
        if (id > highest_client_) {
            seen = client_opens(id, headers->end_stream);
        } else {
            client_uses(id, frame);
        }
    } else if (const auto* settings = std::get_if<h2::SettingsFrame>(&frame)) {
        seen = settings->ack ? acknowledged_by_client() : 0;
    } else if (std::holds_alternative<h2::Data>(frame) ||
               std::holds_alternative<h2::RstStream>(frame) ||
               (std::holds_alternative<h2::WindowUpdate>(frame) && !id.names_connection())) {
        client_uses(id, frame);
    } else if (std::holds_alternative<h2::Continuation>(frame)) {
        client_.breaks(h2::RuleId::continuation_alone, id);
    } else if (std::holds_alternative<h2::PushPromise>(frame)) {
        client_.breaks(h2::RuleId::push_disabled, id);
    }
    forget_closed();
    return seen;
}

void Monitor::client_received(const h2::Frame& frame) {
    if (const auto* settings = std::get_if<h2::SettingsFrame>(&frame); settings != nullptr) {
        if (settings->ack) {
            return;
        }
        ++seen_settings_;
        client_limit_ =
            last_value(settings->list, h2::SettingId::MAX_CONCURRENT_STREAMS, client_limit_);
        limit_changed_ = true;
        return;
    }
    WireStream* stream = seek(h2::stream_of(frame));
    if (stream == nullptr) {
        return;
    }
    if (h2::ends_stream(frame)) {
        stream->set(WireStream::client_saw_end);
    }
    if (std::holds_alternative<h2::RstStream>(frame)) {
        stream->set(WireStream::client_saw_reset);
    }
    forget_closed();
}

// A DATA frame is visible: the grants shrink by all of its payload (section 6.9.1).
Observations Monitor::debit(h2::StreamId id, std::uint32_t octets) {
    connection_window_ -= static_cast<std::int32_t>(octets);
    bool exceeded = connection_window_ < 0 && octets > 0;
    if (WireStream* stream = seek(id)) {
        stream->window -= static_cast<std::int32_t>(octets);
        exceeded = exceeded || (stream->window < 0 && octets > 0);
    }
    return exceeded ? bit(Observation::undebited) : 0;
}

// What section 5.1 forbids a server to send. A frame on a stream whose reset by the client has
// been processed is tolerated here: its octets may have been on their way to the transport before.
Observations Monitor::server_uses(h2::StreamId id, const h2::Frame& frame) {
    WireStream* stream = seek(id);
    const bool content = std::holds_alternative<h2::Data>(frame) ||
                         std::holds_alternative<h2::Headers>(frame);
    h2::RuleId broken = h2::RuleId::none;
    if (stream == nullptr) {
        broken = id > highest_client_ ? h2::RuleId::idle_stream : h2::RuleId::none;
    } else if (stream->has(WireStream::server_reset)) {
        broken = h2::RuleId::closed_after_reset;
    } else if (content && stream->has(WireStream::server_ended)) {
        broken = h2::RuleId::half_closed_remote;
    } else if (std::holds_alternative<h2::Data>(frame) &&
               !stream->has(WireStream::server_answered)) {
        broken = h2::RuleId::data_before_headers;
    }
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
    if (broken == h2::RuleId::none) {
        return 0;
    }
    server_.breaks(broken, id);
    return bit(Observation::illegal_emission);
}

Observations Monitor::server_sent(const h2::Frame& frame) {
    Observations seen = 0;
    const h2::StreamId id = h2::stream_of(frame);
    if (!id.names_connection() && !std::holds_alternative<h2::Priority>(frame)) {
        seen |= server_uses(id, frame);
    }
    if (const auto* data = std::get_if<h2::Data>(&frame)) {
        seen |= debit(id, data->flow_controlled());
    } else if (const auto* settings = std::get_if<h2::SettingsFrame>(&frame)) {
        if (!settings->ack) {
            settings_.push_back(settings->list);
        }
    } else if (const auto* goaway = std::get_if<h2::GoAway>(&frame)) {
        if (goaway->last_stream > server_last_) {
            server_.breaks(h2::RuleId::goaway_last_id_rises, goaway->last_stream);
            seen |= bit(Observation::illegal_emission);
        }
        server_last_ = goaway->last_stream;
    }
    forget_closed();
    return seen;
}

// INITIAL_WINDOW_SIZE changes what is granted on every stream (section 6.9.2).
void Monitor::change_initial_window(std::uint32_t value) {
    const auto delta = static_cast<std::int32_t>(value) - static_cast<std::int32_t>(initial_window_);
    initial_window_ = value;
    for (WireStream& stream : streams_) {
        stream.window += delta;
    }
}

void Monitor::server_received(const h2::Frame& frame) {
    WireStream* stream = seek(h2::stream_of(frame));
    if (stream != nullptr && h2::ends_stream(frame)) {
        stream->set(WireStream::server_saw_end);
    }
    if (stream != nullptr && std::holds_alternative<h2::RstStream>(frame)) {
        stream->set(WireStream::server_saw_reset);
    }
    if (const auto* update = std::get_if<h2::WindowUpdate>(&frame)) {
        const auto increment = static_cast<std::int32_t>(update->increment);
        if (update->stream.names_connection()) {
            connection_window_ += increment;
        } else if (stream != nullptr) {
            stream->window += increment;
        }
    } else if (const auto* settings = std::get_if<h2::SettingsFrame>(&frame)) {
        if (settings->ack && !acks_in_flight_.empty()) {
            acked_limit_ = last_value(acks_in_flight_.front(),
                                      h2::SettingId::MAX_CONCURRENT_STREAMS, acked_limit_);
            acks_in_flight_.erase(0);
        } else if (!settings->ack) {
            change_initial_window(last_value(settings->list, h2::SettingId::INITIAL_WINDOW_SIZE,
                                             initial_window_));
        }
    }
    forget_closed();
}

Observations Monitor::server_admitted(h2::StreamId id, std::uint32_t limit) {
    if (WireStream* stream = seek(id)) {
        stream->set(WireStream::admitted);
    }
    const auto open = static_cast<std::uint32_t>(
        std::count_if(streams_.begin(), streams_.end(), [](const WireStream& s) {
            return s.has(WireStream::admitted) && s.open_on_wire();
        }));
    return open > limit ? bit(Observation::over_admission) : 0;
}

Observations Monitor::server_refused(h2::StreamId id, bool retryable) const {
    Observations seen = bit(Observation::refusal_seen);
    const WireStream* stream = find(id);
    if (!client_.kept() || stream == nullptr || !stream->has(WireStream::within_limit)) {
        return seen;
    }
    seen |= bit(Observation::false_refusal);
    if (!retryable) {
        seen |= bit(Observation::false_refusal_strong);
        // Within what was acknowledged, refused for a value that was not (section 6.5.3).
        if (client_limit_ != acked_limit_ || !settings_.empty() || !acks_in_flight_.empty()) {
            seen |= bit(Observation::settings_out_of_sync);
        }
    }
    return seen;
}

Observations Monitor::server_condemned() const {
    return client_.kept() ? bit(Observation::compliant_peer_punished) : 0;
}

Observations Monitor::transport_closed() const {
    for (const WireStream& stream : streams_) {
        if (stream.has(WireStream::admitted) && stream.open_on_wire() &&
            stream.id <= server_last_) {
            return bit(Observation::closed_before_flush);
        }
    }
    return 0;
}

void Monitor::forget_closed() {
    for (std::uint32_t i = 0; i < streams_.size();) {
        if (!streams_[i].open_for_client() && server_done(streams_[i])) {
            streams_.erase(i);
        } else {
            ++i;
        }
    }
}

}  // namespace sim
