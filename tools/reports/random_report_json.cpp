// The JSON form ("h2sim-random/1"). Bounds are rounded outwards; probabilities are rounded to the
// digits in which compilers agree.

#include <fmt/format.h>

#include "sim/scenario/scenario_names.hpp"
#include "sim/search/random_statistics.hpp"
#include "tools/reports/random_report.hpp"
#include "tools/reports/report_json.hpp"

namespace tools {
namespace {

using sim::RandomFinding;

constexpr int kDigits = 6;  // of probabilities: no two compilers differ in these

double rounded(double value) {
    return nlohmann::json::parse(fmt::format("{:.{}g}", value, kDigits)).get<double>();
}

nlohmann::json pct_of(const RandomRun& run) {
    const auto& pct = run.outcome.answer.pct;
    if (!pct || pct->lanes == 0) {
        return nullptr;
    }
    return {{"lanes", pct->lanes},
            {"steps", pct->steps},
            {"depth", pct->depth},
            {"calibration_runs", sim::kCalibrationRuns},
            {"runs_beyond", pct->runs_beyond},
            {"bound", rounded(sim::rounded_down(sim::pct_bound(pct->lanes, pct->steps, pct->depth),
                                                kDigits))}};
}

nlohmann::json report_of(const RandomRun& run, const RandomFinding& finding) {
    const std::uint64_t runs = run.outcome.answer.runs;
    nlohmann::json report = {
        {"name", finding.property->name},
        {"expectation", expectation_name(finding.property->kind)},
        {"expected", run.outcome.start.empty() && finding.expected
                         ? nlohmann::json(sim::to_text(*finding.expected))
                         : nlohmann::json(nullptr)},
        {"verdict", verdict_of(finding)},
        {"hits", finding.found.hits},
        {"probability", nullptr},
        {"low", 0},
        {"high", rounded(sim::rounded_up(sim::below_when_never(runs), kDigits))},
        {"clean_runs_needed", nullptr},
        {"steps", nullptr},
        {"shortest", nullptr},
        {"trace", nullptr},
    };
    if (finding.is_found()) {
        const double p = probability_of(run, finding);
        const sim::Interval interval = sim::clopper_pearson(finding.found.hits, runs);
        report["probability"] = rounded(p);
        report["low"] = rounded(sim::rounded_down(interval.low, kDigits));
        report["high"] = rounded(sim::rounded_up(interval.high, kDigits));
        report["clean_runs_needed"] = sim::clean_runs_needed(p);
        report["steps"] = finding.found.picks.size();
        report["shortest"] = false;
        report["trace"] = steps_of(trace_of(run, finding));
    }
    return report;
}

std::string status_of(const RandomRun& run) {
    const bool all_found = run.outcome.status == sim::RunStatus::as_expected;
    return all_found && !run.outcome.start.empty() ? "complete"
                                                   : std::string{name(run.outcome.status)};
}

}  // namespace

nlohmann::json json_report(const ExploreQuestion& question, const RandomRun& run) {
    const sim::RandomAnswer& answer = run.outcome.answer;
    nlohmann::json properties = nlohmann::json::array();
    for (const RandomFinding& finding : run.outcome.findings) {
        properties.push_back(report_of(run, finding));
    }
    nlohmann::json report = {
        {"schema", "h2sim-random/1"},
        {"scenario", run.model->scenario().id},
        {"from", json_from(question.start)},
        {"strategy", name(run.options.scheduler)},
        {"seed", run.options.seed},
        {"runs", answer.runs},
        {"runs_asked", run.options.runs},
        {"bound", run.bound},
        {"steps", answer.steps},
        {"longest", answer.longest},
        {"cut", answer.cut},
        {"schedules", answer.schedules},
        {"states", answer.states},
        {"all_states", run.outcome.all_states ? nlohmann::json(*run.outcome.all_states)
                                              : nlohmann::json(nullptr)},
        {"pct", pct_of(run)},
        {"confidence", sim::kConfidence},
        {"status", status_of(run)},
        {"complaints", run.outcome.complaints},
        {"properties", std::move(properties)},
    };
    if (question.arguments.durations) {
        report["seconds"] = run.seconds;
    }
    return report;
}

}  // namespace tools
