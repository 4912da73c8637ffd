// The client: an h2core endpoint with a correct account of its streams, and a behaviour that says
// what it may do next. Its writes go straight into the pipe; nothing of it races with itself.

#include "h2core/overloaded.hpp"
#include "sim/notation.hpp"
#include "sim/world.hpp"

namespace sim {
namespace {

const ClientSpec& spec(const ConnectionWorld& world) {
    return world.model->scenario().client;
}

bool scripted(const ConnectionWorld& world) {
    return spec(world).behaviour == Behaviour::scripted;
}

bool room_to_server(const ConnectionWorld& world) {
    return has_room(world.to_server, world.model->scenario().pipes.to_server);
}

bool may_open(const ConnectionWorld& world) {
    return world.client.opened < world.model->scenario().requests && world.client.core.can_open();
}

// Its request still lacks the DATA that ends it.
bool owes_body(const ConnectionWorld& world, const h2::Stream& stream) {
    return stream.outbound == h2::MessagePhase::body && !h2::is_closed(stream.lifecycle) &&
           world.client.core.sendable(stream.id) >=
               static_cast<std::int32_t>(world.model->scenario().request.body);
}

// write_first: something is left to write, so it does not read.
bool wants_to_write(const ConnectionWorld& world) {
    const ClientState& client = world.client;
    if (!client.control.empty() || client.pings_left > 0 || may_open(world)) {
        return true;
    }
    for (const h2::Stream& stream : client.core.streams()) {
        if (owes_body(world, stream)) {
            return true;
        }
    }
    return false;
}

bool may_receive(const ConnectionWorld& world) {
    if (world.to_client.frames.empty() || !world.client.may_read) {
        return false;
    }
    return spec(world).behaviour != Behaviour::write_first || world.server.closed ||
           !wants_to_write(world);
}

void scripted_enabled(const ConnectionWorld& world, EventSink& out) {
    const auto& script = world.model->script();
    const std::uint32_t line = world.client.script_line;
    if (line < script.size() && script[line].kind == ScriptLine::Kind::send &&
        room_to_server(world)) {
        out.push_back({EventKind::client_script, 0});
    }
}

void put(ConnectionWorld& world, const h2::Frame& frame) {
    world.observed |= world.monitor.client_sent(frame);
    world.to_server.frames.push_back(frame);
}

void carry_out(ConnectionWorld& world, const h2::Effects& effects);

// Writes a frame that the core returned: it passes all stations at once.
void write(ConnectionWorld& world, const h2::Frame& frame) {
    put(world, frame);
    h2::Connection& core = world.client.core;
    carry_out(world, core.report(h2::WriteStage::write_start, frame));
    carry_out(world, core.report(h2::WriteStage::completion, frame));
}

// Submits a command and writes its frame; the caller has checked that it is allowed.
void write_now(ConnectionWorld& world, const h2::Command& command) {
    const auto accepted = world.client.core.submit(command);
    H2_INVARIANT(accepted.has_value());
    for (const h2::Effect& effect : *accepted) {
        if (const auto* send = std::get_if<h2::SendFrame>(&effect)) {
            write(world, send->frame);
        }
    }
}

void grant(ConnectionWorld& world, h2::StreamId id, std::int32_t size, std::int32_t full,
           std::uint32_t used) {
    const WindowUpdates when = spec(world).window_updates;
    std::uint32_t increment = 0;
    if (when == WindowUpdates::each) {
        increment = used;
    } else if (when == WindowUpdates::half && size < full / 2) {
        increment = static_cast<std::uint32_t>(full - size);
    }
    if (increment == 0) {
        return;
    }
    if (const auto accepted = world.client.core.submit(h2::SubmitWindowUpdate{id, increment})) {
        carry_out(world, *accepted);
    }
}

// Content is consumed at once; the windows are replenished as the scenario says.
void consume(ConnectionWorld& world, const h2::DeliverData& data) {
    const h2::Connection& core = world.client.core;
    constexpr std::int32_t kInitialConnectionWindow = 65'535;  // section 6.9.2
    grant(world, {}, core.connection_receive_window(), kInitialConnectionWindow, data.payload.size);
    const h2::Stream* stream = core.find(data.stream);
    if (!data.end_stream && stream != nullptr && !h2::is_closed(stream->lifecycle)) {
        grant(world, data.stream, stream->receive_window.size(),
              static_cast<std::int32_t>(spec(world).initial_window), data.payload.size);
    }
}

void carry_out(ConnectionWorld& world, const h2::Effects& effects) {
    for (const h2::Effect& effect : effects) {
        if (const auto* send = std::get_if<h2::SendFrame>(&effect)) {
            world.client.control.push_back(send->frame);
        } else if (const auto* data = std::get_if<h2::DeliverData>(&effect)) {
            consume(world, *data);
        }
    }
}

// Ticks off the first await line that asks for this frame, and moves past what is done.
void note_awaited(ConnectionWorld& world, const h2::Frame& frame) {
    const auto& script = world.model->script();
    ClientState& client = world.client;
    for (std::uint32_t i = client.script_line; i < script.size(); ++i) {
        const std::uint64_t line = std::uint64_t{1} << i;
        if (script[i].kind == ScriptLine::Kind::await && (client.awaited & line) == 0 &&
            matches(script[i], frame)) {
            client.awaited |= line;
            break;
        }
    }
}

void skip_awaited(ConnectionWorld& world) {
    const auto& script = world.model->script();
    ClientState& client = world.client;
    while (client.script_line < script.size() &&
           script[client.script_line].kind == ScriptLine::Kind::await &&
           (client.awaited >> client.script_line & 1U) != 0) {
        ++client.script_line;
    }
}

// A greedy client acknowledges SETTINGS and does not care for their limit.
h2::Frame as_heard(const ConnectionWorld& world, const h2::Frame& frame) {
    const auto* settings = std::get_if<h2::SettingsFrame>(&frame);
    if (spec(world).behaviour == Behaviour::greedy && settings != nullptr && !settings->ack) {
        return h2::SettingsFrame{};
    }
    return frame;
}

// Nothing but PRIORITY may be sent on a closed stream (section 5.1): a WINDOW_UPDATE that still
// waits is dropped.
void drop_late_grants(ClientState& client) {
    for (std::uint32_t i = 0; i < client.control.size();) {
        const auto* update = std::get_if<h2::WindowUpdate>(&client.control[i]);
        const bool late = update != nullptr && !update->stream.names_connection() &&
                          client.core.find(update->stream) == nullptr;
        if (late) {
            client.control.erase(i);
        } else {
            ++i;
        }
    }
}

void receive(ConnectionWorld& world) {
    const h2::Frame frame = world.to_client.frames.front();
    world.to_client.frames.erase(0);
    world.observed |= world.monitor.client_received(frame);
    if (scripted(world)) {
        note_awaited(world, frame);
        skip_awaited(world);
    } else {
        const h2::Step heard = world.client.core.receive(as_heard(world, frame));
        world.last_verdict = heard.verdict;
        carry_out(world, heard.effects);
        drop_late_grants(world.client);
    }
    if (spec(world).behaviour == Behaviour::slow_reader) {
        world.client.may_read = false;
        start_timer(world, {Timer::Kind::client_reads, {}, spec(world).read_every});
    }
    const h2::StreamId id = h2::stream_of(frame);
    const WireStream* wire = world.monitor.find(id);
    const h2::Stream* counted = world.server.core.find(id);
    if (counted != nullptr && counted->counted && (wire == nullptr || !wire->open_for_client())) {
        world.observed |= bit(Observation::closed_but_counted);
    }
}

void open(ConnectionWorld& world) {
    ++world.client.opened;
    const bool end_stream = world.model->scenario().request.body == 0;
    write_now(world, h2::SubmitHeaders{world.client.core.next_stream_id(),
                                       world.model->request_fields(), end_stream, false});
}

void run_script_line(ConnectionWorld& world) {
    put(world, world.model->script()[world.client.script_line].frame);
    ++world.client.script_line;
    skip_awaited(world);
}

}  // namespace

void client_enabled(const ConnectionWorld& world, EventSink& out) {
    if (may_receive(world)) {
        out.push_back({EventKind::client_receive, 0});
    }
    if (world.server.closed || !room_to_server(world)) {
        return;
    }
    const ClientState& client = world.client;
    if (scripted(world)) {
        scripted_enabled(world, out);
        return;
    }
    if (!client.control.empty()) {  // its writes keep their order
        out.push_back({EventKind::client_control, 0});
        return;
    }
    if (client.pings_left > 0) {
        out.push_back({EventKind::client_ping, 0});
    }
    if (may_open(world)) {
        out.push_back({EventKind::client_open, client.core.next_stream_id().value()});
    }
    if (world.model->scenario().request.body > 0) {
        for (const h2::Stream& stream : client.core.streams()) {
            if (owes_body(world, stream)) {
                out.push_back({EventKind::client_body, stream.id.value()});
            }
        }
    }
    if (client.resets_left > 0) {
        for (const h2::Stream& stream : client.core.streams()) {
            if (!h2::is_closed(stream.lifecycle)) {
                out.push_back({EventKind::client_reset, stream.id.value()});
            }
        }
    }
    if (spec(world).goaway && !client.core.goaway_sent()) {
        out.push_back({EventKind::client_goaway, 0});
    }
}

void client_step(ConnectionWorld& world, Event event) {
    const h2::StreamId stream = h2::StreamId::from_wire(event.stream);
    ClientState& client = world.client;
    switch (event.kind) {
        case EventKind::client_receive: return receive(world);
        case EventKind::client_control: {
            const h2::Frame frame = client.control.front();
            client.control.erase(0);
            return write(world, frame);
        }
        case EventKind::client_ping: --client.pings_left; return write_now(world, h2::SubmitPing{});
        case EventKind::client_open: return open(world);
        case EventKind::client_body:
            return write_now(
                world,
                h2::SubmitData{stream, {nullptr, world.model->scenario().request.body}, true});
        case EventKind::client_reset:
            --client.resets_left;
            return write_now(world, h2::SubmitReset{stream, h2::ErrorCode::CANCEL});
        case EventKind::client_goaway: return write_now(world, h2::SubmitGoAway{});
        case EventKind::client_script: return run_script_line(world);
        default: H2_INVARIANT(false && "not an event of the client");
    }
}

bool client_finished(const ConnectionWorld& world) {
    if (scripted(world)) {
        return world.client.script_line == world.model->script().size();
    }
    return client_satisfied(world);
}

bool client_satisfied(const ConnectionWorld& world) {
    const ClientState& client = world.client;
    if (scripted(world)) {
        return world.monitor.open_for_client() == 0 &&
               client.script_line == world.model->script().size();
    }
    const bool all_made = client.opened == world.model->scenario().requests ||
                          client.core.goaway_received() || client.core.goaway_sent();
    return all_made && client.core.streams().empty() && client.control.empty() &&
           client.pings_left == 0;
}

}  // namespace sim
