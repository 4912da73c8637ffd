#include <algorithm>
#include <chrono>
#include <filesystem>
#include <optional>

#include <fmt/format.h>
#include <unistd.h>

#include "sim/nearest_name.hpp"
#include "sim/printable.hpp"
#include "tools/commands.hpp"
#include "tools/descriptors.hpp"
#include "tools/failure.hpp"
#include "tools/files.hpp"
#include "tools/interrupt.hpp"
#include "tools/report_json.hpp"
#include "tools/report_text.hpp"
#include "tools/scenario_files.hpp"
#include "tools/wording.hpp"

namespace tools {
namespace {

sim::ParsedScenario load(const CommonArguments& common, const ExploreArguments& arguments) {
    auto parsed = ScenarioFiles{common.scenarios}.load(arguments.scenario, arguments.overrides);
    if (!parsed) {
        throw Failure{ExitCode::invalid, sim::to_text(parsed.error())};
    }
    return std::move(*parsed);
}

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

Run run_with_progress(const sim::ParsedScenario& parsed, Limits limits, bool quiet) {
    ProgressLine line{quiet};
    const auto begin = std::chrono::steady_clock::now();
    limits.memory_share = share_of_memory(1);
    return run(parsed, limits, [&](const sim::Progress& progress) {
        if (line.due()) {
            const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
            line.show(progress_text(progress, elapsed.count()));
        }
    });
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

nlohmann::json json_report(const Run& run) {
    nlohmann::json report = report_of(run);
    report["schema"] = "h2sim-explore/1";
    report["scenario"] = run.model->scenario().id;
    report["seconds"] = run.seconds;
    return report;
}

// The command that writes the shown trace to a file, and the one that replays it.
std::string commands_for(const CommonArguments& common, const ExploreArguments& arguments,
                         const Run& run, const std::string& property) {
    std::string file = arguments.trace_out;
    std::string text;
    if (file.empty()) {
        const std::filesystem::path id{run.model->scenario().id};
        file = id.filename().string() + ".trace.json";
        text = "  h2sim explore " + path_word(arguments.scenario);
        for (const std::string& override : arguments.overrides) {
            text += " --set " + shell_word(override);
        }
        if (!common.scenarios.empty()) {
            text += " --scenarios " + shell_word(common.scenarios);
        }
        if (arguments.limits.strategy == sim::Strategy::depth_first) {
            text += " --strategy dfs";
        }
        text += " --property " + shell_word(property) + " --trace-out " + shell_word(file) + "\n";
    }
    return text + "  h2sim replay " + path_word(file) + "\n";
}

std::string shown_trace(const CommonArguments& common, const ExploreArguments& arguments,
                        const Run& run, const sim::PropertyResult& result, TextStyle style) {
    const bool violated = result.verdict == sim::PropertyVerdict::violated;
    return fmt::format("\nThe {}{} {} {}:\n\n{}\nTo see it again:\n{}",
                       result.shortest ? "shortest " : "", violated ? "counterexample" : "witness",
                       violated ? "of" : "for", result.spec.name,
                       trace_text(*run.model, trace_of(run, result), style),
                       commands_for(common, arguments, run, result.spec.name));
}

std::string text_report(const CommonArguments& common, const ExploreArguments& arguments,
                        const Run& run, const sim::PropertyResult* shown) {
    const TextStyle style{use_colour(common.colour, STDOUT_FILENO), /*timing=*/true};
    std::string text = heading(run.model->scenario()) + "\n" + coverage(run, style) + "\n" +
                       property_table(run, style);
    if (!run.outcome.complaints.empty()) {
        text += "\n";
    }
    for (const std::string& complaint : run.outcome.complaints) {
        text += fmt::format("{}: {}\n", tinted("failed", Tint::red, style.colour), complaint);
    }
    if (shown != nullptr) {
        text += shown_trace(common, arguments, run, *shown, style);
    } else if (!arguments.property.empty()) {
        text += fmt::format("\n{} has no trace to show.\n", arguments.property);
    }
    return text;
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
    const sim::ParsedScenario parsed = load(common, arguments);
    check_before_running(arguments, parsed.scenario);
    const Run run = run_with_progress(parsed, arguments.limits, common.quiet);
    const sim::PropertyResult* shown = shown_result(run, arguments.property);
    write_trace(arguments, run, shown);
    if (!arguments.json.empty()) {
        write_text(arguments.json, json_text(json_report(run)));
    }
    if (arguments.json != "-" && arguments.trace_out != "-") {
        write_out(text_report(common, arguments, run, shown));
    }
    return code_of(run);
}

}  // namespace tools
