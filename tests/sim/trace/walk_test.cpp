// A walk forward, back and aside: back is exact, one's own run leaves the recorded one, and the
// differences of two states are told.

#include "sim/trace/walk.hpp"

#include <catch2/catch.hpp>

#include "sim/trace/state_text.hpp"
#include "tests/sim/trace/traces.hpp"
#include "tests/support/split_mix64.hpp"

namespace {

std::vector<sim::Pick> picks_of(const sim::Trace& trace) {
    std::vector<sim::Pick> picks;
    for (const sim::TraceStep& step : trace.steps) {
        picks.push_back(step.pick);
    }
    return picks;
}

struct Landed {
    sim::Trace trace =
        traces::parse(traces::text_of("go-42777-landed.no-false-refusal.trace.json"));
    sim::Model model{trace.scenario};
    std::vector<sim::Pick> picks = picks_of(trace);
    sim::Walk walk{model, picks};
};

// The states along a list of picks, the initial one first.
std::vector<sim::JudgedWorld> states_of(const sim::Model& model,
                                        const std::vector<sim::Pick>& picks) {
    std::vector<sim::JudgedWorld> states{sim::JudgedWorld{model}};
    for (const sim::Pick pick : picks) {
        sim::JudgedWorld world = states.back();
        sim::EventList<sim::JudgedWorld> events;
        static_cast<const sim::JudgedWorld&>(world).enabled(events);
        world.step(events[pick]);
        states.push_back(world);
    }
    return states;
}

void require_at(const sim::Walk& walk, const std::vector<sim::JudgedWorld>& states,
                std::size_t position) {
    REQUIRE(walk.position() == position);
    REQUIRE(sim::digest_text(walk.world()) == sim::digest_text(states[position]));
    REQUIRE(walk.world().observed == states[position].observed);
    REQUIRE(walk.world().now == states[position].now);
    const std::size_t before = position == 0 ? 0 : position - 1;
    REQUIRE(sim::digest_text(walk.before()) == sim::digest_text(states[before]));
}

// A change as "name: before -> after".
std::vector<std::string> texts(const std::vector<sim::Change>& changes) {
    std::vector<std::string> lines;
    for (const sim::Change& change : changes) {
        lines.push_back(change.name + ": " + change.before + " -> " + change.after);
    }
    return lines;
}

}  // namespace

TEST_CASE("walk: forward and back and anywhere, always in exactly that state", "[walk]") {
    for (const std::string& name : traces::names()) {
        CAPTURE(name);
        const sim::Trace trace = traces::parse(traces::text_of(name));
        const sim::Model model{trace.scenario};
        const std::vector<sim::Pick> picks = picks_of(trace);
        const auto states = states_of(model, picks);
        sim::Walk walk{model, picks};
        REQUIRE(walk.length() == picks.size());
        require_at(walk, states, 0);
        for (std::size_t i = 1; i <= picks.size(); ++i) {
            walk.go_to(i);
            require_at(walk, states, i);
        }
        walk.go_to(999);
        require_at(walk, states, picks.size());
        for (std::size_t i = picks.size(); i > 0; --i) {
            walk.go_to(i - 1);
            require_at(walk, states, i - 1);
        }
        support::SplitMix64 random{7};
        for (int i = 0; i < 20; ++i) {
            const std::size_t position = random.below(picks.size() + 1);
            walk.go_to(position);
            require_at(walk, states, position);
        }
        CHECK_FALSE(walk.own_from());
    }
}

TEST_CASE("walk: the rows are those of the steps, wherever the cursor stands", "[walk]") {
    Landed landed;
    REQUIRE(landed.walk.rows().size() == 16);
    CHECK(landed.walk.position() == 0);
    CHECK(landed.walk.rows()[15].wrong);
    CHECK(landed.walk.rows()[15].verdict == "stream error PROTOCOL_ERROR 9113/5.1.2");
    CHECK(landed.walk.rows()[11].step == 12);
    CHECK(landed.walk.rows()[11].wire == 0);
    CHECK(landed.walk.rows()[11].server == 1);
}

TEST_CASE("walk: taking the next pick keeps the steps after it", "[walk]") {
    Landed landed;
    landed.walk.go_to(4);
    CHECK(landed.walk.take(landed.picks[4]));
    CHECK(landed.walk.position() == 5);
    CHECK(landed.walk.length() == 16);
    CHECK_FALSE(landed.walk.own_from());
}

TEST_CASE("walk: another event begins a run of one's own, and can be undone", "[walk]") {
    Landed landed;
    landed.walk.go_to(12);
    const auto events = landed.walk.enabled();
    REQUIRE(events.size() == 2);
    const sim::Pick other = landed.picks[12] == 0 ? 1 : 0;
    const auto recorded = states_of(landed.model, landed.picks);

    REQUIRE(landed.walk.take(other));

    CHECK(landed.walk.position() == 13);
    CHECK(landed.walk.length() == 13);
    CHECK(landed.walk.rows().size() == 13);
    CHECK(landed.walk.rows()[12].event == "posts the completion of DATA 1 len=4096 END_STREAM");
    CHECK(landed.walk.own_from() == 13U);
    CHECK_FALSE(landed.walk.take(99));
    CHECK(landed.walk.length() == 13);

    REQUIRE(landed.walk.take(0));
    landed.walk.go_to(12);
    require_at(landed.walk, recorded, 12);
    CHECK(landed.walk.length() == 14);  // the own run is still ahead
    CHECK(landed.walk.own_from() == 13U);

    landed.walk.go_to(14);
    landed.walk.restore();
    require_at(landed.walk, recorded, 12);  // the last state that both have
    CHECK(landed.walk.length() == 16);
    CHECK(landed.walk.rows()[15].wrong);
    CHECK(landed.walk.picks() == landed.picks);
    CHECK_FALSE(landed.walk.own_from());
    landed.walk.go_to(16);
    require_at(landed.walk, recorded, 16);
}

