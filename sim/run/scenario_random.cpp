// Checks that the world is deterministic, makes the runs, then takes the number of all states from
// the pinned count or a bounded exploration, to say how much of it the runs have seen. What is to
// be expected is compared only for runs from the initial state.

#include "sim/run/scenario_random.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "sim/judge/judged_transfer.hpp"
#include "sim/scenario/scenario_names.hpp"
#include "sim/search/determinism_check.hpp"
#include "sim/search/explorer.hpp"

namespace sim {
namespace {

std::optional<std::uint64_t> count_states(const JudgedWorld& world, const RandomOptions& random) {
    Options options;
    options.max_states = kMostStatesCounted;
    options.max_memory = random.max_memory;
    options.should_stop = random.should_stop;
    const Exploration exploration = explore(world, {}, options);
    return exploration.complete ? std::optional{exploration.states} : std::nullopt;
}

void add_findings(const std::vector<Asked>& asked, RandomOutcome& outcome) {
    for (std::size_t i = 0; i < asked.size(); ++i) {
        outcome.findings.push_back(
            {asked[i].property, asked[i].expected, outcome.answer.properties[i]});
        RandomFinding& finding = outcome.findings.back();
        if (finding.is_found()) {
            std::vector<Pick>& picks = finding.found.picks;
            picks.insert(picks.begin(), outcome.start.begin(), outcome.start.end());
        }
    }
}

void complain(const Scenario& scenario, RandomOutcome& outcome) {
    for (const RandomFinding& finding : outcome.findings) {
        if (finding.is_found() && !finding.may_be_found()) {
            outcome.complaints.push_back(
                fmt::format("{} is {}, expected {}", finding.property->name,
                            name(finding.verdict_of_hit()), to_text(*finding.expected)));
        }
    }
    const std::optional<std::uint64_t> pinned = scenario.pinned.states;
    if (pinned && outcome.answer.states > *pinned) {
        outcome.complaints.push_back(fmt::format("pinned states is {}, these runs have seen {}",
                                                 *pinned, outcome.answer.states));
    }
}

bool has_found_all(const RandomOutcome& outcome) {
    return outcome.answer.bound == Bound::none &&
           std::all_of(outcome.findings.begin(), outcome.findings.end(),
                       [](const RandomFinding& finding) { return finding.is_found(); });
}

}  // namespace

PropertyVerdict RandomFinding::verdict_of_hit() const {
    return found.spec.kind == PropertyKind::sometimes ? PropertyVerdict::reached
                                                      : PropertyVerdict::violated;
}

PropertyResult RandomFinding::result() const {
    H2_INVARIANT(is_found());
    return {found.spec, verdict_of_hit(), found.picks, /*shortest=*/false, {}};
}

RandomOptions random_options_for(const Scenario& scenario) {
    RandomOptions options;
    options.max_states = scenario.bounds.max_states;
    options.max_memory = scenario.bounds.max_memory_mb * 1'000'000;
    if (scenario.bounds.max_depth > 0) {
        options.max_depth = scenario.bounds.max_depth;
    }
    return options;
}

RandomOutcome run_at_random(const Model& model, const RandomOptions& options,
                            std::vector<Pick> start, std::span<const std::string> names) {
    const auto fresh = [&] { return world_after(model, start); };
    require_determinism(fresh);
    const Scenario& scenario = model.scenario();
    RandomOutcome outcome;
    const std::vector<Asked> asked = asked_of(scenario, names);
    outcome.answer = random_search(fresh(), specs_for(asked), options);
    outcome.all_states = start.empty() && scenario.pinned.states ? scenario.pinned.states
                                                                 : count_states(fresh(), options);
    outcome.start = std::move(start);
    add_findings(asked, outcome);
    if (outcome.start.empty()) {
        complain(scenario, outcome);
    }
    outcome.status = !outcome.complaints.empty() ? RunStatus::unexpected
                     : has_found_all(outcome)    ? RunStatus::as_expected
                                                 : RunStatus::incomplete;
    return outcome;
}

}  // namespace sim
