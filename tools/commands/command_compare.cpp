// Parses all variants before one is explored, so that a mistake in the last one costs no time.
// After the exploration it groups variants with the same states and gives each violation the
// command that shows it.

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "sim/scenario/variants.hpp"
#include "sim/text/nearest_name.hpp"
#include "sim/text/printable.hpp"
#include "tools/commands/commands.hpp"
#include "tools/reports/compare_report.hpp"
#include "tools/reports/report_json.hpp"
#include "tools/runs/compare_runner.hpp"
#include "tools/runs/comparison.hpp"
#include "tools/runs/selection.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/files.hpp"
#include "tools/system/interrupt.hpp"
#include "tools/system/wording.hpp"
#include "tools/terminal/terminal.hpp"

namespace tools {
namespace {

using Axes = std::vector<sim::Axis>;

[[noreturn]] void fail(const std::string& message) {
    throw Failure{ExitCode::invalid, message};
}

// The --vary options, the one of the threshold's key last.
Axes axes_of(const CompareArguments& arguments) {
    Axes axes;
    for (const std::string& text : arguments.vary) {
        auto axis = sim::parse_axis(text);
        if (!axis) {
            fail(sim::to_text(axis.error()));
        }
        axes.push_back(std::move(*axis));
    }
    const auto listed = std::find_if(axes.begin(), axes.end(), [&](const sim::Axis& axis) {
        return axis.key == arguments.threshold;
    });
    if (arguments.max && (arguments.threshold.empty() || listed != axes.end())) {
        fail("h2sim: error: --max ends the values of --threshold where no --vary lists them");
    }
    if (listed != axes.end()) {
        std::rotate(listed, listed + 1, axes.end());
    } else if (!arguments.threshold.empty()) {
        auto axis = sim::range_of(arguments.threshold, arguments.max);
        if (!axis) {
            fail(sim::to_text(axis.error()));
        }
        axes.push_back(std::move(*axis));
    }
    if (axes.empty()) {
        fail(
            "h2sim: error: nothing to compare: name a key and its values with --vary\n"
            "  see h2sim compare --help\n");
    }
    if (const auto error = sim::check_axes(axes, arguments.overrides)) {
        fail(sim::to_text(*error));
    }
    return axes;
}

std::vector<std::string> sets_of(const std::vector<std::string>& keys,
                                 const std::vector<std::string>& values) {
    std::vector<std::string> sets;
    sets.reserve(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        sets.push_back(keys[i] + "=" + values[i]);
    }
    return sets;
}

// Every variant as a scenario. Throws Failure if one of them is none: nothing is explored then.
Selection variants_of(const CommonArguments& common, const CompareArguments& arguments,
                      Comparison& comparison, const Axes& axes) {
    const ScenarioFiles files{common.scenarios};
    const std::string file = files.file_of(arguments.scenario);
    const auto text = files.read(file);
    if (!text) {
        fail(sim::to_text(text.error()));
    }
    Selection selection;
    for (const std::vector<std::string>& values : sim::combinations(axes)) {
        const std::vector<std::string> sets = sets_of(comparison.keys, values);
        std::vector<std::string> overrides = arguments.overrides;
        overrides.insert(overrides.end(), sets.begin(), sets.end());
        auto parsed = files.parse(*text, file, overrides);
        if (!parsed) {
            fail(fmt::format("h2sim: error: the variant {} is not valid\n{}",
                             sim::printable(joined(sets), 400), sim::to_text(parsed.error())));
        }
        selection.scenarios.push_back({file, std::move(parsed), "", selection.scenarios.size()});
        ComparedVariant variant;
        variant.values = values;
        comparison.variants.push_back(std::move(variant));
    }
    return selection;
}

// The properties of all variants, or the one that was asked for.
std::vector<std::string> properties_of(const Selection& selection, const std::string& asked) {
    std::vector<std::string> names;
    for (const SelectedScenario& variant : selection.scenarios) {
        for (const sim::ExpectedProperty& property : variant.parsed->scenario.properties) {
            if (std::find(names.begin(), names.end(), property.name) == names.end()) {
                names.push_back(property.name);
            }
        }
    }
    if (asked.empty()) {
        return names;
    }
    if (std::find(names.begin(), names.end(), asked) == names.end()) {
        const std::vector<std::string_view> known{names.begin(), names.end()};
        const std::string suggestion = sim::did_you_mean(asked, known);
        fail(fmt::format("h2sim: error: --property: {} is not among the properties of {}{}",
                         sim::in_quotes(asked), selection.scenarios.front().label(),
                         suggestion.empty() ? "" : "; " + suggestion));
    }
    return {asked};
}

std::string bounds_words(const Limits& limits) {
    std::string words;
    const auto add = [&](const char* option, const auto& value) {
        if (value) {
            words += fmt::format(" {} {}", option, *value);
        }
    };
    add("--max-states", limits.max_states);
    add("--max-depth", limits.max_depth);
    add("--max-memory", limits.max_memory_mb);
    add("--max-time", limits.max_seconds);
    return words + (limits.exact ? " --exact" : "");
}

void add_commands(const CommonArguments& common, const CompareArguments& arguments,
                  Comparison& comparison) {
    std::string begin = "h2sim explore " + path_word(arguments.scenario);
    for (const std::string& override : arguments.overrides) {
        begin += " --set " + shell_word(override);
    }
    std::string end = bounds_words(arguments.limits);
    if (!common.scenarios.empty()) {
        end += " --scenarios " + shell_word(common.scenarios);
    }
    for (ComparedVariant& variant : comparison.variants) {
        std::string sets;
        for (const std::string& set : sets_of(comparison.keys, variant.values)) {
            sets += " --set " + shell_word(set);
        }
        for (std::size_t i = 0; i < variant.cells.size(); ++i) {
            if (variant.cells[i].verdict == sim::PropertyVerdict::violated) {
                variant.cells[i].command = fmt::format("{}{}{} --property {}", begin, sets, end,
                                                       shell_word(comparison.properties[i]));
            }
        }
    }
}

ExitCode code_of_all(const std::vector<ComparedVariant>& variants) {
    ExitCode code = interrupt_code();
    for (const ComparedVariant& variant : variants) {
        switch (variant.status) {
            case VariantStatus::complete:
            case VariantStatus::not_run: break;
            case VariantStatus::incomplete: code = worst(code, ExitCode::incomplete); break;
            case VariantStatus::crashed: code = worst(code, ExitCode::internal); break;
        }
    }
    return code;
}

std::string report(const CommonArguments& common, const CompareArguments& arguments,
                   const Comparison& comparison) {
    switch (arguments.format) {
        case CompareArguments::Format::text: break;
        case CompareArguments::Format::markdown: return compare_markdown(comparison);
        case CompareArguments::Format::json: return json_text(compare_json(comparison));
        case CompareArguments::Format::html: return compare_html(comparison);
    }
    return compare_text(comparison,
                        arguments.out == "-" ? output_style(common.colour) : TextStyle{});
}

}  // namespace

ExitCode run_command(const CommonArguments& common, const CompareArguments& arguments) {
    require_folder_of(arguments.out);
    const Axes axes = axes_of(arguments);
    Comparison comparison;
    comparison.sets = arguments.overrides;
    for (const sim::Axis& axis : axes) {
        comparison.keys.push_back(axis.key);
    }
    const Selection selection = variants_of(common, arguments, comparison, axes);
    const sim::Scenario& scenario = selection.scenarios.front().parsed->scenario;
    comparison.scenario = scenario.id;
    comparison.title = scenario.title;
    comparison.properties = properties_of(selection, arguments.property);
    comparison.has_threshold = !arguments.threshold.empty();

    CheckSettings settings;
    settings.jobs = arguments.jobs;
    settings.quiet = common.quiet;
    settings.limits = arguments.limits;
    explore_variants(comparison, selection, settings,
                     comparison.has_threshold ? axes.back().values.size() : 0);
    mark_same_states(comparison.variants);
    add_commands(common, arguments, comparison);
    comparison.exit_code = code_of_all(comparison.variants);
    write_text(arguments.out, report(common, arguments, comparison));
    for (const ComparedVariant& variant : comparison.variants) {
        if (variant.status == VariantStatus::crashed) {
            write_err(fmt::format("h2sim: {}\n", sim::printable(variant.crash, 400)));
        }
    }
    return comparison.exit_code;
}

}  // namespace tools
