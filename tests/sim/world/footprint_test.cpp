// Actions against the world: what a step changes lies within the places that its action takes from
// and puts into; what has become less was taken from, what has become more was put into. And no
// place is declared that such a step never changes.

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sim/judge/judged_transfer.hpp"
#include "sim/world/lanes.hpp"
#include "tests/sim/races/races.hpp"
#include "tests/sim/world/world_fixture.hpp"

namespace {

using sim::Action;
using sim::JudgedWorld;
using sim::Place;
using sim::PlaceSet;

// What a step has changed.
struct Changes {
    PlaceSet less;
    PlaceSet more;
    PlaceSet other;  // changed, and neither less nor more

    [[nodiscard]] PlaceSet all() const { return less | more | other; }

    template <class T>
    void value(Place place, const T& before, const T& after) {
        if (!(before == after)) {
            other.add(place);
        }
    }
    void count(Place place, std::uint64_t before, std::uint64_t after) {
        if (after != before) {
            (after < before ? less : more).add(place);
        }
    }
    // A list in which things wait.
    template <class List>
    void list(Place place, const List& before, const List& after) {
        if (before.size() != after.size()) {
            count(place, before.size(), after.size());
        } else {
            value(place, before, after);
        }
    }
};

// A stream without its windows and without its slot.
h2::Stream bare(h2::Stream stream) {
    stream.receive_window = {};
    stream.send_window = {};
    stream.counted = false;
    stream.closing = false;
    return stream;
}

void streams(const h2::Connection& before, const h2::Connection& after, Place place, Place windows,
             Changes& changes) {
    const auto flags = [](const h2::Connection& core) {
        return std::tuple{core.acked_settings(),
                          core.peer_settings(),
                          core.unacked_settings(),
                          core.goaway_sent(),
                          core.closed(),
                          core.next_stream_id(),
                          core.goaway_received(),
                          core.highest_peer_stream(),
                          core.announced_last_stream()};
    };
    changes.value(place, flags(before), flags(after));
    changes.value(windows, before.connection_send_window(), after.connection_send_window());
    changes.value(windows, before.connection_receive_window(), after.connection_receive_window());
    for (const h2::Stream& stream : after.streams()) {
        const h2::Stream* const old = before.find(stream.id);
        if (old == nullptr) {
            changes.value(place, 0, 1);
            continue;
        }
        changes.value(place, bare(*old), bare(stream));
        changes.value(windows, old->send_window, stream.send_window);
        changes.value(windows, old->receive_window, stream.receive_window);
    }
    for (const h2::Stream& stream : before.streams()) {
        changes.value(place, after.find(stream.id) != nullptr, true);
    }
}

void client_changes(const sim::ClientState& before, const sim::ClientState& after,
                    Changes& changes) {
    const auto plan = [](const sim::ClientState& client) {
        return std::tuple{client.opened, client.pings_left, client.resets_left, client.script_line,
                          client.awaited};
    };
    changes.value(Place::client_plan, plan(before), plan(after));
    streams(before.core, after.core, Place::client_streams, Place::client_windows, changes);
    changes.count(Place::client_slots, after.core.local_count(), before.core.local_count());
    changes.list(Place::client_queue, before.outgoing, after.outgoing);
    changes.value(Place::client_callers, before.passed, after.passed);
    changes.list(Place::client_settings, before.unapplied, after.unapplied);
    changes.list(Place::client_responses, before.answers, after.answers);
    changes.value(Place::client_reading, before.may_read, after.may_read);
}

void server_changes(const sim::ServerState& before, const sim::ServerState& after,
                    Changes& changes) {
    using Stage = sim::Writer::Stage;
    const auto plan = [](const sim::ServerState& server) {
        return std::tuple{server.settings_pending, server.shutdown_pending, server.shutting_down,
                          server.closing, server.closed};
    };
    const auto completions = [](const sim::ServerState& server) {
        return server.uncompleted.size() + (server.writer.stage == Stage::posted ? 1 : 0);
    };
    const auto under_way = [](const sim::ServerState& server) {
        const bool posted = server.writer.stage == Stage::posted;
        return posted ? sim::Writer{} : server.writer;
    };
    changes.value(Place::server_plan, plan(before), plan(after));
    changes.count(Place::hand_off, before.read ? 1 : 0, after.read ? 1 : 0);
    changes.value(Place::loop_waiting, before.blocked, after.blocked);
    changes.list(Place::functions, before.requests, after.requests);
    changes.list(Place::handed_over, before.handed, after.handed);
    changes.list(Place::queue, before.queue, after.queue);
    changes.list(Place::removals, before.removals, after.removals);
    changes.list(Place::buffer, before.buffered, after.buffered);
    changes.value(Place::write, under_way(before), under_way(after));
    changes.count(Place::completion, completions(before), completions(after));
    streams(before.core, after.core, Place::streams, Place::windows, changes);
    changes.count(Place::slots, after.core.admission_count(), before.core.admission_count());
    changes.value(Place::slots, before.core.peer_count(), after.core.peer_count());
    changes.value(Place::running, before.core.running_requests(), after.core.running_requests());
}

Changes changes_of(const JudgedWorld& before, const JudgedWorld& after) {
    Changes changes;
    changes.list(Place::to_server, before.to_server.frames, after.to_server.frames);
    changes.list(Place::to_client, before.to_client.frames, after.to_client.frames);
    client_changes(before.client, after.client, changes);
    server_changes(before.server, after.server, changes);
    changes.list(Place::timers, before.timers, after.timers);
    return changes;
}

std::string text_of(PlaceSet places) {
    std::string text;
    for (const Place place : sim::all_places()) {
        if (places.has(place)) {
            text += (text.empty() ? "" : " ") + std::string{name(place)};
        }
    }
    return text;
}

// What an action says too little; nothing if it is right.
std::string missing(const Action& action, const Changes& changes) {
    const PlaceSet all = changes.all().without(action.from | action.to);
    const PlaceSet less = changes.less.without(action.from);
    const PlaceSet more = changes.more.without(action.to);
    std::string text;
    text += all.empty() ? "" : "changed: " + text_of(all) + ". ";
    text += less.empty() ? "" : "taken from: " + text_of(less) + ". ";
    return text + (more.empty() ? "" : "put into: " + text_of(more) + ". ");
}

// Steps of one kind: by what they do and which runtime or design does it.
std::string kind_of(const JudgedWorld& world, const Action& action) {
    static constexpr const char* kLoops[] = {"split", "single", "locked"};
    const bool server = role_of(action.actor.thread) == sim::Role::server;
    return std::string{name(action.actor.thread)} + " " + std::string{name(action.verb)} +
           (action.frame ? " " + std::string{h2::name(*action.frame)} : "") +
           (server
                ? std::string{" "} + kLoops[static_cast<int>(world.model->scenario().server.loop)]
                : "");
}

// What no step of that kind changes in worlds as small as these, but may in others.
std::string idle_in_small_worlds(const std::string& verb) {
    static const std::map<std::string, std::string> kIdle = {
        {"client writer send", "client-windows"},
        {"clock advance", "write"},
        {"loop take", "buffer"},
        {"reader begin-write", "streams slots"},
        {"server close", "removals timers"},
        {"writer show", "slots"},
    };
    const auto found = kIdle.find(verb);
    return found == kIdle.end() ? "" : found->second;
}

// The scenarios that are small enough, and steps that none of them takes.
std::vector<sim::Scenario> small_scenarios() {
    std::vector<sim::Scenario> small;
    for (const std::string& name : races::names()) {
        sim::Scenario scenario = races::load(name);
        if (scenario.pinned.states.value_or(100'000) <= 3'000) {
            small.push_back(std::move(scenario));
        }
    }
    // One loop that leaves the removal of a stream to its queue.
    small.push_back(
        races::load("stacks/mu-server-cancel-before-135", {"server.loop=single", "limit=2"}));
    return small;
}

// Visits every step from every reachable state of them.
template <class Visit>
void each_step(const Visit& visit) {
    for (const sim::Scenario& scenario : small_scenarios()) {
        CAPTURE(scenario.id);
        const sim::Model model{scenario};
        std::set<fixture::Octets> seen;
        std::vector<JudgedWorld> open{JudgedWorld{model}};
        seen.insert(fixture::octets_of(open.back()));
        while (!open.empty()) {
            const JudgedWorld from = open.back();
            open.pop_back();
            for (const sim::Event event : fixture::events_of(from)) {
                JudgedWorld to = from;
                to.step(event);
                visit(from, event, to);
                if (seen.insert(fixture::octets_of(to)).second) {
                    open.push_back(to);
                }
            }
        }
    }
}

}  // namespace

TEST_CASE("action: what a step changes is within its places, and no place is idle",
          "[world][action]") {
    std::map<std::string, PlaceSet> declared;
    std::map<std::string, PlaceSet> changed;
    std::map<std::string, std::set<std::string>> wrong;
    each_step([&](const JudgedWorld& from, sim::Event event, const JudgedWorld& to) {
        const Action action = action_of(from, event);
        const Changes changes = changes_of(from, to);
        if (const std::string text = missing(action, changes); !text.empty()) {
            wrong[kind_of(from, action)].insert(text);
        }
        const std::string verb =
            std::string{name(action.actor.thread)} + " " + std::string{name(action.verb)};
        declared[verb].add(action.from | action.to);
        changed[verb].add(changes.all());
    });
    for (const auto& [kind, texts] : wrong) {
        for (const std::string& text : texts) {
            UNSCOPED_INFO(kind << ": " << text);
        }
    }
    CHECK(wrong.empty());
    for (const auto& [verb, places] : declared) {
        CAPTURE(verb);
        CHECK(text_of(places.without(changed[verb])) == idle_in_small_worlds(verb));
    }
}

TEST_CASE("action: a place that is left out, and a wrong direction, are found", "[world][action]") {
    fixture::Run run{sim::Scenario{}};
    const JudgedWorld before = run.world;
    const sim::Event open = fixture::events_of(before)[0];
    Action action = action_of(before, open);
    run.world.step(open);
    const Changes changes = changes_of(before, run.world);
    CHECK(missing(action, changes).empty());
    Action left_out = action;
    left_out.to = left_out.to.without({Place::to_server});
    CHECK(missing(left_out, changes) == "changed: to-server. put into: to-server. ");
    Action the_wrong_way = action;
    std::swap(the_wrong_way.from, the_wrong_way.to);
    CHECK(missing(the_wrong_way, changes) == "put into: to-server. ");
    action.from = {};
    CHECK(missing(action, changes) == "changed: client-plan. taken from: client-slots. ");
}

TEST_CASE("action: who acts is one of the runtime's threads, and a lane is of one actor",
          "[world][action]") {
    std::map<sim::Loop, std::set<sim::Thread>> threads;
    std::size_t lanes_seen = 0;
    std::size_t wrong_role = 0;
    std::size_t wrong_actor = 0;
    each_step([&](const JudgedWorld& from, sim::Event event, const JudgedWorld&) {
        const Action action = action_of(from, event);
        wrong_role += role_of(action.actor.thread) == role_of(event.kind) ? 0 : 1;
        if (role_of(action.actor.thread) == sim::Role::server) {
            threads[from.model->scenario().server.loop].insert(action.actor.thread);
        }
        for (const sim::Event other : fixture::events_of(from)) {
            if (lane_of(other) == lane_of(event)) {
                ++lanes_seen;
                wrong_actor += action_of(from, other).actor == action.actor ? 0 : 1;
            }
        }
    });
    using sim::Thread;
    CHECK(wrong_role == 0);
    CHECK(wrong_actor == 0);
    CHECK(lanes_seen > 0);
    CHECK(threads[sim::Loop::split] ==
          std::set{Thread::reader, Thread::loop, Thread::writer, Thread::request, Thread::server});
    CHECK(threads[sim::Loop::single] == std::set{Thread::loop, Thread::request, Thread::server});
    CHECK(threads[sim::Loop::locked] ==
          std::set{Thread::reader, Thread::writer, Thread::request, Thread::server});
}
