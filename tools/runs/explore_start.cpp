// What --from names is a file if there is one of this name, with '@' or without; else the step
// stands behind the last '@'. The trace is replayed up to the step before its picks are used.

#include "tools/runs/explore_start.hpp"

#include <charconv>
#include <filesystem>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "sim/text/printable.hpp"
#include "sim/trace/replay.hpp"
#include "sim/world/model.hpp"
#include "tools/runs/scenario_files.hpp"
#include "tools/runs/trace_file.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/wording.hpp"

namespace tools {
namespace {

struct Place {
    std::string trace;
    std::optional<std::size_t> step;
};

[[noreturn]] void refuse(const std::string& reason) {
    throw Failure{ExitCode::invalid, "h2sim: error: --from: " + reason};
}

std::size_t step_number(const std::string& text) {
    std::size_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [last, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || last != end) {
        refuse(
            fmt::format("{} is no number of steps; expected TRACE or TRACE@STEP, as "
                        "race.trace.json@12",
                        sim::in_quotes(text)));
    }
    return number;
}

// A name with an @ in it may be that of a file.
Place place_of(const std::string& word) {
    const std::size_t at = word.rfind('@');
    std::error_code ignored;
    if (at == std::string::npos || std::filesystem::exists(word, ignored)) {
        return {word, std::nullopt};
    }
    return {word.substr(0, at), step_number(word.substr(at + 1))};
}

// The picks of the first steps, once the world has agreed to each of them.
std::vector<sim::Pick> walked(const sim::Trace& trace, std::size_t steps) {
    if (steps == 0) {
        return {};
    }
    const sim::Model model{trace.scenario};
    const sim::ReplayOutcome outcome =
        sim::replay(model, trace, [](const sim::ReplayStep&) {}, steps);
    if (outcome.divergence) {
        throw Failure{ExitCode::diverged,
                      fmt::format("h2sim: error: --from: the trace does not replay. Step {}: {}",
                                  outcome.divergence->step, outcome.divergence->reason)};
    }
    std::vector<sim::Pick> picks;
    picks.reserve(steps);
    for (std::size_t i = 0; i < steps; ++i) {
        picks.push_back(trace.steps[i].pick);
    }
    return picks;
}

ExploreStart start_at(const Place& place) {
    sim::Trace trace = load_trace(place.trace);
    const std::size_t step = place.step.value_or(trace.steps.size());
    if (step > trace.steps.size()) {
        refuse(fmt::format("step {} is beyond the end of {}, which has {}", step,
                           sim::in_quotes(place.trace), counted(trace.steps.size(), "step")));
    }
    std::vector<sim::Pick> picks = walked(trace, step);
    return {
        {std::move(trace.scenario), std::move(trace.document), {}}, std::move(picks), place.trace};
}

}  // namespace

ExploreStart explore_start(const CommonArguments& common, const ExploreArguments& arguments) {
    if (!arguments.from.empty()) {
        return start_at(place_of(arguments.from));
    }
    auto parsed = ScenarioFiles{common.scenarios}.load(arguments.scenario, arguments.overrides);
    if (!parsed) {
        throw Failure{ExitCode::invalid, sim::to_text(parsed.error())};
    }
    return {std::move(*parsed), {}, {}};
}

}  // namespace tools
