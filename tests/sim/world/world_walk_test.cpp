// What must hold in every state of every world: seeded random walks through the committed scenarios
// and through scenarios put together at random.

#include <set>

#include "sim/promises/properties.hpp"
#include "tests/sim/races/races.hpp"
#include "tests/sim/world/world_fixture.hpp"

using sim::EventKind;
using sim::JudgedWorld;
using sim::Observation;

namespace {

// The place of an event in the order that world.hpp documents.
int place(EventKind kind) {
    constexpr EventKind kOrder[] = {
        EventKind::client_receive, EventKind::client_control,  EventKind::client_write,
        EventKind::client_ping,    EventKind::client_check,    EventKind::client_open,
        EventKind::client_body,    EventKind::client_reset,    EventKind::client_goaway,
        EventKind::client_take,    EventKind::client_script,   EventKind::reader_read,
        EventKind::loop_process,   EventKind::loop_block,      EventKind::loop_complete,
        EventKind::loop_take,      EventKind::writer_write,    EventKind::writer_post,
        EventKind::writer_remove,  EventKind::reader_write,    EventKind::request_step,
        EventKind::request_return, EventKind::server_settings, EventKind::server_shutdown,
        EventKind::server_close,   EventKind::clock_advance,
    };
    return static_cast<int>(std::find(std::begin(kOrder), std::end(kOrder), kind) -
                            std::begin(kOrder));
}

void check_order(const JudgedWorld& world) {
    const auto events = fixture::events_of(world);
    for (std::uint32_t i = 1; i < events.size(); ++i) {
        const auto key = [](sim::Event event) {
            return std::pair{place(event.kind), event.stream};
        };
        if (!(key(events[i - 1]) < key(events[i]))) {
            FAIL(fixture::name_of(events[i - 1]) << " before " << fixture::name_of(events[i]));
        }
    }
    const bool both =
        std::count_if(events.begin(), events.end(), [](sim::Event event) {
            return event.kind == EventKind::loop_process || event.kind == EventKind::loop_block;
        }) > 1;
    CHECK_FALSE(both);
}

// The ACK of a lower limit may get ahead of HEADERS that were decided on before.
bool acks_overtake(const sim::Scenario& scenario) {
    const sim::ClientDesign& design = scenario.client.design;
    return design.opens == sim::ClientOpens::when_queued &&
           design.writes != sim::ClientWrites::queue &&
           (scenario.server.new_limit || scenario.start == sim::Start::preface);
}

bool plays_by_the_rules(const sim::Scenario& scenario) {
    const sim::ClientDesign& design = scenario.client.design;
    return design.opens != sim::ClientOpens::check_then_reserve &&
           design.slot_freed_at == sim::SlotFreedAt::written &&
           design.settings_applied == sim::SettingsApplied::when_received &&
           design.reset_after_end == sim::ResetAfterEnd::keeps_response &&
           !acks_overtake(scenario) && scenario.client.behaviour != sim::Behaviour::scripted &&
           scenario.client.behaviour != sim::Behaviour::greedy;
}

void check_state(const JudgedWorld& world) {
    const sim::Scenario& scenario = world.model->scenario();
    REQUIRE(world.to_client.frames.size() <= scenario.pipes.to_client);
    REQUIRE(world.to_server.frames.size() <= scenario.pipes.to_server);
    const sim::ServerState& server = world.server;
    REQUIRE(server.buffered_octets <= scenario.server.write_buffer);
    REQUIRE(std::is_sorted(server.requests.begin(), server.requests.end(),
                           [](const auto& a, const auto& b) { return a.stream < b.stream; }));
    if (plays_by_the_rules(scenario)) {
        CAPTURE(h2::rule(world.monitor.client().broken).slug);
        REQUIRE(world.monitor.client().kept());
    }
}

// Walks until nothing is enabled, or long enough.
sim::Observations walk_and_check(const sim::Model& model, support::SplitMix64& random) {
    JudgedWorld world{model};
    sim::Observations all = 0;
    fixture::walk(world, random, 400,
                  [&](const JudgedWorld&, sim::Event event, const JudgedWorld& after) {
                      CAPTURE(fixture::name_of(event));
                      check_state(after);
                      check_order(after);
                      all |= after.observed;
                  });
    if (fixture::events_of(world).empty() && world.satisfied() && !world.server.closed) {
        CHECK(world.finished());
    }
    return all;
}

}  // namespace

