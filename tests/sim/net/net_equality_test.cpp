// The short keys of a server and the net that they stand for are one design: the same verdicts, the
// same numbers of states and transitions, the same shortest counterexamples.

#include <string>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "sim/scenario/key_net.hpp"
#include "tests/sim/races/races.hpp"

namespace {

// What is compared, in one text.
std::string figures(const sim::Exploration& exploration) {
    std::string text =
        fmt::format("{} states, {} transitions\n", exploration.states, exploration.transitions);
    for (const sim::PropertyResult& each : exploration.properties) {
        text += fmt::format("{} {} {}\n", each.spec.name, name(each.verdict), each.picks.size());
    }
    return text;
}

std::uint64_t states_of(const std::string& name) {
    return races::load(name).pinned.states.value_or(0);
}

// How many were compared.
std::size_t compare_all(std::uint64_t least, std::uint64_t most) {
    std::size_t compared = 0;
    for (const std::string& name : races::names()) {
        const sim::Scenario keys = races::load(name);
        const auto net = sim::with_net_of_keys(keys);
        const std::uint64_t states = states_of(name);
        if (!net || states < least || states > most) {
            continue;
        }
        CAPTURE(name);
        CHECK(figures(races::explore(keys)) == figures(races::explore(*net)));
        ++compared;
    }
    return compared;
}

}  // namespace

TEST_CASE("nets: what the short keys stand for is what they do", "[verdict]") {
    CHECK(compare_all(1, 3000) >= 100);
}

TEST_CASE("nets: the same for scenarios with more states", "[verdict][sweep]") {
    CHECK(compare_all(3001, 200'000) >= 9);
}

TEST_CASE("nets: keys that no net says", "[verdict]") {
    sim::ServerSpec server;
    CHECK(sim::net_of_keys(server));
    server.flush_queue_on_close = true;
    CHECK_FALSE(sim::net_of_keys(server));
}
