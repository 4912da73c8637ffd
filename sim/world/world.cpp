// Leaves events to the client and the server, and does the clock's itself: all timers that are due
// at the earliest time fire, in canonical order. What only explains a step is no part of equality.

#include "sim/world/world.hpp"

#include <tuple>

#include "sim/world/server.hpp"
#include "sim/world/server_net.hpp"

namespace sim {
namespace {

h2::Settings settings_of_server(const Model& model) {
    h2::Settings settings;
    settings.max_concurrent_streams = model.scenario().limit;
    settings.initial_window_size = model.scenario().server.initial_window;
    return settings;
}

h2::Settings client_settings(const Model& model) {
    h2::Settings settings;
    settings.initial_window_size = model.scenario().client.initial_window;
    return settings;
}

// A greedy client knows no limit.
h2::Settings as_client_heard(const Model& model) {
    h2::Settings settings = settings_of_server(model);
    if (model.scenario().client.behaviour == Behaviour::greedy) {
        settings.max_concurrent_streams = h2::kUnlimited;
    }
    return settings;
}

h2::Connection new_core(const Model& model, h2::Role role) {
    const bool client = role == h2::Role::client;
    const h2::Policy& policy = client ? model.client_policy() : model.server_policy();
    if (model.scenario().start == Start::preface) {
        return h2::Connection(role, policy);
    }
    return client ? h2::Connection::established(role, client_settings(model),
                                                as_client_heard(model), policy)
                  : h2::Connection::established(role, settings_of_server(model),
                                                client_settings(model), policy);
}

void fire(ConnectionWorld& world, const Timer& timer) {
    switch (timer.kind) {
        case Timer::Kind::client_reads: world.client.may_read = true; return;
        case Timer::Kind::shutdown_timeout: close_transport(world); return;
        case Timer::Kind::forget_reset:
            // Refused when the core has forgotten it before.
            (void)world.server.core.submit(h2::ForgetReset{timer.stream});
            return;
        case Timer::Kind::shutdown_notice: end_shutdown_notice(world); return;
    }
}

// Virtual time passes to the earliest timer; all that are due fire, in canonical order.
void advance_clock(ConnectionWorld& world) {
    std::uint32_t ticks = world.timers.front().ticks;
    for (const Timer& timer : world.timers) {
        ticks = timer.ticks < ticks ? timer.ticks : ticks;
    }
    world.now += ticks;
    const auto armed = world.timers;
    world.timers.clear();
    for (const Timer& timer : armed) {
        if (timer.ticks > ticks) {
            world.timers.push_back({timer.kind, timer.stream, timer.ticks - ticks});
        }
    }
    for (const Timer& timer : armed) {
        if (timer.ticks == ticks) {
            fire(world, timer);
        }
    }
}

// What the timers that are armed may set going.
Action advance_action(const ConnectionWorld& world) {
    Action action;
    action.actor = {Thread::clock, 0};
    action.verb = Verb::advance;
    action.from.add(Place::timers);
    for (const Timer& timer : world.timers) {
        switch (timer.kind) {
            case Timer::Kind::client_reads: action.to.add(Place::client_reading); break;
            case Timer::Kind::forget_reset: action.to.add(Place::streams); break;
            case Timer::Kind::shutdown_timeout:  // whatever is still under way
                action = touching(
                    action, kForgotten | PlaceSet{Place::loop_waiting, Place::queue, Place::buffer,
                                                  Place::write, Place::completion});
                break;
            case Timer::Kind::shutdown_notice:
                action = touching(action,
                                  {Place::streams, Place::server_plan, Place::queue, Place::write});
                break;
        }
    }
    return action;
}

// Both ends begin with SETTINGS (RFC 9113 section 3.4).
void begin_preface(ConnectionWorld& world) {
    const Model& model = *world.model;
    if (const auto sent = world.client.core.submit(h2::SubmitSettings{model.client_settings()})) {
        for (const h2::Effect& effect : *sent) {
            world.client.outgoing.push_back(std::get<h2::SendFrame>(effect).frame);
        }
    }
    announce_settings(world, model.server_settings());
}

}  // namespace

ConnectionWorld::ConnectionWorld(const Model& new_model)
    : model{&new_model},
      client{new_core(new_model, h2::Role::client)},
      server{new_core(new_model, h2::Role::server)} {
    const Scenario& scenario = model->scenario();
    client.pings_left = scenario.client.pings;
    client.resets_left =
        scenario.client.behaviour == Behaviour::cancelling ? scenario.client.cancels : 0;
    server.shutdown_pending = scenario.server.graceful_shutdown;
    if (model->net() != nullptr) {
        net_start(*this);
    }
    server.settings_pending = scenario.server.new_limit.has_value();
    if (scenario.start == Start::preface) {
        begin_preface(*this);
        happened.clear();  // nothing is observed before the first step
    }
}

void ConnectionWorld::enabled(EventList<ConnectionWorld>& out) const {
    client_enabled(*this, out);
    server_enabled(*this, out);
    if (!timers.empty()) {
        out.push_back({EventKind::clock_advance, 0});
    }
}

void ConnectionWorld::step(Event event) {
    happened.clear();
    last_verdict = h2::Accept{};
    switch (role_of(event.kind)) {
        case Role::client: client_step(*this, event); break;
        case Role::server: server_step(*this, event); break;
        case Role::time: advance_clock(*this); break;
    }
}

Action action_of(const ConnectionWorld& world, Event event) {
    switch (role_of(event.kind)) {
        case Role::client: return client_action(world, event);
        case Role::server: return server_action(world, event);
        case Role::time: break;
    }
    return advance_action(world);
}

bool ConnectionWorld::finished() const {
    if (server.closed) {
        return to_client.frames.empty();
    }
    return client_finished(*this) && server_quiet(*this) && to_server.frames.empty() &&
           to_client.frames.empty();
}

bool ConnectionWorld::satisfied() const {
    return client_satisfied(*this);
}

bool ConnectionWorld::operator==(const ConnectionWorld& other) const {
    const auto state = [](const ConnectionWorld& w) {
        return std::tie(w.client, w.server, w.to_server, w.to_client, w.timers);
    };
    return state(*this) == state(other);
}

void start_timer(ConnectionWorld& world, Timer timer) {
    std::uint32_t place = 0;
    while (place < world.timers.size() &&
           std::tie(world.timers[place].kind, world.timers[place].stream) <
               std::tie(timer.kind, timer.stream)) {
        ++place;
    }
    world.timers.insert(place, timer);
}

}  // namespace sim
