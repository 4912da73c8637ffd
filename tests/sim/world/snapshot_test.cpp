// The canonical form of a world is the whole state and nothing but the state: what is written and
// read back is the same world, whatever was there before, and different worlds are written
// differently. The explorer's verdicts rest on both.

#include <functional>

#include "sim/net/net_reader.hpp"
#include "tests/sim/races/races.hpp"
#include "tests/sim/world/world_fixture.hpp"
#include "tests/support/frames.hpp"

using fixture::Octets;
using fixture::octets_of;
using sim::JudgedWorld;

namespace {

// Goes on from both in every way and compares what is seen.
void check_same_future(const JudgedWorld& a, const JudgedWorld& b) {
    REQUIRE(fixture::enabled_names(a) == fixture::enabled_names(b));
    REQUIRE(a.finished() == b.finished());
    REQUIRE(a.satisfied() == b.satisfied());
    for (const sim::Event event : fixture::events_of(a)) {
        JudgedWorld left = a;
        JudgedWorld right = b;
        REQUIRE(left.step(event) == right.step(event));
        REQUIRE(left == right);
    }
}

std::vector<JudgedWorld> states_of_walks(const sim::Model& model, std::uint64_t seed, int walks) {
    support::SplitMix64 random{seed};
    std::vector<JudgedWorld> states{JudgedWorld{model}};
    for (int i = 0; i < walks; ++i) {
        JudgedWorld world{model};
        fixture::walk(world, random, 120,
                      [&](const auto&, sim::Event, const auto& after) { states.push_back(after); });
    }
    return states;
}

}  // namespace

TEST_CASE("snapshot: a state read back into any other is that state", "[world][snapshot]") {
    for (const std::string& name : races::names()) {
        CAPTURE(name);
        const sim::Model model{races::load(name)};
        const auto states = states_of_walks(model, 1, 4);
        support::SplitMix64 random{2};
        for (const JudgedWorld& state : states) {
            JudgedWorld other = states[random.below(states.size())];  // dirty
            const Octets written = octets_of(state);
            fixture::read_back(other, written);
            REQUIRE(other == state);
            REQUIRE(octets_of(other) == written);
            check_same_future(state, other);
        }
    }
}

TEST_CASE("snapshot: states are written alike exactly when they are equal", "[world][snapshot]") {
    for (const std::string& name : races::names()) {
        CAPTURE(name);
        const sim::Model model{races::load(name)};
        const auto states = states_of_walks(model, 3, 5);
        std::vector<Octets> written;
        for (const JudgedWorld& state : states) {
            written.push_back(octets_of(state));
        }
        std::size_t equal = 0;
        for (std::size_t a = 0; a < states.size(); ++a) {
            for (std::size_t b = a + 1; b < states.size(); ++b) {
                const bool same = states[a] == states[b];
                equal += same ? 1 : 0;
                if (same != (written[a] == written[b])) {
                    FAIL("states " << a << " and " << b << " are " << (same ? "" : "not ")
                                   << "equal, and written otherwise");
                }
            }
        }
        CHECK(equal > 0);  // walks meet at least at their ends
    }
}

namespace {

// A state in which every part holds something, so that nothing is skipped as absent.
JudgedWorld busy_world(const sim::Model& model) {
    JudgedWorld world{model};
    const h2::Frame headers = test::headers(1, true, model.response_fields());
    world.client.outgoing.push_back(test::window_update(0, 10));
    world.server.read = true;
    world.server.hand_off = test::headers(3, true, model.request_fields());
    world.server.handed.push_back(test::stream(1));
    world.server.queue.push_back(test::data(1, 20));
    world.server.buffered.push_back(headers);
    world.server.uncompleted.push_back(headers);
    world.server.writer.stage = sim::Writer::Stage::started;
    world.server.writer.has_frame = true;
    world.server.writer.frame = headers;
    world.server.writer.outgoing.push_back(headers);
    world.server.requests.push_back({test::stream(1), sim::RequestFunction::Stage::waiting, 1, 1});
    world.to_server.frames.push_back(test::headers(5, true, model.request_fields()));
    world.to_client.frames.push_back(headers);
    world.timers.push_back({sim::Timer::Kind::client_reads, {}, 2});
    (void)world.monitor.client_sent(test::headers(1));
    return world;
}

// `change` makes another state: unequal, written otherwise, and read back as what it is.
void check_matters(const char* what, const JudgedWorld& base,
                   const std::function<void(JudgedWorld&)>& change) {
    CAPTURE(what);
    JudgedWorld changed = base;
    change(changed);
    CHECK_FALSE(changed == base);
    const Octets written = octets_of(changed);
    CHECK(written != octets_of(base));
    JudgedWorld back = base;
    fixture::read_back(back, written);
    CHECK(back == changed);
}

template <class T>
void bump(T& number) {
    number = static_cast<T>(number + 1);
}
void bump(bool& flag) {
    flag = !flag;
}

}  // namespace