TEST_CASE("walk: a beginning of the recorded run is not one's own", "[walk]") {
    Landed landed;
    landed.walk.go_to(3);
    const sim::Pick other = landed.walk.enabled().size() > 1 && landed.picks[3] == 0 ? 1 : 0;
    if (other != landed.picks[3]) {
        REQUIRE(landed.walk.take(other));
        CHECK(landed.walk.own_from() == 4U);
    }
    landed.walk.go_to(2);
    landed.walk.restore();
    CHECK(landed.walk.position() == 2);
    CHECK(landed.walk.length() == 16);
}

TEST_CASE("walk: long own runs far beyond a checkpoint come back exactly", "[walk]") {
    sim::Scenario scenario = Landed{}.trace.scenario;
    scenario.requests = 5;
    const sim::Model model{scenario};
    support::SplitMix64 random{11};
    sim::Walk walk{model, {}};
    while (!walk.enabled().empty()) {
        REQUIRE(walk.take(static_cast<sim::Pick>(random.below(walk.enabled().size()))));
    }
    REQUIRE(walk.length() > 16);
    const auto states = states_of(model, walk.picks());
    for (int i = 0; i < 60; ++i) {
        const std::size_t position = random.below(walk.length() + 1);
        walk.go_to(position);
        require_at(walk, states, position);
    }
    walk.go_to(17);
    const sim::Pick next = walk.picks()[17];
    const sim::Pick other = walk.enabled().size() > 1 ? (next == 0 ? 1 : 0) : next;
    const auto old = walk.picks();
    REQUIRE(walk.take(other));
    while (!walk.enabled().empty()) {
        REQUIRE(walk.take(static_cast<sim::Pick>(random.below(walk.enabled().size()))));
    }
    REQUIRE(walk.length() > 34);  // beyond a checkpoint that the first run had too
    REQUIRE(old.size() > 32);
    REQUIRE(walk.picks() != old);
    const auto branch = states_of(model, walk.picks());
    for (std::size_t position = walk.length(); position > 0; --position) {
        walk.go_to(position);
        require_at(walk, branch, position);
    }
}

TEST_CASE("walk: picks that are not enabled end the list", "[walk]") {
    Landed landed;
    std::vector<sim::Pick> picks = landed.picks;
    picks[5] = 77;
    const sim::Walk walk{landed.model, picks};
    CHECK(walk.length() == 5);
    CHECK(walk.position() == 0);
    CHECK_FALSE(walk.own_from());
    CHECK(sim::Walk{landed.model, {}}.length() == 0);
}

TEST_CASE("state text: what a step changes is told by name", "[walk]") {
    Landed landed;
    landed.walk.go_to(1);
    CHECK(texts(sim::changes(landed.walk.before(), landed.walk.world())) ==
          std::vector<std::string>{
              "open for the client: 0 -> 1",
              "open on the wire: 0 -> 1",
              "wire, stream 1: - -> open",
              "on the way to the server: - -> HEADERS 1 END_STREAM",
              "client's requests made: 0 -> 1",
              "client's stream 1: - -> half-closed (local), counted, its end: completion_processed",
              "client's windows, stream 1: - -> send 65535, receive 65535",
          });
    landed.walk.go_to(12);  // the last frame of the response becomes visible
    CHECK(texts(sim::changes(landed.walk.before(), landed.walk.world()))[0] ==
          "open on the wire: 1 -> 0");
    CHECK(sim::changes(landed.walk.world(), landed.walk.world()).empty());
}

TEST_CASE("state text: no step of any trace changes only what has no name", "[walk]") {
    for (const std::string& name : traces::names()) {
        CAPTURE(name);
        const sim::Trace trace = traces::parse(traces::text_of(name));
        const sim::Model model{trace.scenario};
        const auto states = states_of(model, picks_of(trace));
        for (std::size_t i = 1; i < states.size(); ++i) {
            CAPTURE(i);
            const auto changed = sim::changes(states[i - 1], states[i]);
            const auto back = sim::changes(states[i], states[i - 1]);
            CHECK(changed.size() == back.size());
            CHECK(changed.empty() == (states[i - 1] == states[i]));
            for (const sim::Change& change : changed) {
                CHECK(change.before != change.after);
                CHECK(change.name != "something without a name here");
            }
        }
    }
}

TEST_CASE("state text: names are unique in a state", "[walk]") {
    Landed landed;
    for (std::size_t i = 0; i <= 16; ++i) {
        landed.walk.go_to(i);
        std::vector<std::string> names;
        for (const sim::Fact& fact : sim::facts_of(landed.walk.world())) {
            names.push_back(fact.name);
            CHECK_FALSE(fact.value.empty());
        }
        std::sort(names.begin(), names.end());
        CHECK(std::adjacent_find(names.begin(), names.end()) == names.end());
    }
}
