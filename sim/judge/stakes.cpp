// The situations in which each property could be broken.

#include "sim/judge/stakes.hpp"

#include <algorithm>

#include "sim/world/server.hpp"
#include "sim/world/server_net.hpp"

namespace sim {
namespace {

bool scripted(const ConnectionWorld& world) {
    return world.model->scenario().client.behaviour == Behaviour::scripted;
}

bool sends_headers(const ScriptLine& line) {
    return line.kind == ScriptLine::Kind::send && std::holds_alternative<h2::Headers>(line.frame);
}

// How many streams the client had opened before this one.
std::uint32_t opened_before(const ConnectionWorld& world, h2::StreamId id) {
    if (!scripted(world)) {
        return (id.value() - 1) / 2;  // it leaves none out
    }
    const auto& script = world.model->script();
    const auto sent = script.begin() + world.client.script_line;
    return static_cast<std::uint32_t>(
        std::count_if(script.begin(), sent, [id](const ScriptLine& line) {
            return sends_headers(line) && h2::stream_of(line.frame) < id;
        }));
}

// Requests that would be on the wire if nothing held them back.
bool has_more_to_request(const ConnectionWorld& world) {
    const ClientState& client = world.client;
    if (scripted(world)) {
        const auto& script = world.model->script();
        return std::any_of(script.begin() + client.script_line, script.end(), sends_headers);
    }
    const bool over = client.core.goaway_received() || client.core.goaway_sent();
    return (!over && client.opened < world.model->scenario().requests) ||
           std::any_of(client.outgoing.begin(), client.outgoing.end(), [](const h2::Frame& frame) {
               return std::holds_alternative<h2::Headers>(frame);
           });
}

Observations at_limit(const JudgedWorld& world) {
    const Monitor& monitor = world.monitor;
    if (monitor.open_for_client() < monitor.client_limit() || !has_more_to_request(world)) {
        return 0;
    }
    return bit(Observation::client_at_limit) |
           seen_if(monitor.client_has_acknowledged(), Observation::client_at_acked_limit);
}

// The client kept to the RFC, and was entitled to open the stream.
bool entitled(const Monitor& monitor, const WireStream* stream) {
    return monitor.client().kept() && stream != nullptr && stream->has(WireStream::within_limit);
}

// HEADERS of a new stream are processed.
Observations request_stakes(const JudgedWorld& world, const ServerProcessed& heard) {
    const Monitor& monitor = world.monitor;
    const h2::StreamId id = h2::stream_of(heard.frame);
    const WireStream* stream = monitor.find(id);
    if (!entitled(monitor, stream)) {
        return 0;
    }
    const bool late = heard.goaway_sent && stream->open_for_client();
    if (heard.beyond_goaway) {  // its number decides nothing
        return seen_if(late, Observation::late_request);
    }
    const Monitor::Limits limits = monitor.limits_under_way();
    const std::uint64_t count = std::uint64_t{heard.counted} + 1;
    return seen_if(late, Observation::late_request) |
           seen_if(opened_before(world, id) >= heard.allowed &&
                       monitor.open_for_client() >= monitor.client_limit(),
                   Observation::slot_needed) |
           seen_if(limits.least < count && limits.least != limits.greatest,
                   Observation::limits_differ);
}

// The windows keep a request function from its next frame.
bool waits_for_window(const ConnectionWorld& world, const RequestFunction& request) {
    const bool looks_before =
        world.model->net() != nullptr || world.model->scenario().server.loop != Loop::split;
    return request.stage == RequestFunction::Stage::stalled || request.due > 0 ||
           (looks_before && may_step(world, request) && !window_admits(world, request));
}

bool server_waits(const ConnectionWorld& world) {
    const ServerState& server = world.server;
    if (const Net* const net = world.model->net(); net != nullptr) {
        bool parked = false;
        for (std::size_t thread = 0; thread < net->threads.size(); ++thread) {
            parked = parked || is_parked(world, static_cast<std::uint8_t>(thread));
        }
        return parked || waits_for_transport(world) ||
               std::any_of(server.requests.begin(), server.requests.end(),
                           [&](const RequestFunction& request) {
                               return waits_for_window(world, request);
                           });
    }
    const bool full = !has_room(world.to_client, world.model->scenario().pipes.to_client);
    const bool writing =
        server.writer.stage == Writer::Stage::started ||
        (world.model->scenario().server.loop == Loop::single && !server.queue.empty());
    if (server.blocked || (full && writing)) {
        return true;
    }
    const bool locked = world.model->scenario().server.loop == Loop::locked &&
                        server.writer.stage != Writer::Stage::idle;
    return std::any_of(server.requests.begin(), server.requests.end(),
                       [&](const RequestFunction& request) {
                           return (locked && request.stage == RequestFunction::Stage::handed) ||
                                  waits_for_window(world, request);
                       });
}

bool client_waits(const ConnectionWorld& world) {
    const ClientState& client = world.client;
    if (world.server.closed) {
        return false;
    }
    if (scripted(world)) {
        const auto& script = world.model->script();
        return client.script_line < script.size() &&
               (script[client.script_line].kind == ScriptLine::Kind::await ||
                !has_room(world.to_server, world.model->scenario().pipes.to_server));
    }
    const bool full = !has_room(world.to_server, world.model->scenario().pipes.to_server);
    if (full && (!client.outgoing.empty() || client.pings_left > 0)) {
        return true;
    }
    return (full || !client.core.can_open()) && has_more_to_request(world);
}

}  // namespace

Observations stakes(const JudgedWorld& world, const ClientSent& sent, h2::StreamId highest) {
    const bool opened = world.monitor.highest_opened() > highest;
    return bit(Observation::client_sent_frame) | seen_if(opened, Observation::request_made) |
           (opened || std::holds_alternative<h2::SettingsFrame>(sent.frame) ? at_limit(world) : 0);
}

Observations stakes(const Monitor& monitor, const ClientReceived& received) {
    const auto* reset = std::get_if<h2::RstStream>(&received.frame);
    if (reset == nullptr || reset->code != h2::ErrorCode::NO_ERROR) {
        return 0;
    }
    const WireStream* stream = monitor.find(reset->stream);
    return seen_if(stream != nullptr && stream->has(WireStream::client_saw_end),
                   Observation::reset_after_response);
}

Observations stakes(const JudgedWorld& world, const ServerProcessed& heard) {
    const bool gives_up = std::holds_alternative<h2::GoAway>(heard.frame);
    return seen_if(heard.stream_closed, Observation::late_frame) |
           seen_if(heard.after_reset && heard.running >= heard.allowed, Observation::work_filled) |
           seen_if(gives_up && world.monitor.open_for_client() > 0, Observation::close_owed) |
           (heard.opens ? request_stakes(world, heard) : 0);
}

Observations stakes(const Monitor& monitor, const ServerShowed& showed) {
    const auto* data = std::get_if<h2::Data>(&showed.frame);
    Observations seen =
        bit(Observation::server_sent_frame) |
        seen_if(data != nullptr && data->flow_controlled() > 0, Observation::data_visible);
    const h2::StreamId id = h2::stream_of(showed.frame);
    if (id.names_connection()) {
        return seen;
    }
    constexpr unsigned kClosing = WireStream::client_ended | WireStream::client_reset |
                                  WireStream::server_ended | WireStream::server_reset;
    const WireStream* stream = monitor.find(id);
    const bool resets = std::holds_alternative<h2::RstStream>(showed.frame);
    seen |= seen_if(stream == nullptr || stream->has(kClosing), Observation::closing_emission);
    return seen | seen_if(resets && stream != nullptr && stream->open_for_client(),
                          Observation::close_owed);
}

Observations stakes(const Monitor& monitor, const TransportClosed&) {
    const auto& streams = monitor.streams();
    return seen_if(std::any_of(streams.begin(), streams.end(),
                               [](const WireStream& stream) {
                                   return stream.has(WireStream::admitted) &&
                                          stream.open_for_client();
                               }),
                   Observation::response_under_way);
}

bool somebody_waits(const JudgedWorld& world) {
    return client_waits(world) || server_waits(world);
}

}  // namespace sim
