#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "sim/nearest_name.hpp"
#include "sim/printable.hpp"
#include "tools/commands.hpp"
#include "tools/descriptors.hpp"
#include "tools/explore_report.hpp"
#include "tools/explore_start.hpp"
#include "tools/failure.hpp"
#include "tools/files.hpp"
#include "tools/interrupt.hpp"
#include "tools/report_json.hpp"

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

void write_trace(const ExploreArguments& arguments, const Run& run,
                 const sim::PropertyResult* shown) {
    if (arguments.trace_out.empty()) {
        return;
    }
    if (shown != nullptr) {
        write_text(arguments.trace_out, sim::to_json_text(trace_of(run, *shown)));
        return;
    }
    write_err(fmt::format(
        "h2sim: no trace written to {}: {}\n", sim::printable(arguments.trace_out, 400),
        arguments.property.empty() ? "no property is violated (--property names one to show)"
                                   : "the property has none"));
}

ExitCode code_of(const Run& run) {
    if (run.interrupted()) {
        return interrupt_code();
    }
    switch (run.outcome.status) {
        case sim::RunStatus::as_expected: return ExitCode::ok;
        case sim::RunStatus::incomplete: return ExitCode::incomplete;
        case sim::RunStatus::unexpected: return ExitCode::failed;
    }
    return ExitCode::internal;
}

}  // namespace

ExitCode run_command(const CommonArguments& common, const ExploreArguments& arguments) {
    const ExploreStart start = explore_start(common, arguments);
    check_before_running(arguments, start.parsed.scenario);
    const Run run = run_with_progress(start, arguments.limits, common.quiet);
    const ExploreQuestion question{common, arguments, start};
    const sim::PropertyResult* shown = shown_result(run, arguments.property);
    write_trace(arguments, run, shown);
    if (!arguments.json.empty()) {
        write_text(arguments.json, json_text(json_report(question, run)));
    }
    if (arguments.json != "-" && arguments.trace_out != "-") {
        const TextStyle style{use_colour(common.colour, STDOUT_FILENO), /*timing=*/true};
        write_out(text_report(question, run, shown, style));
    }
    return code_of(run);
}

}  // namespace tools
