// Names of properties and output files are checked before the search begins. Every order or runs at
// random: either search is turned into one ExploreOutput, with the trace that is shown.

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/promises/properties.hpp"
#include "sim/text/nearest_name.hpp"
#include "sim/text/printable.hpp"
#include "tools/commands/commands.hpp"
#include "tools/reports/explore_output.hpp"
#include "tools/reports/explore_report.hpp"
#include "tools/reports/random_report.hpp"
#include "tools/runs/explore_start.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/files.hpp"
#include "tools/system/wording.hpp"
#include "tools/terminal/terminal.hpp"

namespace tools {
namespace {

// Any property may be asked; nothing is expected of one that the scenario does not list.
void require_property(const std::string& name) {
    if (sim::find_property(name) != nullptr) {
        return;
    }
    const std::string suggestion = sim::did_you_mean(name, sim::property_names());
    throw Failure{ExitCode::invalid,
                  fmt::format("h2sim: error: --property: unknown property {}{}\n"
                              "  h2sim list properties has all of them",
                              sim::in_quotes(name), suggestion.empty() ? "" : "; " + suggestion)};
}

// What would be found out too late otherwise.
void check_before_running(const ExploreArguments& arguments) {
    if (arguments.json == "-" && arguments.trace_out == "-") {
        throw Failure{ExitCode::invalid,
                      "h2sim: error: --json - and --trace-out - both want standard output"};
    }
    require_folder_of(arguments.json);
    require_folder_of(arguments.trace_out);
    for (const std::string& asked : arguments.properties) {
        require_property(asked);
        if (std::count(arguments.properties.begin(), arguments.properties.end(), asked) > 1) {
            throw Failure{ExitCode::invalid,
                          fmt::format("h2sim: error: --property {} is given twice", asked)};
        }
    }
}

Run run_with_progress(const ExploreQuestion& question) {
    const auto& [common, arguments, start] = question;
    ProgressLine line{common.quiet};
    Limits limits = arguments.limits;
    const auto begin = std::chrono::steady_clock::now();
    limits.memory_share = share_of_memory(1);
    std::string news;  // a search that is over before anybody reads it needs none
    const auto show = [&](const sim::Progress& progress) {
        if (line.due()) {
            if (!news.empty()) {
                line.note(std::exchange(news, {}) + "; the search goes on");
            }
            const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
            line.show(progress_text(progress, elapsed.count()));
        }
    };
    const auto found = [&](const sim::PropertyResult& result) {
        news += fmt::format("{}{} {} after {}", news.empty() ? "" : ", ", result.spec.name,
                            name(result.verdict), counted(result.picks.size(), "step"));
    };
    return run(start.parsed, limits, show, {start.picks, arguments.properties, found});
}

// The property whose trace is shown: the first violated one; of those that were asked for, else
// one that is reached.
const sim::PropertyResult* shown_result(const Run& run) {
    const sim::PropertyResult* reached = nullptr;
    for (const sim::PropertyOutcome& property : run.outcome.properties) {
        const sim::PropertyResult& result = property.result;
        if (result.verdict == sim::PropertyVerdict::violated) {
            return &result;
        }
        reached = reached == nullptr && has_trace(result) ? &result : reached;
    }
    return run.outcome.restricted ? reached : nullptr;
}

ExitCode explore_every_order(const ExploreQuestion& question) {
    const Run run = run_with_progress(question);
    const sim::PropertyResult* const shown = shown_result(run);
    ExploreOutput output;
    if (shown != nullptr) {
        output.shown = trace_of(run, *shown);
    }
    output.why_none = question.arguments.properties.empty()
                          ? "no property is violated (--property names one to show)"
                          : "what was asked for has none";
    output.json = [&] { return json_report(question, run); };
    output.text = [&](TextStyle style) { return text_report(question, run, shown, style); };
    write_output(question, output);
    return code_of(run.outcome.status, run.interrupted());
}

// The same choice among what was found at random.
const sim::RandomFinding* shown_finding(const RandomRun& run, bool restricted) {
    const sim::RandomFinding* reached = nullptr;
    for (const sim::RandomFinding& finding : run.outcome.findings) {
        if (!finding.is_found()) {
            continue;
        }
        if (finding.verdict_of_hit() == sim::PropertyVerdict::violated) {
            return &finding;
        }
        reached = reached == nullptr ? &finding : reached;
    }
    return restricted ? reached : nullptr;
}

RandomRun run_random_with_progress(const ExploreQuestion& question) {
    ProgressLine line{question.common.quiet};
    const auto begin = std::chrono::steady_clock::now();
    const std::uint64_t runs = question.arguments.random->runs.value_or(sim::RandomOptions{}.runs);
    const auto show = [&](const sim::RandomProgress& progress) {
        if (line.due()) {
            const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
            line.show(progress_text(progress, runs, elapsed.count()));
        }
    };
    return run_at_random(question.arguments, question.start, show);
}

ExitCode explore_at_random(const ExploreQuestion& question) {
    const RandomRun run = run_random_with_progress(question);
    const bool restricted = !question.arguments.properties.empty();
    const sim::RandomFinding* const shown = shown_finding(run, restricted);
    ExploreOutput output;
    if (shown != nullptr) {
        output.shown = trace_of(run, *shown);
    }
    output.why_none = restricted ? "what was asked for was not found"
                                 : "no violation was found (--property names a property to show)";
    output.json = [&] { return json_report(question, run); };
    output.text = [&](TextStyle style) { return text_report(question, run, shown, style); };
    write_output(question, output);
    return code_of(run.outcome.status, run.interrupted());
}

}  // namespace

ExitCode run_command(const CommonArguments& common, const ExploreArguments& arguments) {
    const ExploreStart start = explore_start(common, arguments);
    check_before_running(arguments);
    const ExploreQuestion question{common, arguments, start};
    return arguments.random ? explore_at_random(question) : explore_every_order(question);
}

}  // namespace tools