// Structured bindings name every member: a member that is added makes these tests fail to compile.

TEST_CASE("snapshot: every member of the server's state is state", "[world][snapshot]") {
    sim::Scenario scenario;  // removals are state only where the design has them
    scenario.server.policy.received_reset_frees = h2::ResetFrees::when_writer_removes;
    const sim::Model model{scenario};
    const JudgedWorld base = busy_world(model);
    using Change = void (*)(sim::ServerState&);
    const Change changes[] = {
        [](auto& server) { (void)server.core.receive(test::headers(1)); },
        [](auto& server) {
            server.read = false;
            server.hand_off = h2::Frame{};
        },
        [](auto& server) { server.hand_off = test::headers(3, false); },
        [](auto& server) { bump(server.blocked); },
        [](auto& server) { server.handed.clear(); },
        [](auto& server) { server.queue.push_back(test::rst(1)); },
        [](auto& server) { server.removals.push_back({test::stream(1), 0}); },
        [](auto& server) { server.buffered[0] = test::rst(1); },
        [](auto& server) { bump(server.buffered_octets); },
        [](auto& server) { server.uncompleted.clear(); },
        [](auto& server) { server.writer = {}; },
        [](auto& server) { server.requests.clear(); },
        [](auto& server) { bump(server.settings_pending); },
        [](auto& server) { bump(server.shutdown_pending); },
        [](auto& server) { bump(server.shutting_down); },
        [](auto& server) { bump(server.closing); },
        [](auto& server) { bump(server.closed); },
    };
    // Items and octets are state of nets alone; below.
    [[maybe_unused]] const auto& [core, read, hand_off, blocked, handed, queue, removals, buffered,
                                  buffered_octets, uncompleted, writer, requests, items, octets,
                                  settings_pending, shutdown_pending, shutting_down, closing,
                                  closed] = base.server;
    static_assert(std::size(changes) == 17);
    for (std::size_t i = 0; i < std::size(changes); ++i) {
        check_matters(std::to_string(i).c_str(), base,
                      [&](JudgedWorld& world) { changes[i](world.server); });
    }
}

TEST_CASE("snapshot: every member of the client's state is state", "[world][snapshot]") {
    const sim::Model model{sim::Scenario{}};
    const JudgedWorld base = busy_world(model);
    using Change = void (*)(sim::ClientState&);
    const Change changes[] = {
        [](auto& client) {
            (void)client.core.submit(h2::SubmitHeaders{test::stream(1), {}, true, false});
        },
        [](auto& client) { client.outgoing.clear(); },
        [](auto& client) { bump(client.opened); },
        [](auto& client) { bump(client.pings_left); },
        [](auto& client) { bump(client.resets_left); },
        [](auto& client) { bump(client.script_line); },
        [](auto& client) { client.awaited = std::uint64_t{1} << 63U; },
        [](auto& client) { bump(client.may_read); },
    };
    [[maybe_unused]] const auto& [core, outgoing, opened, pings_left, resets_left, script_line,
                                  awaited, may_read, unapplied, answers, passed] = base.client;
    for (std::size_t i = 0; i < std::size(changes); ++i) {
        check_matters(std::to_string(i).c_str(), base,
                      [&](JudgedWorld& world) { changes[i](world.client); });
    }
}

TEST_CASE(
    "snapshot: what only a design of the client needs is state where it is used, and only there",
    "[world][snapshot]") {
    sim::Scenario scenario;
    sim::ClientDesign& design = scenario.client.design;
    design.writes = sim::ClientWrites::queue;
    design.opens = sim::ClientOpens::check_then_reserve;
    design.settings_applied = sim::SettingsApplied::when_ack_written;
    design.responses = sim::Responses::taken_later;
    const sim::Model model{scenario};
    JudgedWorld base = busy_world(model);
    base.client.unapplied.push_back(model.new_settings());
    base.client.answers.push_back({test::stream(1)});
    using Change = void (*)(sim::ClientState&);
    const Change changes[] = {
        [](auto& client) { client.unapplied.clear(); },
        [](auto& client) { client.answers.clear(); },
        [](auto& client) { client.answers[0].stream = test::stream(3); },
        [](auto& client) { bump(client.answers[0].overridden); },
        [](auto& client) { bump(client.passed); },
    };
    for (std::size_t i = 0; i < std::size(changes); ++i) {
        check_matters(std::to_string(i).c_str(), base,
                      [&](JudgedWorld& world) { changes[i](world.client); });
    }
    const sim::Model plain{sim::Scenario{}};
    CHECK(octets_of(JudgedWorld{plain}).size() < octets_of(JudgedWorld{model}).size());
}