TEST_CASE("walks: order of events, bounds and compliance in every scenario", "[world][walk]") {
    for (const std::string& name : races::names()) {
        CAPTURE(name);
        const sim::Model model{races::load(name)};
        support::SplitMix64 random{11};
        for (int i = 0; i < 40; ++i) {
            (void)walk_and_check(model, random);
        }
    }
}

TEST_CASE("walks: what a scenario expects to hold is never seen broken", "[world][walk]") {
    for (const std::string& name : races::names()) {
        CAPTURE(name);
        const sim::Scenario scenario = races::load(name);
        const sim::Model model{scenario};
        support::SplitMix64 random{12};
        sim::Observations seen = 0;
        for (int i = 0; i < 40; ++i) {
            seen |= walk_and_check(model, random);
        }
        for (const sim::ExpectedProperty& expected : scenario.properties) {
            const sim::Property& property = *sim::find_property(expected.name);
            const bool excluded = (property.kind == sim::PropertyKind::always &&
                                   expected.expect == sim::Expected::holds) ||
                                  expected.expect == sim::Expected::unreached;
            if (excluded) {
                CAPTURE(expected.name);
                CHECK((seen & sim::bit(property.observation)) == 0);
            }
        }
    }
}

namespace {

template <class T>
T any(support::SplitMix64& random, std::initializer_list<T> values) {
    return *(values.begin() + random.below(values.size()));
}

h2::WriteStage any_stage(support::SplitMix64& random) {
    using enum h2::WriteStage;
    return any(random, {enqueued, encoded, write_start, visible, completion});
}

// A server that leaks nothing and debits in time, in any of the designs.
sim::Scenario any_scenario(support::SplitMix64& random) {
    sim::Scenario s;
    s.limit = static_cast<std::uint32_t>(1 + random.below(3));
    s.requests = static_cast<std::uint32_t>(1 + random.below(4));
    s.start = any(random, {sim::Start::established, sim::Start::preface});
    s.pipes.to_client = static_cast<std::uint32_t>(1 + random.below(3));
    s.pipes.to_server = static_cast<std::uint32_t>(1 + random.below(3));
    sim::ServerSpec& server = s.server;
    server.loop = any(random, {sim::Loop::split, sim::Loop::single, sim::Loop::locked});
    if (server.loop == sim::Loop::split) {
        using enum sim::BeforeRead;
        server.before_read =
            any(random, {nothing, drain, completions_first, wait, wait_at_limit, park_at_limit});
        server.write_buffer = any<std::uint32_t>(random, {0, 60, 4096});
    }
    server.policy.release = {any_stage(random), any_stage(random), any_stage(random),
                             any_stage(random)};
    using enum h2::OverLimit;
    server.policy.over_limit = any(random, {rst_protocol_error, rst_refused_stream,
                                            goaway_protocol_error, goaway_refused_stream});
    server.policy.handler_limit = any<std::uint32_t>(random, {1, 2, h2::kUnlimited});
    server.policy.debit_at = any(random, {h2::DebitAt::enqueued, h2::DebitAt::write_start});
    server.policy.reset_after_early_response = random.chance(2);
    server.policy.end_stream_counts_while_reset_queued = random.chance(2);
    server.handler_buffer = any<std::uint32_t>(random, {0, 16});
    server.graceful_shutdown = random.chance(3);
    server.shutdown_timeout = any<std::uint32_t>(random, {0, 2});
    if (random.chance(4)) {
        server.new_limit = static_cast<std::uint32_t>(1 + random.below(3));
    }
    using enum sim::Behaviour;
    s.client.behaviour = any(random, {saturating, write_first, cancelling, slow_reader});
    s.client.pings = static_cast<std::uint32_t>(random.below(3));
    s.client.cancels = static_cast<std::uint32_t>(1 + random.below(3));
    s.client.initial_window = any<std::uint32_t>(random, {12, 40, 65'535});
    s.client.window_updates = any(
        random, {sim::WindowUpdates::never, sim::WindowUpdates::half, sim::WindowUpdates::each});
    s.request.body = any<std::uint32_t>(random, {0, 10});
    s.response.headers = any<std::uint32_t>(random, {10, 60});
    s.response.body = any<std::uint32_t>(random, {0, 8, 30});
    s.response.write_size = any<std::uint32_t>(random, {0, 5});
    s.response.trailers = any<std::uint32_t>(random, {0, 10});
    s.response.headers_flushed = random.chance(2);
    s.response.early = random.chance(3);
    return s;
}

}  // namespace

TEST_CASE("walks: no design makes either end break the RFC, or the books differ", "[world][walk]") {
    constexpr Observation kNever[] = {
        Observation::count_mismatch,
        Observation::undebited,
        Observation::illegal_emission,
        Observation::compliant_peer_punished,
    };
    support::SplitMix64 random{13};
    for (int i = 0; i < 1500; ++i) {
        CAPTURE(i);
        const sim::Model model{any_scenario(random)};
        for (int walk = 0; walk < 3; ++walk) {
            const sim::Observations seen = walk_and_check(model, random);
            for (const Observation never : kNever) {
                CAPTURE(static_cast<int>(never));
                REQUIRE((seen & sim::bit(never)) == 0);
            }
        }
    }
}

namespace {

sim::ClientDesign any_design(support::SplitMix64& random) {
    using enum sim::ClientWrites;
    sim::ClientDesign design;
    design.writes = any(random, {direct, queue, queue_urgent_first, lock});
    design.opens =
        design.writes == direct
            ? any(random, {sim::ClientOpens::when_written, sim::ClientOpens::check_then_reserve})
            : any(random, {sim::ClientOpens::when_written, sim::ClientOpens::when_queued,
                           sim::ClientOpens::check_then_reserve});
    design.callers = static_cast<std::uint32_t>(1 + random.below(3));
    design.responses = any(random, {sim::Responses::taken_at_once, sim::Responses::taken_later});
    if (design.writes != direct && random.chance(3)) {
        design.settings_applied = sim::SettingsApplied::when_ack_written;
    }
    return design;
}

}  // namespace

// The designs that play by the rules are held to them by check_state(); against the others the
// server must do so.
TEST_CASE("walks: no design of the client makes the server err", "[world][walk]") {
    constexpr Observation kNever[] = {
        Observation::count_mismatch,   Observation::undebited,
        Observation::illegal_emission, Observation::compliant_peer_punished,
        Observation::response_lost,
    };
    support::SplitMix64 random{14};
    std::size_t played = 0;
    for (int i = 0; i < 800; ++i) {
        CAPTURE(i);
        sim::Scenario scenario = any_scenario(random);
        scenario.client.design = any_design(random);
        if (scenario.client.behaviour == sim::Behaviour::cancelling) {
            scenario.request.body = 0;
            scenario.response.early = false;
            if (scenario.client.design.writes != sim::ClientWrites::direct && random.chance(2)) {
                scenario.client.design.slot_freed_at = sim::SlotFreedAt::cancelled;
            }
        }
        if (scenario.client.design.settings_applied == sim::SettingsApplied::when_ack_written) {
            scenario.start = sim::Start::established;
        }
        played += plays_by_the_rules(scenario) ? 1 : 0;
        const sim::Model model{scenario};
        for (int walk = 0; walk < 3; ++walk) {
            const sim::Observations seen = walk_and_check(model, random);
            for (const Observation never : kNever) {
                CAPTURE(static_cast<int>(never));
                REQUIRE((seen & sim::bit(never)) == 0);
            }
        }
    }
    CHECK(played > 200);
}
