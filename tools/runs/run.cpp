// The command line replaces the scenario's bounds, but memory never exceeds the share of this
// machine. Whether the clock or a signal stopped a search, the stop sign says.

#include "tools/runs/run.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "tools/system/memory_limit.hpp"
#include "tools/system/stop_sign.hpp"
#include "tools/system/wording.hpp"

namespace tools {
namespace {

sim::Options options_for(const sim::Scenario& scenario, const Limits& limits) {
    sim::Options options = sim::options_for(scenario);
    options.strategy = limits.strategy;
    options.exact = limits.exact;
    options.stop_at_first_violation = limits.stop_at_first;
    options.max_states = limits.max_states.value_or(options.max_states);
    options.max_depth = limits.max_depth.value_or(options.max_depth);
    if (limits.max_memory_mb) {
        options.max_memory = bytes_of(*limits.max_memory_mb);
    }
    options.max_memory = std::min(options.max_memory, limits.memory_share);
    return options;
}

}  // namespace

Run run(const sim::ParsedScenario& parsed, const Limits& limits, const ShowProgress& show,
        const RunQuestion& question) {
    Run run;
    run.model = std::make_unique<sim::Model>(parsed.scenario);
    run.document = parsed.document;
    sim::Options options = options_for(parsed.scenario, limits);
    StopSign sign{limits.max_seconds.value_or(parsed.scenario.bounds.max_seconds)};
    options.should_stop = [&sign] { return sign.stop(); };
    options.progress = show;
    options.found = question.found;
    run.outcome = sim::run_scenario(*run.model, options, question.start, question.properties);
    run.seconds = sign.elapsed();
    const sim::Bound bound = run.outcome.exploration.bound;
    run.bound = bound == sim::Bound::stopped ? sign.reason() : name(bound);
    return run;
}

std::string progress_text(const sim::Progress& progress, double seconds) {
    return fmt::format("{} states, depth {}, {} waiting, {}, {:.0f} s", grouped(progress.states),
                       grouped(progress.depth), grouped(progress.waiting),
                       megabytes(progress.memory_bytes), seconds);
}

std::uint64_t bytes_of(std::uint64_t megabytes) {
    constexpr std::uint64_t kMegabyte = 1'000'000;
    return megabytes > sim::kUnbounded / kMegabyte ? sim::kUnbounded : megabytes * kMegabyte;
}

std::uint64_t share_of_memory(unsigned searches) {
    const std::uint64_t all = memory_limit();
    return all == sim::kUnbounded ? all : all / 4 * 3 / std::max(1U, searches);
}

bool has_trace(const sim::PropertyResult& result) {
    return result.verdict == sim::PropertyVerdict::violated ||
           result.verdict == sim::PropertyVerdict::reached;
}

sim::Trace trace_of(const Run& run, const sim::PropertyResult& result) {
    sim::Trace trace = sim::record_trace(*run.model, run.document, result);
    trace.shortest = trace.shortest && run.outcome.start.empty();
    return trace;
}

}  // namespace tools
