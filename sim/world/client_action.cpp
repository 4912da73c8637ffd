// What each event of the client is, as an action: who does it depends on the client's design.

#include <bit>

#include "sim/world/client_parts.hpp"
#include "sim/world/client_writer.hpp"

namespace sim {
namespace {

constexpr Actor kClient{Thread::client, 0};

// It takes the frame out of the transport, and its core or its script hears it.
void add_hearing(const ConnectionWorld& world, const h2::Frame& frame, Action& action) {
    const ClientSpec& spec = world.model->scenario().client;
    action.from.add(Place::to_client);
    if (spec.behaviour == Behaviour::slow_reader) {
        action.to.add({Place::client_reading, Place::timers});
    }
    if (is_scripted(world)) {
        action.to.add(Place::client_plan);
        return;
    }
    action.to.add(
        {Place::client_streams, Place::client_slots, Place::client_windows, Place::client_queue});
    action.from.add(Place::client_queue);
    if (spec.design.settings_applied == SettingsApplied::when_ack_written &&
        std::holds_alternative<h2::SettingsFrame>(frame)) {
        action.to.add(Place::client_settings);
    }
    if (spec.design.responses == Responses::taken_later) {
        action.to.add(Place::client_responses);
    }
    if (std::holds_alternative<h2::GoAway>(frame) &&
        spec.design.opens == ClientOpens::check_then_reserve) {
        action.from.add(Place::client_callers);
    }
}

// The frame goes into the transport, and its core hears that it is written.
void add_writing(const ConnectionWorld& world, const h2::Frame& frame, Action& action) {
    action.to.add(Place::to_server);
    const auto* const settings = std::get_if<h2::SettingsFrame>(&frame);
    if (settings != nullptr && settings->ack && !world.client.unapplied.empty()) {
        action.from.add(Place::client_settings);
        action.to.add({Place::client_streams, Place::client_windows});
    }
    if (std::holds_alternative<h2::RstStream>(frame) || h2::ends_stream(frame)) {
        action.to.add({Place::client_streams, Place::client_slots});
    }
}

Action about(Actor actor, Verb verb, const h2::Frame& frame) {
    Action action;
    action.actor = actor;
    action.verb = verb;
    action.stream = h2::stream_of(frame);
    action.frame = frame;
    return action;
}

// A frame that is made now is written by whoever makes it, or left to the writer.
Action makes(const ConnectionWorld& world, Actor actor, const h2::Frame& frame, bool may_queue) {
    const bool queued = may_queue && has_writer(world);
    Action action = about(actor, queued ? Verb::queue : Verb::send, frame);
    if (queued) {
        action.to.add(Place::client_queue);
    } else {
        add_writing(world, frame, action);
    }
    return action;
}

Action opens(const ConnectionWorld& world, h2::StreamId stream) {
    const ClientDesign& design = world.model->scenario().client.design;
    const unsigned passed = world.client.passed;
    const Actor caller{Thread::caller, static_cast<std::uint32_t>(std::countr_zero(passed)) + 1};
    h2::Headers headers;
    headers.stream = stream;
    headers.fields = world.model->request_fields();
    headers.end_stream = world.model->scenario().request.body == 0;
    Action action = makes(world, passed == 0 ? kClient : caller, headers,
                          design.opens != ClientOpens::when_written);
    action.from.add({Place::client_plan, Place::client_slots});
    action.to.add(Place::client_streams);
    if (passed != 0) {
        action.from.add(Place::client_callers);
    }
    return action;
}

Action ends_request(const ConnectionWorld& world, h2::StreamId stream) {
    h2::Data data;
    data.stream = stream;
    data.payload = {nullptr, world.model->scenario().request.body};
    data.end_stream = true;
    Action action = makes(world, kClient, data, true);
    action.from.add(Place::client_windows);
    action.to.add(Place::client_streams);
    return action;
}

Action pings(const ConnectionWorld& world) {
    Action action = makes(world, kClient, h2::Ping{}, true);
    action.from.add(Place::client_plan);
    return action;
}

Action cancels(const ConnectionWorld& world, h2::StreamId stream) {
    Action action = makes(world, kClient, h2::RstStream{stream, h2::ErrorCode::CANCEL}, true);
    action.from.add(Place::client_plan);
    action.to.add(Place::client_streams);
    if (world.model->scenario().client.design.slot_freed_at == SlotFreedAt::cancelled) {
        action.to.add(Place::client_slots);
    }
    return action;
}

Action says_goodbye(const ConnectionWorld& world) {
    Action action = makes(world, kClient, h2::GoAway{}, true);
    if (world.client.passed != 0) {
        action.from.add(Place::client_callers);
    }
    action.to.add(Place::client_streams);
    return action;
}

// What waits for whoever writes.
Action writes_queued(const ConnectionWorld& world, Thread thread, const h2::Frame& frame) {
    Action action = about({thread, 0}, Verb::send, frame);
    add_writing(world, frame, action);
    action.from.add(Place::client_queue);
    return action;
}

Action runs_line(const ConnectionWorld& world) {
    Action action =
        about(kClient, Verb::send, world.model->script()[world.client.script_line].frame);
    action.from.add(Place::client_plan);
    action.to.add(Place::to_server);
    return action;
}

Action receives(const ConnectionWorld& world) {
    Action action = about(kClient, Verb::receive, world.to_client.frames.front());
    add_hearing(world, *action.frame, action);
    return action;
}

Action checks(const ConnectionWorld& world, std::uint32_t caller) {
    Action action;
    action.actor = {Thread::caller, caller};
    action.verb = Verb::check;
    action.count = world.client.core.local_count();
    action.limit = world.client.core.peer_settings().max_concurrent_streams;
    action.to = {Place::client_callers};
    return action;
}

Action takes_response(const ConnectionWorld& world, h2::StreamId stream) {
    Action action;
    action.actor = kClient;
    action.verb = Verb::give;
    action.stream = stream;
    for (const Answer& answer : world.client.answers) {
        if (answer.stream == stream && answer.overridden) {
            action.verb = Verb::report_error;
        }
    }
    action.from = {Place::client_responses};
    return action;
}

}  // namespace

Action client_action(const ConnectionWorld& world, Event event) {
    const h2::StreamId stream = h2::StreamId::from_wire(event.stream);
    const ClientState& client = world.client;
    switch (event.kind) {
        case EventKind::client_receive: return receives(world);
        case EventKind::client_control:
            return writes_queued(world, Thread::client, client.outgoing.front());
        case EventKind::client_write:
            return writes_queued(world, Thread::client_writer, next_of(client, stream));
        case EventKind::client_ping: return pings(world);
        case EventKind::client_check: return checks(world, event.stream);
        case EventKind::client_open: return opens(world, stream);
        case EventKind::client_body: return ends_request(world, stream);
        case EventKind::client_reset: return cancels(world, stream);
        case EventKind::client_goaway: return says_goodbye(world);
        case EventKind::client_take: return takes_response(world, stream);
        case EventKind::client_script: return runs_line(world);
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

}  // namespace sim
