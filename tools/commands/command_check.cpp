// Selects scenarios, keeps those of the shard, explores them, then writes evidence and reports.
// Neither evidence that cannot be written nor failures that cannot be remembered keep a report from
// being written.

#include <algorithm>

#include <fmt/format.h>

#include "sim/text/printable.hpp"
#include "tools/commands/commands.hpp"
#include "tools/reports/check_json.hpp"
#include "tools/reports/evidence.hpp"
#include "tools/reports/report_files.hpp"
#include "tools/runs/check_results.hpp"
#include "tools/runs/check_runner.hpp"
#include "tools/runs/expectations.hpp"
#include "tools/runs/last_failed.hpp"
#include "tools/runs/pinned.hpp"
#include "tools/runs/scenario_list.hpp"
#include "tools/runs/selection.hpp"
#include "tools/runs/shard.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/environment.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/interrupt.hpp"
#include "tools/system/wording.hpp"
#include "tools/terminal/terminal.hpp"

namespace tools {
namespace {

void check_before_reading(const CheckArguments& arguments) {
    check_report_files(arguments.reports);
    require_evidence_folder(arguments.traces_out);
    if (arguments.update_pinned && in_ci()) {
        throw Failure{ExitCode::invalid,
                      fmt::format("h2sim: error: --update-pinned is not for CI (CI={}): update the "
                                  "files where they are edited",
                                  sim::printable(environment("CI")))};
    }
}

Selection select(const CommonArguments& common, const CheckArguments& arguments) {
    const ScenarioFiles files{common.scenarios};
    std::vector<std::string> paths = arguments.paths;
    if (paths.empty()) {
        paths.push_back(files.default_folder());
    }
    return select_scenarios(files, paths, arguments.filters);
}

std::string shown(const std::vector<std::string>& filters) {
    std::vector<std::string> words;
    words.reserve(filters.size());
    for (const std::string& filter : filters) {
        words.push_back(sim::in_quotes(filter));
    }
    return joined(words);
}

std::string nothing_selected(const CheckArguments& arguments) {
    const std::string where = !arguments.filters.empty()
                                  ? fmt::format("'s id fits --filter {}", shown(arguments.filters))
                              : arguments.last_failed ? " here failed last time"
                                                      : " in these files and folders";
    const bool pattern = std::any_of(
        arguments.filters.begin(), arguments.filters.end(),
        [](const std::string& filter) { return filter.find_first_of("*?") < filter.size(); });
    return fmt::format(
        "h2sim: error: nothing selected: no scenario{}{}\n", where,
        pattern ? "; a filter is a part of an id, * and ? have no meaning in it" : "");
}

void tell_about(const Selection& selection, const CommonArguments& common,
                const CheckArguments& arguments) {
    for (const SelectedScenario& scenario : selection.scenarios) {
        if (!scenario.parsed) {
            write_err(sim::to_text(scenario.parsed.error()));
        }
        if (!scenario.crash.empty()) {
            write_err(fmt::format("h2sim: {}: {}\n", scenario.label(), scenario.crash));
        }
    }
    if (!common.quiet) {
        for (const std::string& note : selection.notes) {
            write_err(fmt::format("h2sim: note: {}\n", note));
        }
    }
    if (selection.scenarios.empty()) {
        write_err(nothing_selected(arguments));
    }
}

void tell_after(const CheckResults& results, const CommonArguments& common) {
    const std::string trouble = remember_failed(results);
    if (common.quiet) {
        return;
    }
    for (const CheckResult& result : results) {
        for (const std::string& note : result.notes) {
            write_err(fmt::format("h2sim: note: {}\n", note));
        }
    }
    if (!trouble.empty()) {
        write_err(fmt::format("h2sim: note: {}\n", trouble));
    }
}

// What cannot be written there keeps no report from being written.
ExitCode keep_evidence(CheckResults& results, const std::string& folder) {
    try {
        if (!folder.empty()) {
            write_evidence(results, folder);
        }
    } catch (const Failure& failure) {
        write_err(fmt::format("{}\n", failure.what()));
        return failure.code();
    }
    return ExitCode::ok;
}

std::vector<std::vector<Picture>> pictures_of(const CheckResults& results) {
    std::vector<std::vector<Picture>> pictures;
    for (const CheckResult& result : results) {
        std::vector<Picture>& each = pictures.emplace_back();
        for (const Evidence& evidence : result.evidence) {
            each.push_back({evidence.property, evidence.picture});
        }
    }
    return pictures;
}

CheckSettings settings_for(const CommonArguments& common, const CheckArguments& arguments,
                           const Expectations& expectations) {
    CheckSettings settings;
    settings.jobs = arguments.jobs;
    settings.fail_fast = arguments.fail_fast;
    settings.quiet = common.quiet;
    settings.limits = arguments.limits;
    settings.judge = [&](CheckResult& result) {
        if (arguments.update_pinned) {
            update_pinned(result);
        }
        expectations.judge(result);
        if (!arguments.traces_out.empty() || !arguments.reports.html.empty()) {
            result.evidence = evidence_of(result);
        }
    };
    return settings;
}

}  // namespace

ExitCode run_command(const CommonArguments& common, const CheckArguments& arguments) {
    check_before_reading(arguments);
    Selection selection = select(common, arguments);
    if (arguments.last_failed) {
        keep_last_failed(selection);
    }
    const bool all_read = interrupted_by() == 0;
    const Expectations expectations = arguments.expectations.empty() || !all_read
                                          ? Expectations{}
                                          : Expectations{arguments.expectations, selection};
    CheckContext context;
    context.durations = arguments.durations;
    context.scenarios = common.scenarios;
    context.shard = arguments.shard;
    context.selected = selection.scenarios.size();
    context.selection = selection_digest(selection, expectations.text());
    tell_about(selection, common, arguments);
    if (arguments.shard) {
        keep_shard(selection, *arguments.shard);
    }
    if (arguments.list) {
        const ExitCode code =
            list_scenarios(selection, arguments.reports.json, output_style(common.colour));
        const bool empty_part = selection.scenarios.empty() && context.selected > 0;
        return empty_part ? ExitCode::ok : code;
    }
    CheckResults results = check_all(selection, settings_for(common, arguments, expectations));
    context.exit_code = worst(interrupt_code(), keep_evidence(results, arguments.traces_out));
    const nlohmann::json report = check_json(results, context);
    tell_after(results, common);
    write_reports(common, arguments.reports, report, arguments.slowest,
                  Annotate::where_github_runs_it, pictures_of(results));
    return context.exit_code;
}

}  // namespace tools