TEST_CASE("snapshot: every member of a request, the writer and a timer is state",
          "[world][snapshot]") {
    sim::Scenario scenario;
    scenario.server.policy.received_end_frees = h2::EndFrees::when_writer_removes;
    const sim::Model model{scenario};
    JudgedWorld base = busy_world(model);
    base.server.removals.push_back({test::stream(1), 0});
    using Change = void (*)(JudgedWorld&);
    const Change changes[] = {
        [](auto& w) { w.server.requests[0].stream = test::stream(3); },
        [](auto& w) { w.server.requests[0].stage = sim::RequestFunction::Stage::stalled; },
        [](auto& w) { bump(w.server.requests[0].next); },
        [](auto& w) { bump(w.server.requests[0].pending); },
        [](auto& w) { bump(w.server.requests[0].returned); },
        [](auto& w) { w.server.writer.stage = sim::Writer::Stage::posted; },
        [](auto& w) {
            w.server.writer.has_frame = false;
            w.server.writer.frame = h2::Frame{};
        },
        [](auto& w) { bump(w.server.writer.by_reader); },
        [](auto& w) { w.server.writer.frame = test::rst(1); },
        [](auto& w) { w.server.writer.outgoing.clear(); },
        [](auto& w) { w.server.removals[0].stream = test::stream(3); },
        [](auto& w) { bump(w.server.removals[0].ahead); },
        [](auto& w) { w.timers[0].kind = sim::Timer::Kind::forget_reset; },
        [](auto& w) { w.timers[0].stream = test::stream(7); },
        [](auto& w) { bump(w.timers[0].ticks); },
        [](auto& w) { w.timers.clear(); },
        [](auto& w) { w.to_server.frames.clear(); },
        [](auto& w) { w.to_client.frames[0] = test::rst(1); },
    };
    [[maybe_unused]] const auto& [r_stream, r_stage, r_next, r_pending, r_returned, r_due] =
        base.server.requests[0];
    [[maybe_unused]] const auto& [w_stage, w_has_frame, w_by_reader, w_frame, w_outgoing] =
        base.server.writer;
    [[maybe_unused]] const auto& [m_stream, m_ahead] = base.server.removals[0];
    [[maybe_unused]] const auto& [t_kind, t_stream, t_ticks] = base.timers[0];
    [[maybe_unused]] const auto& [frames] = base.to_client;
    for (std::size_t i = 0; i < std::size(changes); ++i) {
        check_matters(std::to_string(i).c_str(), base, changes[i]);
    }
}

TEST_CASE("snapshot: what stands in the places of a net is state", "[world][snapshot][net]") {
    const auto net = sim::parse_net(R"({
        "name": "n", "title": "t", "emit": "queue", "functions": {"wait": "nothing"},
        "places": {"queue": {}, "buffer": {"octets": 100, "overflows_to": "out"}, "out": {}},
        "rules": [
          {"name": "process", "thread": "l", "take": "to-server", "do": "receive"},
          {"name": "answer", "thread": "r", "take": "functions", "do": ["hand-over", "submit"]},
          {"name": "buffer", "thread": "l", "take": "queue", "put": "buffer"},
          {"name": "flush", "thread": "l", "take": "all buffer", "put": "out"},
          {"name": "write", "thread": "l", "take": "out", "do": "show"}]})",
                                    "net");
    REQUIRE(net);
    sim::Scenario scenario;
    scenario.server.net = sim::NetRef{*net};
    const sim::Model model{scenario};
    JudgedWorld base{model};
    base.server.requests.push_back({test::stream(1), sim::RequestFunction::Stage::waiting, 1, 1});
    base.server.items = {{0, sim::ItemKind::frame, test::stream(1), test::rst(1)},
                         {2, sim::ItemKind::exit, test::stream(1), {}}};
    using Change = void (*)(sim::ServerState&);
    const Change changes[] = {
        [](auto& server) { server.items.clear(); },
        [](auto& server) { server.items[0].place = 1; },
        [](auto& server) { server.items[0].frame = test::rst(3); },
        [](auto& server) { server.items[0].kind = sim::ItemKind::read; },
        [](auto& server) { server.items[1].kind = sim::ItemKind::turn; },
        [](auto& server) { server.items[1].stream = test::stream(3); },
        [](auto& server) { bump(server.octets[0]); },
        [](auto& server) { bump(server.requests[0].due); },
    };
    [[maybe_unused]] const auto& [i_place, i_kind, i_stream, i_frame] = base.server.items[0];
    for (std::size_t i = 0; i < std::size(changes); ++i) {
        check_matters(std::to_string(i).c_str(), base,
                      [&](JudgedWorld& world) { changes[i](world.server); });
    }
}

