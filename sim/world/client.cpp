// The client: an h2core endpoint, a behaviour that says what it may do next, and a design that says
// what may come in between. Unless the design says otherwise its account of its streams is correct,
// its writes go straight into the pipe, and nothing of it races with itself. Its way out:
// client_writer.cpp; what waits for its callers: client_answers.cpp; scripts: client_script.cpp.

#include <bit>

#include "sim/world/client_parts.hpp"
#include "sim/world/client_writer.hpp"

namespace sim {
namespace {

const ClientSpec& spec(const ConnectionWorld& world) {
    return world.model->scenario().client;
}

const ClientDesign& design(const ConnectionWorld& world) {
    return spec(world).design;
}

bool checks_first(const ConnectionWorld& world) {
    return design(world).opens == ClientOpens::check_then_reserve;
}

bool may_open(const ConnectionWorld& world) {
    const ClientState& client = world.client;
    return client.opened < world.model->scenario().requests && client.core.can_open() &&
           (!checks_first(world) || client.passed != 0);
}

// check_then_reserve: the caller, from 1, that may look for a free slot and sees one; 0 if there is
// none. Callers are interchangeable: of those that may do something the first does it.
std::uint32_t caller_to_check(const ConnectionWorld& world) {
    const ClientState& client = world.client;
    const unsigned passed = client.passed;
    const auto passing = static_cast<std::uint32_t>(std::popcount(passed));
    const auto caller = static_cast<std::uint32_t>(std::countr_one(passed)) + 1;
    const bool sees_one =
        client.core.local_count() < client.core.peer_settings().max_concurrent_streams;
    const bool may = checks_first(world) && caller <= design(world).callers && sees_one &&
                     client.core.can_open() &&
                     client.opened + passing < world.model->scenario().requests;
    return may ? caller : 0;
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
    if (!client.outgoing.empty() || client.pings_left > 0 || may_open(world) ||
        caller_to_check(world) != 0) {
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

h2::Frame accepted_frame(ConnectionWorld& world, const h2::Command& command) {
    const auto accepted = world.client.core.submit(command);
    H2_INVARIANT(accepted.has_value() && accepted->size() == 1);
    return std::get<h2::SendFrame>(accepted->front()).frame;
}

// The caller has checked that the command is allowed.
void submit(ConnectionWorld& world, const h2::Command& command) {
    send(world, accepted_frame(world, command));
}

void carry_out(ConnectionWorld& world, const h2::Effects& effects);

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
            world.client.outgoing.push_back(send->frame);
        } else if (const auto* data = std::get_if<h2::DeliverData>(&effect)) {
            consume(world, *data);
            if (data->end_stream) {
                complete_answer(world, data->stream);
            }
        } else if (const auto* headers = std::get_if<h2::DeliverHeaders>(&effect)) {
            if (headers->end_stream) {
                complete_answer(world, headers->stream);
            }
        } else if (const auto* reset = std::get_if<h2::DeliverReset>(&effect)) {
            override_answer(world, *reset);
        }
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

// when_ack_written: the ACK is queued, the core hears of the SETTINGS when it is written.
bool postpones(const ConnectionWorld& world, const h2::Frame& frame) {
    const auto* settings = std::get_if<h2::SettingsFrame>(&frame);
    return design(world).settings_applied == SettingsApplied::when_ack_written &&
           settings != nullptr && !settings->ack;
}

void hear(ConnectionWorld& world, const h2::Frame& frame) {
    ClientState& client = world.client;
    if (postpones(world, frame)) {
        client.unapplied.push_back(std::get<h2::SettingsFrame>(frame).list);
        client.outgoing.push_back(h2::SettingsFrame{/*ack=*/true, nullptr});
        return;
    }
    const h2::Step heard = client.core.receive(frame);
    world.last_verdict = heard.verdict;
    carry_out(world, heard.effects);
    drop_late(world, frame);
    if (client.core.goaway_received()) {
        client.passed = 0;
    }
}

void receive(ConnectionWorld& world) {
    const h2::Frame frame = world.to_client.frames.front();
    world.to_client.frames.erase(0);
    world.happened.push_back(ClientReceived{frame});
    if (is_scripted(world)) {
        script_heard(world, frame);
    } else {
        hear(world, as_heard(world, frame));
    }
    if (spec(world).behaviour == Behaviour::slow_reader) {
        world.client.may_read = false;
        start_timer(world, {Timer::Kind::client_reads, {}, spec(world).read_every});
    }
}

void open(ConnectionWorld& world) {
    ClientState& client = world.client;
    ++client.opened;
    client.passed &= static_cast<std::uint8_t>(client.passed - 1);  // the first caller is through
    const bool end_stream = world.model->scenario().request.body == 0;
    const h2::Frame frame =
        accepted_frame(world, h2::SubmitHeaders{client.core.next_stream_id(),
                                                world.model->request_fields(), end_stream, false});
    if (design(world).opens == ClientOpens::when_written) {
        write(world, frame);
    } else {
        send(world, frame);
    }
}

// What each open stream may do next.
void streams_enabled(const ConnectionWorld& world, EventSink& out) {
    const ClientState& client = world.client;
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
}

// Everything that leads to a write. A frame that is only queued needs no room in the transport.
void writes_enabled(const ConnectionWorld& world, EventSink& out) {
    const ClientState& client = world.client;
    const bool room = has_room(world.to_server, world.model->scenario().pipes.to_server);
    const bool at_once = room && may_write_at_once(world);
    if (has_writer(world)) {
        if (room) {
            writer_enabled(world, out);
        }
    } else if (!at_once) {
        if (room) {  // its writes keep their order
            out.push_back({EventKind::client_control, 0});
        }
        return;
    }
    if (client.pings_left > 0) {
        out.push_back({EventKind::client_ping, 0});
    }
    if (const std::uint32_t caller = caller_to_check(world); caller != 0) {
        out.push_back({EventKind::client_check, caller});
    }
    if (may_open(world) && (at_once || design(world).opens != ClientOpens::when_written)) {
        out.push_back({EventKind::client_open, client.core.next_stream_id().value()});
    }
    streams_enabled(world, out);
    if (spec(world).goaway && !client.core.goaway_sent()) {
        out.push_back({EventKind::client_goaway, 0});
    }
}

}  // namespace

void client_enabled(const ConnectionWorld& world, EventSink& out) {
    if (may_receive(world)) {
        out.push_back({EventKind::client_receive, 0});
    }
    if (is_scripted(world)) {
        if (!world.server.closed) {
            script_enabled(world, out);
        }
        return;
    }
    if (!world.server.closed) {
        writes_enabled(world, out);
    }
    answers_enabled(world, out);
}

void client_step(ConnectionWorld& world, Event event) {
    const h2::StreamId stream = h2::StreamId::from_wire(event.stream);
    ClientState& client = world.client;
    switch (event.kind) {
        case EventKind::client_receive: return receive(world);
        case EventKind::client_control:
            return write_next_of(world, h2::stream_of(client.outgoing.front()));
        case EventKind::client_write: return write_next_of(world, stream);
        case EventKind::client_ping: --client.pings_left; return submit(world, h2::SubmitPing{});
        case EventKind::client_check:
            client.passed |= static_cast<std::uint8_t>(1U << (event.stream - 1));
            return;
        case EventKind::client_open: return open(world);
        case EventKind::client_body:
            return submit(
                world,
                h2::SubmitData{stream, {nullptr, world.model->scenario().request.body}, true});
        case EventKind::client_reset:
            --client.resets_left;
            return submit(world, h2::SubmitReset{stream, h2::ErrorCode::CANCEL});
        case EventKind::client_goaway: client.passed = 0; return submit(world, h2::SubmitGoAway{});
        case EventKind::client_take: return take_answer(world, stream);
        case EventKind::client_script: return run_script_line(world);
        case EventKind::reader_read:
        case EventKind::loop_process:
        case EventKind::loop_block:
        case EventKind::loop_complete:
        case EventKind::loop_take:
        case EventKind::writer_write:
        case EventKind::writer_post:
        case EventKind::writer_remove:
        case EventKind::request_step:
        case EventKind::request_return:
        case EventKind::reader_write:
        case EventKind::server_settings:
        case EventKind::server_shutdown:
        case EventKind::server_close:
        case EventKind::net_rule:
        case EventKind::clock_advance: break;
    }
    H2_INVARIANT(false && "not an event of the client");
}

bool client_finished(const ConnectionWorld& world) {
    if (is_scripted(world)) {
        return world.client.script_line == world.model->script().size();
    }
    return client_satisfied(world);
}

bool client_satisfied(const ConnectionWorld& world) {
    const ClientState& client = world.client;
    if (is_scripted(world)) {
        return client.script_line == world.model->script().size();
    }
    const bool all_made = client.opened == world.model->scenario().requests ||
                          client.core.goaway_received() || client.core.goaway_sent();
    return all_made && client.core.streams().empty() && client.outgoing.empty() &&
           client.pings_left == 0 && client.answers.empty();
}

}  // namespace sim
