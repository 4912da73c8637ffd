// Compares the server's table of streams and the client's count with what the monitor has seen on
// the wire. Who waits is read off the state: a full pipe, a frame that a thread holds, a window
// without room, a request without its answer.

#include "sim/judge/situation.hpp"

#include <fmt/format.h>

#include "sim/scenario/notation.hpp"
#include "sim/world/server_net.hpp"

namespace sim {
namespace {

void client_waits(const JudgedWorld& world, std::vector<std::string>& lines) {
    const Scenario& scenario = world.model->scenario();
    const ClientState& client = world.client;
    const std::uint32_t unmade = scenario.requests - client.opened;
    if (!has_room(world.to_server, scenario.pipes.to_server) &&
        (unmade > 0 || client.pings_left > 0 || !client.outgoing.empty())) {
        lines.push_back(fmt::format(
            "client: has something to write ({} requests, {} PINGs); the pipe to the server is "
            "full ({} of {})",
            unmade, client.pings_left, world.to_server.frames.size(), scenario.pipes.to_server));
    }
    if (scenario.client.behaviour == Behaviour::write_first && !world.to_client.frames.empty()) {
        lines.emplace_back("client: does not read while it has something to write");
    }
    for (const WireStream& stream : world.monitor.streams()) {
        if (stream.open_for_client()) {
            const char* const what = stream.has(WireStream::client_saw_end)
                                         ? "has the answer and not yet sent all of the request"
                                         : "waits for the answer";
            lines.push_back(fmt::format("client: {} on stream {}", what, stream.id.value()));
        }
    }
}

std::string waiting_text(const NetItem& item) {
    switch (item.kind) {
        case ItemKind::read: return "the client's " + to_text(item.frame);
        case ItemKind::frame: return to_text(item.frame);
        case ItemKind::turn:
            return fmt::format("what request {} has handed over", item.stream.value());
        case ItemKind::exit: return fmt::format("the return of request {}", item.stream.value());
        case ItemKind::removal: return fmt::format("the removal of stream {}", item.stream.value());
        case ItemKind::token: break;
    }
    return "a token";
}

// What stands in the places of a net, and who is kept from it.
void net_waits(const JudgedWorld& world, std::vector<std::string>& lines) {
    const Net& net = *world.model->net();
    for (const NetThread& thread : net.threads) {
        const auto index = static_cast<std::uint8_t>(&thread - net.threads.data());
        if (is_parked(world, index)) {
            lines.push_back(
                fmt::format("{}: waits in {}", thread.name, name_of(net, thread.waits_in)));
        }
    }
    for (const NetItem& item : world.server.items) {
        if (item.kind != ItemKind::token) {
            lines.push_back(
                fmt::format("{}: {} waits there", net.places[item.place].name, waiting_text(item)));
        }
    }
    for (std::size_t i = 0; i < net.places.size(); ++i) {
        const NetPlace& place = net.places[i];
        const std::uint32_t left = count_in(world.server, static_cast<PlaceIndex>(i));
        if (place.tokens > left) {
            lines.push_back(place.tokens == 1 ? fmt::format("{}: is taken", place.name)
                                              : fmt::format("{}: {} of {} are taken", place.name,
                                                            place.tokens - left, place.tokens));
        }
    }
    if (waits_for_transport(world)) {
        lines.push_back(fmt::format("the pipe to the client is full ({} of {})",
                                    world.to_client.frames.size(),
                                    world.model->scenario().pipes.to_client));
    }
}

void server_waits(const JudgedWorld& world, std::vector<std::string>& lines) {
    const Scenario& scenario = world.model->scenario();
    const ServerState& server = world.server;
    if (server.closed) {
        lines.emplace_back("server: has closed the transport");
    }
    const Compliance& fault = world.monitor.server();
    if (fault.broken == h2::RuleId::closed_silently ||
        fault.broken == h2::RuleId::goaway_initiator) {
        lines.push_back(fmt::format("server: holds stream {} for closed and has told nobody",
                                    fault.stream.value()));
    }
    if (world.model->net() != nullptr) {
        net_waits(world, lines);
    }
    if (server.blocked) {
        lines.push_back(
            fmt::format("loop: waits for the write of {}",
                        server.writer.has_frame ? to_text(server.writer.frame) : "the buffer"));
    }
    if (server.read) {
        lines.push_back(fmt::format("reader: has read {} and waits until the loop takes it",
                                    to_text(server.hand_off)));
    }
    if (server.writer.stage == Writer::Stage::started &&
        !has_room(world.to_client, scenario.pipes.to_client)) {
        lines.push_back(fmt::format("writer: the pipe to the client is full ({} of {})",
                                    world.to_client.frames.size(), scenario.pipes.to_client));
    }
    for (const RequestFunction& request : server.requests) {
        if (request.stage == RequestFunction::Stage::stalled) {
            lines.push_back(
                fmt::format("request {}: waits for a flow-control window", request.stream.value()));
        }
    }
}

void client_counts(const JudgedWorld& world, std::vector<std::string>& lines) {
    const std::uint32_t open = world.monitor.open_for_client();
    if (open > world.monitor.client_limit()) {
        lines.push_back(fmt::format("The client has {} streams open; its limit is {}.", open,
                                    world.monitor.client_limit()));
    }
    const std::uint32_t counted = world.client.core.local_count();
    if (world.model->scenario().client.behaviour != Behaviour::scripted && counted < open) {
        lines.push_back(
            fmt::format("The client counts {} of the {} streams it has open.", counted, open));
    }
}

}  // namespace

std::vector<h2::StreamId> stale_streams(const JudgedWorld& world) {
    std::vector<h2::StreamId> stale;
    for (const h2::Stream& stream : world.server.core.streams()) {
        const WireStream* wire = world.monitor.find(stream.id);
        if (stream.counted && !stream.closing && (wire == nullptr || !wire->open_on_wire())) {
            stale.push_back(stream.id);
        }
    }
    return stale;
}

std::vector<std::string> stale_counts(const JudgedWorld& world) {
    std::vector<std::string> lines;
    for (const h2::StreamId stream : stale_streams(world)) {
        lines.push_back(
            fmt::format("The server still counts stream {}, which is closed on the "
                        "wire.",
                        stream.value()));
    }
    client_counts(world, lines);
    return lines;
}

std::vector<std::string> who_waits(const JudgedWorld& world) {
    std::vector<std::string> lines;
    client_waits(world, lines);
    server_waits(world, lines);
    return lines;
}

}  // namespace sim
