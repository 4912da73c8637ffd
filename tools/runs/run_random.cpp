// Bounds and memory are those that run.cpp gives an exploration; the steps of a run are limited to
// what 32 bits can count. Whether the clock or a signal stopped the runs, the stop sign says.

#include "tools/runs/run_random.hpp"

#include <algorithm>
#include <limits>

#include "tools/runs/run.hpp"
#include "tools/system/stop_sign.hpp"

namespace tools {
namespace {

sim::RandomOptions options_for(const sim::Scenario& scenario, const ExploreArguments& arguments) {
    const RandomArguments& random = *arguments.random;
    const Limits& limits = arguments.limits;
    sim::RandomOptions options = sim::random_options_for(scenario);
    options.scheduler = random.scheduler;
    options.seed = random.seed.value_or(options.seed);
    options.runs = random.runs.value_or(options.runs);
    options.pct_depth = random.pct_depth.value_or(options.pct_depth);
    options.max_states = limits.max_states.value_or(options.max_states);
    constexpr std::uint64_t kMostSteps = std::numeric_limits<std::uint32_t>::max();
    options.max_depth = static_cast<std::uint32_t>(
        std::min(limits.max_depth.value_or(options.max_depth), kMostSteps));
    const std::uint64_t memory =
        limits.max_memory_mb ? bytes_of(*limits.max_memory_mb) : options.max_memory;
    options.max_memory = std::min(memory, share_of_memory(1));
    return options;
}

}  // namespace

RandomRun run_at_random(const ExploreArguments& arguments, const ExploreStart& start,
                        const ShowRuns& show) {
    RandomRun run;
    const sim::Scenario& scenario = start.parsed.scenario;
    run.options = options_for(scenario, arguments);
    run.model = std::make_unique<sim::Model>(scenario);
    run.document = start.parsed.document;
    StopSign sign{arguments.limits.max_seconds.value_or(scenario.bounds.max_seconds)};
    sim::RandomOptions options = run.options;
    options.should_stop = [&sign] { return sign.stop(); };
    options.progress = show;
    run.outcome = sim::run_at_random(*run.model, options, start.picks, arguments.properties);
    run.seconds = sign.elapsed();
    const sim::Bound bound = run.outcome.answer.bound;
    run.bound = bound == sim::Bound::stopped ? sign.reason() : name(bound);
    return run;
}

std::string verdict_of(const sim::RandomFinding& finding) {
    return finding.is_found() ? std::string{name(finding.verdict_of_hit())} : "not found";
}

double probability_of(const RandomRun& run, const sim::RandomFinding& finding) {
    return static_cast<double>(finding.found.hits) / static_cast<double>(run.outcome.answer.runs);
}

sim::Trace trace_of(const RandomRun& run, const sim::RandomFinding& finding) {
    return sim::record_trace(*run.model, run.document, finding.result());
}

}  // namespace tools
