// How fast the explorer is on a real scenario, and what a state costs in memory. Two peers run in
// the same process, so that the ratios mean something on any machine: the same search keeping
// whole states instead of digests, and the abstract machine of tests/reference, which has no
// HTTP/2 core in it.
//
//     meson compile -C build explorer_bench && build/tests/bench/explorer_bench

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>

#include <benchmark/benchmark.h>

#include "h2core/connection.hpp"
#include "sim/judge/judged_world.hpp"
#include "sim/run/scenario_run.hpp"
#include "sim/scenario/scenario_json.hpp"
#include "tests/reference/reference_run.hpp"
#include "tests/support/places.hpp"

namespace {

const std::string kScenarios = source_root() + "/scenarios/";

std::string file_text(const std::string& path) {
    const std::ifstream file{path};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::unique_ptr<sim::Model> load(const std::string& name,
                                 const std::vector<std::string>& overrides) {
    sim::ProfileLookup profiles;
    profiles.find = [](std::string_view profile) -> std::optional<sim::ProfileText> {
        const std::string path = kScenarios + "profiles/" + std::string{profile} + ".json";
        return sim::ProfileText{path, file_text(path)};
    };
    const std::string path = kScenarios + "races/" + name + ".json";
    auto parsed = sim::parse_scenario(file_text(path), path, profiles, overrides);
    if (!parsed) {
        std::cerr << sim::to_text(parsed.error());
        std::exit(2);
    }
    return std::make_unique<sim::Model>(parsed->scenario);
}

void report(benchmark::State& state, std::uint64_t states, std::uint64_t transitions) {
    state.counters["states"] = static_cast<double>(states);
    const auto rate = benchmark::Counter::kIsIterationInvariantRate;
    state.counters["states/s"] = benchmark::Counter(static_cast<double>(states), rate);
    state.counters["transitions/s"] = benchmark::Counter(static_cast<double>(transitions), rate);
}

void explore(benchmark::State& state, bool exact) {
    const auto model = load("release-at-write-start", {"limit=4", "requests=8"});
    sim::Options options = sim::options_for(model->scenario());
    options.exact = exact;
    sim::Exploration found;
    for (auto iteration : state) {
        found = sim::run_scenario(*model, options).exploration;
        benchmark::DoNotOptimize(found);
    }
    report(state, found.states, found.transitions);
    state.counters["bytes/state"] =
        static_cast<double>(found.peak_memory) / static_cast<double>(found.states);
}
BENCHMARK_CAPTURE(explore, release_at_write_start_4_8, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(explore, release_at_write_start_4_8_exact, true)->Unit(benchmark::kMillisecond);

void abstract_machine(benchmark::State& state) {
    reference::Figures figures;
    for (auto iteration : state) {
        figures = reference::run({4, 8, 1, 1, reference::Design::early, reference::Client::duplex});
        benchmark::DoNotOptimize(figures);
    }
    report(state, figures.states, figures.transitions);
}
BENCHMARK(abstract_machine)->Unit(benchmark::kMillisecond);

// A server connection with eight open streams.
h2::Connection eight_streams(const h2::Policy& policy) {
    h2::Connection connection =
        h2::Connection::established(h2::Role::server, h2::Settings{}, h2::Settings{}, policy);
    for (std::uint32_t id = 1; id <= 15; id += 2) {
        h2::Headers headers;
        headers.stream = h2::StreamId::from_wire(id);
        (void)connection.receive(headers);
    }
    return connection;
}

void copy_connection(benchmark::State& state) {
    const h2::Policy policy;
    const h2::Connection original = eight_streams(policy);
    h2::Connection copy = original;
    for (auto iteration : state) {
        copy = original;
        benchmark::DoNotOptimize(copy);
    }
}
BENCHMARK(copy_connection);

void compare_connection(benchmark::State& state) {
    const h2::Policy policy;
    const h2::Connection left = eight_streams(policy);
    const h2::Connection right = eight_streams(policy);
    for (auto iteration : state) {
        bool equal = left == right;
        benchmark::DoNotOptimize(equal);
    }
}
BENCHMARK(compare_connection);

}  // namespace

BENCHMARK_MAIN();
