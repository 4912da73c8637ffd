// Bounds are rounded outwards, lower ones down and upper ones up, so that they stay true as
// printed. A property without hits is "not found" and has an upper bound for its probability.

#include "tools/reports/random_report.hpp"

#include <vector>

#include <fmt/format.h>

#include "sim/scenario/scenario_names.hpp"
#include "sim/search/random_statistics.hpp"
#include "tools/system/wording.hpp"
#include "tools/tables/prose.hpp"

namespace tools {
namespace {

using sim::RandomFinding;

std::string percent() {
    return fmt::format("{:.0f} %", sim::kConfidence * 100);
}

std::string scheduler_text(const sim::RandomOptions& options) {
    switch (options.scheduler) {
        case sim::Scheduler::uniform: return "every enabled event as likely as the others";
        case sim::Scheduler::pct:
            return fmt::format("by PCT with {}", counted(options.pct_depth - 1, "change point"));
        case sim::Scheduler::pos: return "by partial order sampling";
    }
    return {};
}

std::string made(const RandomRun& run) {
    const sim::RandomAnswer& answer = run.outcome.answer;
    std::string text =
        fmt::format("at random: {}, {}, seed {}; it finds and never proves\n",
                    counted(answer.runs, "run"), scheduler_text(run.options), run.options.seed);
    if (run.bound != "none") {
        text += fmt::format("incomplete: {} of {} runs; {}\n", grouped(answer.runs),
                            grouped(run.options.runs),
                            run.interrupted() ? std::string{"interrupted"}
                                              : fmt::format("stopped at the bound of {}; "
                                                            "--max-{} raises it",
                                                            run.bound, run.bound));
    }
    return text;
}

std::string counts(const RandomRun& run, TextStyle style) {
    const sim::RandomAnswer& answer = run.outcome.answer;
    std::string text = fmt::format("  {}, the longest run has {}, {} different schedules",
                                   counted(answer.steps, "step"), grouped(answer.longest),
                                   grouped(answer.schedules));
    if (style.timing) {
        text += fmt::format(", {:.2f} s", run.seconds);
    }
    text += "\n  seen ";
    if (const auto all = run.outcome.all_states) {
        text += fmt::format("{} of {} ({:.1f} %)\n", grouped(answer.states), counted(*all, "state"),
                            100 * static_cast<double>(answer.states) / static_cast<double>(*all));
    } else {
        text +=
            fmt::format("{}; how many there are is not known\n", counted(answer.states, "state"));
    }
    if (run.outcome.all_states && run.outcome.status == sim::RunStatus::incomplete) {
        text += "  --strategy bfs looks at all of them and has an answer for everything\n";
    }
    if (answer.cut > 0) {
        text += fmt::format("  {} cut after {}, where events were left; --max-depth raises it\n",
                            answer.cut == 1 ? "1 run was" : grouped(answer.cut) + " runs were",
                            counted(run.options.max_depth, "step"));
    }
    return text;
}

// Of PCT: its bound, what it was computed from, and what it takes for granted.
std::string pct_text(const RandomRun& run) {
    const auto& pct = run.outcome.answer.pct;
    if (!pct || pct->lanes == 0) {
        return "";
    }
    return fmt::format(
        "  each run hits a bug of depth d={} with a probability of 1/(n*k^(d-1)) = {:.3g} or more,"
        "\n  for n={} lanes that ever had an enabled event, k={} steps (the longest of {} uniform"
        "\n  runs), and a bug that shows whenever d events of these lanes come in a certain order"
        "\n  within k steps; {} of the runs had more\n",
        pct->depth, sim::rounded_down(sim::pct_bound(pct->lanes, pct->steps, pct->depth), 3),
        pct->lanes, pct->steps, sim::kCalibrationRuns,
        pct->runs_beyond == 0 ? "none" : grouped(pct->runs_beyond));
}

Cell mark_of(const RandomFinding& finding) {
    if (!finding.is_found()) {
        return {"no answer", Tone::open};
    }
    return finding.may_be_found() ? Cell{"as expected", Tone::good}
                                  : Cell{"NOT AS EXPECTED", Tone::bad};
}

std::string table_of(const RandomRun& run, TextStyle style) {
    const std::size_t before = run.outcome.start.size();
    const bool initial = before == 0;
    const Column property{"property", Align::left, Fit::inside};
    Table table{initial ? std::vector<Column>{property,
                                              {"expected"},
                                              {"verdict"},
                                              {"in runs", Align::right},
                                              {"steps", Align::right},
                                              {"result"}}
                        : std::vector<Column>{property,
                                              {"verdict from there"},
                                              {"in runs", Align::right},
                                              {"steps from there", Align::right}}};
    for (const RandomFinding& finding : run.outcome.findings) {
        std::vector<Cell> row{
            std::string{finding.property->name}, std::string{verdict_of(finding)},
            grouped(finding.found.hits),
            finding.is_found() ? grouped(finding.found.picks.size() - before) : std::string{"-"}};
        if (initial) {
            row.insert(row.begin() + 1,
                       finding.expected ? std::string{sim::to_text(*finding.expected)} : "-");
            row.push_back(mark_of(finding));
        }
        table.add(std::move(row));
    }
    return to_text(table, style);
}

// What the counts allow to say of a property that was found, for runs like these.
std::string estimate(const RandomRun& run, const RandomFinding& finding) {
    const double p = probability_of(run, finding);
    const sim::Interval interval =
        sim::clopper_pearson(finding.found.hits, run.outcome.answer.runs);
    return fmt::format("{:.3g} per run, {:.3g} to {:.3g} with {}; {} more for {} that it is gone",
                       p, sim::rounded_down(interval.low, 3), sim::rounded_up(interval.high, 3),
                       percent(), counted(sim::clean_runs_needed(p), "clean run"), percent());
}

std::string estimates(const RandomRun& run) {
    const std::uint64_t runs = run.outcome.answer.runs;
    if (runs == 0) {
        return "";
    }
    std::string text = "\nfor runs like these, not for a server in production:\n";
    std::vector<std::string> never;
    for (const RandomFinding& finding : run.outcome.findings) {
        const std::string property{finding.property->name};
        if (finding.is_found()) {
            text += fmt::format("  {}: {}\n", property, estimate(run, finding));
        } else {
            never.push_back(property);
        }
    }
    if (!never.empty()) {
        text += fmt::format("  never in {}: below {:.3g} per run with {}{}: {}\n",
                            counted(runs, "run"), sim::rounded_up(sim::below_when_never(runs), 3),
                            percent(), never.size() > 1 ? ", each" : "", joined(never));
    }
    return text;
}

std::string strategy_options(const ExploreQuestion& question, const sim::RandomOptions& options) {
    std::string text = fmt::format(" --strategy {} --seed {} --runs {}", name(options.scheduler),
                                   options.seed, options.runs);
    if (options.scheduler == sim::Scheduler::pct) {
        text += fmt::format(" --pct-depth {}", options.pct_depth);
    }
    if (question.arguments.limits.max_depth) {
        text += fmt::format(" --max-depth {}", options.max_depth);
    }
    return text;
}

}  // namespace

std::string text_report(const ExploreQuestion& question, const RandomRun& run,
                        const RandomFinding* shown, TextStyle style) {
    const std::vector<std::string>& asked = question.arguments.properties;
    std::string text = explore_heading(question, style) + "\n" +
                       folded(made(run) + counts(run, style) + pct_text(run), style.width) + "\n" +
                       table_of(run, style) + folded(estimates(run), style.width) +
                       complaints_text(run.outcome.complaints, style);
    if (shown != nullptr) {
        text += shown_trace(question, *run.model, trace_of(run, *shown), /*shortest=*/false,
                            strategy_options(question, run.options), style);
    } else if (!asked.empty()) {
        text += fmt::format("\n{} not found, there is no trace to show.\n",
                            asked.size() == 1 ? asked.front() + " was" : "None of these was");
    }
    return text;
}

std::string progress_text(const sim::RandomProgress& progress, std::uint64_t runs, double seconds) {
    return fmt::format("{} of {} runs, {} states seen, {}, {:.0f} s", grouped(progress.runs),
                       grouped(runs), grouped(progress.states), megabytes(progress.memory_bytes),
                       seconds);
}

}  // namespace tools
