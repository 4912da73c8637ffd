// What every runtime does alike: the core hears a frame, its effects are carried out, a frame
// becomes visible, a write is complete.

#include <algorithm>

#include "h2core/overloaded.hpp"
#include "sim/world/server.hpp"
#include "sim/world/server_net.hpp"

namespace sim {
namespace {

// What the core drops although the client has reset nothing: Policy::goaway_ignores_initiator.
void note_dropped(ConnectionWorld& world, const h2::Effects& effects) {
    for (const h2::Effect& effect : effects) {
        if (const auto* dropped = std::get_if<h2::DeliverReset>(&effect)) {
            world.happened.push_back(ServerDropped{dropped->stream, h2::RuleId::goaway_initiator});
        }
    }
}

// Content that was processed is given back, consumed or discarded (section 6.9).
void replenish(ConnectionWorld& world, const h2::Data& data, const h2::Verdict& verdict) {
    h2::Connection& core = world.server.core;
    const auto give = [&](h2::StreamId to) {
        if (const auto accepted = core.submit(h2::SubmitWindowUpdate{to, data.flow_controlled()})) {
            apply_server(world, *accepted);
        }
    };
    if (core.credits(verdict)) {
        give({});
    }
    if (std::holds_alternative<h2::Accept>(verdict) && !data.end_stream) {
        give(data.stream);
    }
    world.happened.push_back(WindowCredited{core.connection_receive_window(), !core.closed()});
}

void emit(ConnectionWorld& world, const h2::Frame& frame) {
    if (const auto* reset = std::get_if<h2::RstStream>(&frame)) {
        cancel_request(world, reset->stream);
        const std::uint32_t ticks = world.model->scenario().server.reset_memory_ticks;
        if (ticks > 0) {
            start_timer(world, {Timer::Kind::forget_reset, reset->stream, ticks});
        }
    }
    if (world.model->net() != nullptr) {
        return net_emit(world, frame);
    }
    switch (world.model->scenario().server.loop) {
        case Loop::split: return split_emit(world, frame);
        case Loop::single: return single_emit(world, frame);
        case Loop::locked: return locked_emit(world, frame);
    }
}

// ServerSpec::flush_queue_on_close: the effects have reset a stream of the table, and with it goes
// what is queued for it, unless it is the next to be written.
void flush_closed(ConnectionWorld& world, const h2::Effects& effects) {
    auto& queue = world.server.queue;
    for (const h2::Effect& effect : effects) {
        const auto* send = std::get_if<h2::SendFrame>(&effect);
        const auto* reset = send == nullptr ? nullptr : std::get_if<h2::RstStream>(&send->frame);
        const bool waits = queue.size() > 1 || world.server.writer.stage != Writer::Stage::idle;
        if (reset == nullptr || !waits) {
            continue;
        }
        H2_INVARIANT(queue[queue.size() - 1] == send->frame);
        queue.erase(queue.size() - 1);
        world.happened.push_back(ServerDropped{reset->stream, h2::RuleId::closed_silently});
    }
}

// What the happening tells of the core's windows; after a connection error it keeps no accounts.
ServerShowed showed(const ConnectionWorld& world, const h2::Frame& frame) {
    ServerShowed showed{frame};
    const h2::Connection& core = world.server.core;
    showed.accounts = std::holds_alternative<h2::Data>(frame) && !core.closed();
    if (showed.accounts) {
        const h2::Stream* stream = core.find(h2::stream_of(frame));
        showed.has_stream = stream != nullptr;
        showed.stream_window = stream != nullptr ? stream->send_window.size() : 0;
        showed.connection_window = core.connection_send_window();
    }
    return showed;
}

// How the core stands when it is about to hear the frame.
ServerProcessed about_to_hear(const ServerState& server, const h2::Frame& frame) {
    const h2::Connection& core = server.core;
    ServerProcessed heard{frame};
    const h2::StreamId id = h2::stream_of(frame);
    heard.counted = core.admission_count();
    heard.allowed = core.limit_in_force();
    heard.allowed += std::min(core.policy().slack, h2::kUnlimited - heard.allowed);
    heard.opens = std::holds_alternative<h2::Headers>(frame) && id > core.highest_peer_stream();
    if (heard.opens) {
        heard.running = core.running_requests();
        heard.after_reset = std::any_of(
            server.requests.begin(), server.requests.end(), [](const RequestFunction& request) {
                return request.stage == RequestFunction::Stage::cancelled;
            });
    }
    heard.goaway_sent = core.goaway_sent();
    heard.beyond_goaway = server.shutting_down && id > core.announced_last_stream();
    if (!id.names_connection()) {
        const h2::Stream* stream = core.find(id);
        heard.stream_closed = (stream != nullptr ? h2::is_closed(stream->lifecycle)
                                                 : id <= core.highest_peer_stream()) ||
                              (core.goaway_sent() && id > core.announced_last_stream());
    }
    return heard;
}

}  // namespace

void process(ConnectionWorld& world, const h2::Frame& frame) {
    ServerState& server = world.server;
    const bool flushes = world.model->scenario().server.flush_queue_on_close &&
                         server.core.find(h2::stream_of(frame)) != nullptr;
    world.happened.push_back(about_to_hear(server, frame));
    const h2::Step step = server.core.receive(frame);
    world.last_verdict = step.verdict;
    if (std::holds_alternative<h2::GoAway>(frame)) {
        note_dropped(world, step.effects);
    }
    apply_server(world, step.effects);
    if (flushes) {
        flush_closed(world, step.effects);
    }
    if (const auto* data = std::get_if<h2::Data>(&frame);
        data != nullptr && world.model->scenario().server.replenish) {
        replenish(world, *data, step.verdict);
    }
    retry_stalled(world);
    if (server.core.admission_count() >= server.core.limit_in_force()) {
        world.happened.push_back(LimitReached{});
    }
}

void apply_server(ConnectionWorld& world, const h2::Effects& effects) {
    for (const h2::Effect& effect : effects) {
        std::visit(h2::overloaded{
                       [&](const h2::SendFrame& send) { emit(world, send.frame); },
                       [&](const h2::DeliverHeaders& headers) {
                           if (!headers.trailers) {
                               world.happened.push_back(ServerAdmitted{
                                   headers.stream, world.server.core.limit_in_force()});
                           }
                       },
                       [&](const h2::StartRequest& start) { start_request(world, start.stream); },
                       [&](const h2::DeliverReset& reset) { cancel_request(world, reset.stream); },
                       [&](const h2::CloseTransport&) { world.server.closing = true; },
                       [](const h2::DeliverData&) {},
                       [](const h2::DeliverGoAway&) {},
                       [&](const h2::DeliverPingAck&) { end_shutdown_notice(world); },
                       [](const h2::DeliverPush&) {},
                       [](const h2::SettingsApplied&) {},
                       [&](const h2::QueueRemoval& removal) {
                           ServerState& server = world.server;
                           if (world.model->net() != nullptr) {
                               return net_remove_later(world, removal.stream);
                           }
                           server.removals.push_back({removal.stream, server.queue.size()});
                       },
                   },
                   effect);
    }
}

void make_visible(ConnectionWorld& world, const h2::Frame& frame) {
    world.to_client.frames.push_back(frame);
    world.happened.push_back(showed(world, frame));
    apply_server(world, world.server.core.report(h2::WriteStage::visible, frame));
    const Net* const net = world.model->net();
    if (net != nullptr && net->functions_wait == FunctionWaits::visible) {
        go_on(world, frame);
    }
}

void complete(ConnectionWorld& world, const h2::Frame& frame) {
    const Net* const net = world.model->net();
    if (net == nullptr || net->functions_wait == FunctionWaits::completed) {
        go_on(world, frame);
    }
    const h2::Effects effects = world.server.core.report(h2::WriteStage::completion, frame);
    apply_server(world, effects);
    if (world.model->scenario().server.flush_queue_on_close) {
        flush_closed(world, effects);
    }
}

h2::Frame take_queued(ServerState& server, std::uint32_t index) {
    const h2::Frame frame = server.queue[index];
    server.queue.erase(index);
    for (Removal& removal : server.removals) {
        removal.ahead -= removal.ahead > index ? 1 : 0;
    }
    return frame;
}

void take_removal(ConnectionWorld& world) {
    const h2::StreamId stream = world.server.removals.front().stream;
    world.server.removals.erase(0);
    remove_stream(world, stream);
}

void remove_stream(ConnectionWorld& world, h2::StreamId stream) {
    // Refused when the stream was closed in another way meanwhile.
    (void)world.server.core.submit(h2::RemovalTaken{stream});
}

PlaceSet heard_places(const ConnectionWorld& world) {
    PlaceSet places{Place::streams,   Place::slots, Place::windows,    Place::running,
                    Place::functions, Place::queue, Place::server_plan};
    if (world.model->net() == nullptr && world.model->scenario().server.loop == Loop::split) {
        places.add(Place::handed_over);
    }
    if (leaves_to_writer(world.model->server_policy())) {
        places.add(Place::removals);
    }
    if (world.model->scenario().server.reset_memory_ticks > 0) {
        places.add(Place::timers);
    }
    return places;
}

Action acts(Thread thread, Verb verb, const h2::Frame& frame) {
    Action action;
    action.actor = {thread, 0};
    action.verb = verb;
    action.stream = h2::stream_of(frame);
    action.frame = frame;
    return action;
}

Action acts(Thread thread, Verb verb, const Writer& writer) {
    if (writer.has_frame) {
        return acts(thread, verb, writer.frame);
    }
    Action action;
    action.actor = {thread, 0};
    action.verb = verb;
    return action;
}

Action acts(Thread thread, Verb verb, const ConnectionWorld& world, h2::StreamId stream) {
    Action action;
    action.actor = {thread, thread == Thread::request ? stream.value() : 0};
    action.verb = verb;
    action.stream = stream;
    const RequestFunction* const request = find_request(world.server, stream);
    if (request != nullptr && verb != Verb::remove) {
        action.planned = next_frames(*world.model, *request);
    }
    return action;
}

bool all_visible(const ServerState& server) {
    return server.writer.stage == Writer::Stage::idle && server.queue.empty() &&
           server.buffered.empty() && server.uncompleted.empty();
}

}  // namespace sim