TEST_CASE("snapshot: everything the monitor remembers is state", "[world][snapshot]") {
    sim::Scenario scenario;
    scenario.limit = 2;
    scenario.server.new_limit = 1;
    scenario.client.initial_window = 100;
    const sim::Model model{scenario};
    const h2::Frame limit = h2::SettingsFrame{false, model.new_settings()};
    const h2::Frame window = h2::SettingsFrame{false, model.client_settings()};
    const h2::Frame ack = test::settings_ack();
    struct Move {
        char who;  // as in tests/sim/world/wire.hpp
        h2::Frame frame;
    };
    const std::vector<Move> cases[] = {
        {{'C', test::headers(1)}},
        {{'C', test::headers(1, true)},
         {'S', test::headers(1, true)},
         {'c', test::headers(1, true)}},
        {{'S', limit}},
        {{'S', limit}, {'c', limit}},
        {{'S', limit}, {'c', limit}, {'C', ack}},
        {{'S', limit}, {'c', limit}, {'C', ack}, {'s', ack}},
        {{'C', window}},
        {{'C', window}, {'s', window}},
        {{'C', window}, {'s', window}, {'S', ack}},
        {{'s', test::window_update(0, 5)}},
        {{'c', test::window_update(0, 5)}},
        {{'c', test::goaway(h2::StreamId::kMax)}},
        {{'S', test::goaway(5)}},
        {{'C', test::goaway(5)}},
        {{'C', test::data(9, 0)}},
        {{'C', test::data(7, 0)}},
        {{'S', test::headers(9)}},
    };
    JudgedWorld base{model};
    base.monitor = {};  // SETTINGS have not been exchanged
    std::vector<JudgedWorld> states{base};
    for (const std::vector<Move>& moves : cases) {
        states.push_back(base);
        sim::Monitor& monitor = states.back().monitor;
        for (const Move& move : moves) {
            switch (move.who) {
                case 'C': (void)monitor.client_sent(move.frame); break;
                case 'c': (void)monitor.client_received(move.frame); break;
                case 'S': (void)monitor.server_sent(move.frame); break;
                default: monitor.server_received(move.frame); break;
            }
        }
    }
    for (std::size_t a = 0; a < states.size(); ++a) {
        for (std::size_t b = 0; b < states.size(); ++b) {
            CAPTURE(a, b);
            CHECK((states[a] == states[b]) == (a == b));
            CHECK((octets_of(states[a]) == octets_of(states[b])) == (a == b));
            JudgedWorld back = states[a];
            fixture::read_back(back, octets_of(states[b]));
            CHECK(back == states[b]);
        }
    }
}

TEST_CASE("snapshot: what explains a step is not state", "[world][snapshot]") {
    const sim::Model model{sim::Scenario{}};
    const JudgedWorld base = busy_world(model);
    [[maybe_unused]] const auto& [its_model, client, server, to_server, to_client, timers, happened,
                                  last_verdict, now] =
        static_cast<const sim::ConnectionWorld&>(base);
    JudgedWorld changed = base;
    changed.observed = 7;
    changed.happened.push_back(sim::LimitReached{});
    changed.now = 9;
    changed.last_verdict = h2::Discard{h2::RuleId::idle_stream};
    CHECK(changed == base);
    CHECK(octets_of(changed) == octets_of(base));
}

TEST_CASE("snapshot: an idle writer holds nothing, whatever it held before", "[world][snapshot]") {
    const sim::Model model{sim::Scenario{}};
    const JudgedWorld idle{model};
    JudgedWorld dirty = busy_world(model);
    fixture::read_back(dirty, octets_of(idle));
    CHECK(dirty == idle);
    CHECK(dirty.server.writer == sim::Writer{});
    CHECK(dirty.server.hand_off == h2::Frame{});
    CHECK(dirty.timers.empty());
}
