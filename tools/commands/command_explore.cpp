#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/text/nearest_name.hpp"
#include "sim/text/printable.hpp"
#include "tools/commands/commands.hpp"
#include "tools/reports/explore_report.hpp"
#include "tools/reports/random_report.hpp"
#include "tools/runs/explore_output.hpp"
#include "tools/runs/explore_start.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/files.hpp"
#include "tools/terminal/terminal.hpp"

namespace tools {
namespace {

// What would be found out too late otherwise.
void check_before_running(const ExploreArguments& arguments, const sim::Scenario& scenario) {
    if (arguments.json == "-" && arguments.trace_out == "-") {
        throw Failure{ExitCode::invalid,
                      "h2sim: error: --json - and --trace-out - both want standard output"};
    }
    require_folder_of(arguments.json);
    require_folder_of(arguments.trace_out);
    std::vector<std::string_view> names;
    names.reserve(scenario.properties.size());
    for (const sim::ExpectedProperty& property : scenario.properties) {
        names.emplace_back(property.name);
    }
    if (!arguments.property.empty() &&
        std::find(names.begin(), names.end(), arguments.property) == names.end()) {
        const std::string suggestion = sim::did_you_mean(arguments.property, names);
        throw Failure{
            ExitCode::invalid,
            fmt::format("h2sim: error: --property: {} is not among the properties of {}{}",
                        sim::in_quotes(arguments.property), scenario.id,
                        suggestion.empty() ? "" : "; " + suggestion)};
    }
}

Run run_with_progress(const ExploreStart& start, Limits limits, bool quiet) {
    ProgressLine line{quiet};
    const auto begin = std::chrono::steady_clock::now();
    limits.memory_share = share_of_memory(1);
    const auto show = [&](const sim::Progress& progress) {
        if (line.due()) {
            const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
            line.show(progress_text(progress, elapsed.count()));
        }
    };
    return run(start.parsed, limits, show, start.picks);
}

// The property whose trace is shown: the one that was asked for, else the first violated one.
const sim::PropertyResult* shown_result(const Run& run, const std::string& asked) {
    for (const sim::PropertyOutcome& property : run.outcome.properties) {
        const sim::PropertyResult& result = property.result;
        if (asked.empty() ? result.verdict == sim::PropertyVerdict::violated
                          : result.spec.name == asked) {
            return has_trace(result) ? &result : nullptr;
        }
    }
    return nullptr;
}

ExitCode explore_every_order(const ExploreQuestion& question) {
    const auto& [common, arguments, start] = question;
    const Run run = run_with_progress(start, arguments.limits, common.quiet);
    const sim::PropertyResult* const shown = shown_result(run, arguments.property);
    ExploreOutput output;
    if (shown != nullptr) {
        output.shown = trace_of(run, *shown);
    }
    output.why_none = arguments.property.empty()
                          ? "no property is violated (--property names one to show)"
                          : "the property has none";
    output.json = [&] { return json_report(question, run); };
    output.text = [&](TextStyle style) { return text_report(question, run, shown, style); };
    write_output(question, output);
    return code_of(run.outcome.status, run.interrupted());
}

// The same choice among what was found at random.
const sim::RandomFinding* shown_finding(const RandomRun& run, const std::string& asked) {
    for (const sim::RandomFinding& finding : run.outcome.findings) {
        const bool violated =
            finding.is_found() && finding.verdict_of_hit() == sim::PropertyVerdict::violated;
        if (asked.empty() ? violated : finding.property->name == asked) {
            return finding.is_found() ? &finding : nullptr;
        }
    }
    return nullptr;
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
    const std::string& asked = question.arguments.property;
    const sim::RandomFinding* const shown = shown_finding(run, asked);
    ExploreOutput output;
    if (shown != nullptr) {
        output.shown = trace_of(run, *shown);
    }
    output.why_none = asked.empty() ? "no violation was found (--property names a property to show)"
                                    : "the property was not found";
    output.json = [&] { return json_report(question, run); };
    output.text = [&](TextStyle style) { return text_report(question, run, shown, style); };
    write_output(question, output);
    return code_of(run.outcome.status, run.interrupted());
}

}  // namespace

ExitCode run_command(const CommonArguments& common, const ExploreArguments& arguments) {
    const ExploreStart start = explore_start(common, arguments);
    check_before_running(arguments, start.parsed.scenario);
    const ExploreQuestion question{common, arguments, start};
    return arguments.random ? explore_at_random(question) : explore_every_order(question);
}

}  // namespace tools
