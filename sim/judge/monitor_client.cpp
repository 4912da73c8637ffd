// What the client does on the wire: judged by what it can see, and noted.

#include "h2core/overloaded.hpp"
#include "sim/judge/monitor.hpp"

namespace sim {

using h2::RuleId;

// Section 5.1.2: "Endpoints MUST NOT exceed the limit set by their peer"; what counts is what the
// client knows when it sends.
Observations Monitor::client_opens(h2::StreamId id, bool end_stream) {
    Observations seen = breaks(Peer::client, at_client_.opens(id), id);
    if (!id.opened_by(h2::Role::client)) {
        return seen;
    }
    at_client_.opened(id);
    WireStream stream;
    stream.id = id;
    stream.window = h2::Window{static_cast<std::int32_t>(at_server_.granted_initial_window())};
    if (end_stream) {
        stream.set(WireStream::client_ended);
    }
    if (open_for_client() < client_limit()) {
        stream.set(WireStream::within_limit);
    } else {
        const Observations disobeyed =
            bit(Observation::settings_out_of_sync) | bit(Observation::client_disobeyed);
        seen |= breaks(Peer::client, RuleId::concurrency_limit, id,
                       bit(Observation::client_beyond_limit) |
                           (at_client_.has_acknowledged() ? disobeyed : 0));
    }
    streams_.push_back(stream);
    return seen;
}

// "Clients MUST NOT discard responses as a result of receiving such a RST_STREAM" (section 8.1).
Observations Monitor::client_discarded(h2::StreamId id) {
    return breaks(Peer::client, RuleId::response_discarded, id, bit(Observation::response_lost));
}

void Monitor::client_uses(h2::StreamId id, const h2::Frame& frame) {
    if (id.names_connection()) {
        breaks(Peer::client, RuleId::stream_id_required, id);
        return;
    }
    WireStream* stream = seek(id);
    const ClientStream known = stream == nullptr ? ClientStream{} : stream->at_client();
    const bool left_out = id > at_server_.last();
    breaks(Peer::client, at_client_.uses(known, id, frame, left_out), id);
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

// One ACK for each SETTINGS, in order (section 6.5.3).
Observations Monitor::client_settings(const h2::SettingsFrame& settings) {
    if (!settings.ack) {
        at_client_.begin();
        if (settings.list != nullptr) {
            for (const h2::Setting& setting : settings.list->values) {
                if (const auto error = h2::validate(setting, /*from_server=*/false)) {
                    breaks(Peer::client, error->rule, {});
                }
            }
        }
        return 0;
    }
    if (seen_settings_ == 0) {
        return breaks(Peer::client, RuleId::settings_ack_unexpected, {},
                      bit(Observation::settings_out_of_sync));
    }
    at_client_.acknowledged();
    acks_in_flight_.push_back(settings_.front());
    settings_.erase(0);
    --seen_settings_;
    return 0;
}

// Frames that do not open a stream and are not SETTINGS.
void Monitor::client_frame(const h2::Frame& frame) {
    const h2::StreamId id = h2::stream_of(frame);
    std::visit(
        h2::overloaded{
            [&](const h2::Data& data) {
                breaks(Peer::client, at_client_.sends_data(data.flow_controlled()), id);
                client_uses(id, frame);
            },
            [&](const h2::Headers&) { client_uses(id, frame); },
            [&](const h2::Priority&) {  // allowed in every state
                if (id.names_connection()) {
                    breaks(Peer::client, RuleId::stream_id_required, id);
                }
            },
            [&](const h2::RstStream&) { client_uses(id, frame); },
            [](const h2::SettingsFrame&) {},
            [&](const h2::PushPromise&) { breaks(Peer::client, RuleId::push_disabled, id); },
            [](const h2::Ping&) {},
            [&](const h2::GoAway& goaway) {
                breaks(Peer::client, at_client_.sends_goaway(goaway.last_stream),
                       goaway.last_stream);
            },
            [&](const h2::WindowUpdate& update) {
                if (update.increment == 0) {
                    breaks(Peer::client,
                           id.names_connection() ? RuleId::window_update_zero_connection
                                                 : RuleId::window_update_zero_stream,
                           id);
                }
                if (!id.names_connection()) {
                    client_uses(id, frame);
                }
            },
            [&](const h2::Continuation&) { breaks(Peer::client, RuleId::continuation_alone, id); },
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
    breaks(Peer::client, at_client_.first(frame), h2::stream_of(frame));
    const auto* headers = std::get_if<h2::Headers>(&frame);
    if (settings != nullptr) {
        seen = client_settings(*settings);
    } else if (headers != nullptr && headers->stream > at_client_.highest_opened()) {
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
        at_client_.saw_goaway();
        while (!streams_.empty() && streams_.back().id > goaway->last_stream) {
            seen |= goaway->code == h2::ErrorCode::NO_ERROR ? lost(streams_.back()) : 0;
            streams_.pop_back();  // "as though they had never been created at all"
        }
        return seen;
    }
    const h2::StreamId id = h2::stream_of(frame);
    if (const auto* update = std::get_if<h2::WindowUpdate>(&frame);
        update != nullptr && id.names_connection()) {
        at_client_.saw_credit(update->increment);
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

}  // namespace sim
