// The account of the wire, and what the client does to it. The server's half: monitor_server.cpp.

#include "sim/judge/monitor.hpp"

#include <algorithm>

#include "h2core/overloaded.hpp"

namespace sim {
namespace {

using h2::RuleId;

// The server side is done when its closing frames are out, or it has heard the client's reset.
bool server_done(const WireStream& s) {
    return s.has_all(WireStream::server_ended | WireStream::client_ended) ||
           s.has(WireStream::server_reset | WireStream::server_saw_reset);
}

// Later values win (section 6.5.3); `otherwise` where the list does not set it.
std::uint32_t last_limit(const h2::SettingList* list, std::uint32_t otherwise) {
    if (list != nullptr) {
        for (const h2::Setting& setting : list->values) {
            if (setting.id == h2::SettingId::MAX_CONCURRENT_STREAMS) {
                otherwise = setting.value;
            }
        }
    }
    return otherwise;
}

}  // namespace

void Monitor::begin(std::uint32_t limit, std::uint32_t initial_window) {
    acked_limit_ = limit;
    acked_initial_window_ = initial_window;
    set(client_began);
    set(server_began);
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

std::uint32_t Monitor::admitted_open() const {
    return static_cast<std::uint32_t>(std::count_if(
        streams_.begin(), streams_.end(),
        [](const WireStream& s) { return s.has(WireStream::admitted) && s.open_on_wire(); }));
}

std::uint32_t Monitor::client_limit() const {
    std::uint32_t applied = acked_limit_;
    for (const h2::SettingList* list : acks_in_flight_) {
        applied = last_limit(list, applied);
    }
    std::uint32_t limit = applied;
    for (std::uint32_t i = 0; i < seen_settings_; ++i) {
        applied = last_limit(settings_[i], applied);
        limit = std::max(limit, applied);
    }
    return limit;
}

Monitor::Limits Monitor::limits_under_way() const {
    std::uint32_t applied = acked_limit_;
    Limits limits{applied, applied};
    const auto widen = [&](const SettingLists& lists) {
        for (const h2::SettingList* list : lists) {
            applied = last_limit(list, applied);
            limits = {std::min(limits.least, applied), std::max(limits.greatest, applied)};
        }
    };
    widen(acks_in_flight_);
    widen(settings_);
    return limits;
}

Observations Monitor::client_breaks(RuleId rule, h2::StreamId on, Observations shows) {
    const bool must = h2::rule(rule).level == h2::Level::must;
    faults_.list.push_back(
        {Peer::client, rule, on, shows | (must ? bit(Observation::client_broke_rule) : 0)});
    client_.breaks(rule, on);
    return shows;
}

// Section 5.1.2: "Endpoints MUST NOT exceed the limit set by their peer"; what counts is what the
// client knows when it sends.
Observations Monitor::client_opens(h2::StreamId id, bool end_stream) {
    if (!id.opened_by(h2::Role::client)) {
        return client_breaks(RuleId::stream_id_parity, id);
    }
    Observations seen =
        has(goaway_heard) ? client_breaks(RuleId::goaway_new_stream, id) : Observations{0};
    highest_client_ = id;
    WireStream stream;
    stream.id = id;
    stream.window = h2::Window{static_cast<std::int32_t>(granted_initial_window())};
    if (end_stream) {
        stream.set(WireStream::client_ended);
    }
    if (open_for_client() < client_limit()) {
        stream.set(WireStream::within_limit);
    } else {
        const Observations disobeyed =
            bit(Observation::settings_out_of_sync) | bit(Observation::client_disobeyed);
        seen |= client_breaks(
            RuleId::concurrency_limit, id,
            bit(Observation::client_beyond_limit) | (has(client_acknowledged) ? disobeyed : 0));
    }
    streams_.push_back(stream);
    return seen;
}

// "Clients MUST NOT discard responses as a result of receiving such a RST_STREAM" (section 8.1).
Observations Monitor::client_discarded(h2::StreamId id) {
    return client_breaks(RuleId::response_discarded, id, bit(Observation::response_lost));
}

// What is wrong with DATA, HEADERS, RST_STREAM or WINDOW_UPDATE on a stream that exists, existed
// or does not exist yet (`stream` is null for the last two).
RuleId Monitor::client_fault(const WireStream* stream, h2::StreamId id,
                             const h2::Frame& frame) const {
    const auto* headers = std::get_if<h2::Headers>(&frame);
    if (stream == nullptr) {
        if (!id.opened_by(h2::Role::client)) {  // nothing was promised
            return headers != nullptr ? RuleId::stream_id_parity : RuleId::idle_stream;
        }
        if (id > highest_client_) {
            return std::holds_alternative<h2::RstStream>(frame) ? RuleId::rst_stream_idle
                                                                : RuleId::idle_stream;
        }
        // What a GOAWAY has left out is ignored, not forbidden (section 6.8).
        return has(goaway_heard) && id > server_last_ ? RuleId::none : RuleId::implicitly_closed;
    }
    const bool content = headers != nullptr || std::holds_alternative<h2::Data>(frame);
    if (stream->has(WireStream::client_reset | WireStream::client_saw_reset)) {
        return RuleId::closed_after_reset;
    }
    if (content && stream->has(WireStream::client_ended)) {
        return RuleId::half_closed_remote;
    }
    // The request's field section has been sent, so these are its trailers (section 8.1).
    return headers != nullptr && !headers->end_stream ? RuleId::trailers_without_end_stream
                                                      : RuleId::none;
}

void Monitor::client_uses(h2::StreamId id, const h2::Frame& frame) {
    if (id.names_connection()) {
        client_breaks(RuleId::stream_id_required, id);
        return;
    }
    WireStream* stream = seek(id);
    if (const RuleId broken = client_fault(stream, id, frame); broken != RuleId::none) {
        client_breaks(broken, id);
    }
    if (stream == nullptr) {
        return;
    }
    if (h2::ends_stream(frame)) {
        stream->set(WireStream::client_ended);
    }
    if (std::holds_alternative<h2::RstStream>(frame)) {
        stream->set(WireStream::client_reset);
    }
}

void Monitor::client_data(const h2::Data& data) {
    const std::uint32_t octets = data.flow_controlled();
    if (!client_window_.admits(octets)) {
        client_breaks(RuleId::flow_control_connection, data.stream);
    }
    if (!client_window_.change(-std::int64_t{octets})) {  // far below zero: stays there
        client_window_ = h2::Window{-1};
    }
}

// One ACK for each SETTINGS, in order (section 6.5.3).
Observations Monitor::client_settings(const h2::SettingsFrame& settings) {
    if (!settings.ack) {
        set(client_began);
        if (settings.list != nullptr) {
            for (const h2::Setting& setting : settings.list->values) {
                if (const auto error = h2::validate(setting, /*from_server=*/false)) {
                    client_breaks(error->rule, {});
                }
            }
        }
        return 0;
    }
    if (seen_settings_ == 0) {
        return client_breaks(RuleId::settings_ack_unexpected, {},
                             bit(Observation::settings_out_of_sync));
    }
    set(client_acknowledged);
    acks_in_flight_.push_back(settings_.front());
    settings_.erase(0);
    --seen_settings_;
    return 0;
}

// Frames that do not open a stream and are not SETTINGS.
void Monitor::client_frame(const h2::Frame& frame) {
    const h2::StreamId id = h2::stream_of(frame);
    std::visit(h2::overloaded{
                   [&](const h2::Data& data) {
                       client_data(data);
                       client_uses(id, frame);
                   },
                   [&](const h2::Headers&) { client_uses(id, frame); },
                   [&](const h2::Priority&) {  // allowed in every state
                       if (id.names_connection()) {
                           client_breaks(RuleId::stream_id_required, id);
                       }
                   },
                   [&](const h2::RstStream&) { client_uses(id, frame); },
                   [](const h2::SettingsFrame&) {},
                   [&](const h2::PushPromise&) { client_breaks(RuleId::push_disabled, id); },
                   [](const h2::Ping&) {},
                   [&](const h2::GoAway& goaway) {
                       if (goaway.last_stream > client_last_) {
                           client_breaks(RuleId::goaway_last_id_rises, goaway.last_stream);
                       }
                       client_last_ = goaway.last_stream;
                   },
                   [&](const h2::WindowUpdate& update) {
                       if (update.increment == 0) {
                           client_breaks(id.names_connection()
                                             ? RuleId::window_update_zero_connection
                                             : RuleId::window_update_zero_stream,
                                         id);
                       }
                       if (!id.names_connection()) {
                           client_uses(id, frame);
                       }
                   },
                   [&](const h2::Continuation&) { client_breaks(RuleId::continuation_alone, id); },
                   [](const h2::UnknownFrame&) {},
                   [](const h2::PriorityUpdate&) {},
                   [](const h2::AltSvc&) {},  // from a client: ignored
                   [](const h2::Origin&) {},
               },
               frame);
}

Observations Monitor::client_sent(const h2::Frame& frame) {
    Observations seen = 0;
    const auto* settings = std::get_if<h2::SettingsFrame>(&frame);
    if (!has(client_began) && (settings == nullptr || settings->ack)) {
        client_breaks(RuleId::settings_first, h2::stream_of(frame));
    }
    const auto* headers = std::get_if<h2::Headers>(&frame);
    if (settings != nullptr) {
        seen = client_settings(*settings);
    } else if (headers != nullptr && headers->stream > highest_client_) {
        seen = client_opens(headers->stream, headers->end_stream);
    } else {
        client_frame(frame);
    }
    forget_closed();
    return seen;
}

Observations Monitor::client_received(const h2::Frame& frame) {
    if (const auto* settings = std::get_if<h2::SettingsFrame>(&frame)) {
        seen_settings_ = static_cast<std::uint8_t>(seen_settings_ + (settings->ack ? 0 : 1));
        return 0;
    }
    if (const auto* goaway = std::get_if<h2::GoAway>(&frame)) {
        Observations seen = 0;
        set(goaway_heard);
        while (!streams_.empty() && streams_.back().id > goaway->last_stream) {
            seen |= goaway->code == h2::ErrorCode::NO_ERROR ? lost(streams_.back()) : 0;
            streams_.pop_back();  // "as though they had never been created at all"
        }
        return seen;
    }
    const h2::StreamId id = h2::stream_of(frame);
    if (const auto* update = std::get_if<h2::WindowUpdate>(&frame);
        update != nullptr && id.names_connection()) {
        (void)client_window_.change(update->increment);
        return 0;
    }
    if (WireStream* stream = seek(id)) {
        if (h2::ends_stream(frame)) {
            stream->set(WireStream::client_saw_end);
        }
        if (std::holds_alternative<h2::RstStream>(frame)) {
            stream->set(WireStream::client_saw_reset);
        }
    }
    forget_closed();
    return 0;
}

// A stream that is closed for both leaves no trace, but for one: after the client's RST_STREAM the
// end of what the server had begun to send may still become visible.
void Monitor::forget_closed() {
    constexpr std::uint16_t kCancelled = WireStream::client_reset | WireStream::server_saw_reset;
    for (std::uint32_t i = 0; i < streams_.size();) {
        WireStream& stream = streams_[i];
        if (stream.open_for_client() || !server_done(stream)) {
            ++i;
        } else if (stream.has_all(kCancelled) &&
                   !stream.has(WireStream::server_ended | WireStream::server_reset)) {
            stream.marks = kCancelled;
            stream.window = h2::Window{0};
            ++i;
        } else {
            streams_.erase(i);
        }
    }
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
            const std::uint32_t before = granted_initial_window();
            client_settings_.push_back(settings->list);
            shift_windows(before);
        } else if (!acks_in_flight_.empty()) {
            acked_limit_ = last_limit(acks_in_flight_.front(), acked_limit_);
            acks_in_flight_.erase(0);
        }
    }
    forget_closed();
}

}  // namespace sim
