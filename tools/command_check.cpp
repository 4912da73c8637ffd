#include <fmt/format.h>
#include <unistd.h>

#include "sim/printable.hpp"
#include "tools/check_results.hpp"
#include "tools/check_runner.hpp"
#include "tools/commands.hpp"
#include "tools/descriptors.hpp"
#include "tools/failure.hpp"
#include "tools/files.hpp"
#include "tools/interrupt.hpp"
#include "tools/report_json.hpp"
#include "tools/scenario_list.hpp"
#include "tools/selection.hpp"

namespace tools {
namespace {

Selection select(const CommonArguments& common, const CheckArguments& arguments) {
    const ScenarioFiles files{common.scenarios};
    std::vector<std::string> paths = arguments.paths;
    if (paths.empty()) {
        paths.push_back(files.default_folder());
        if (paths.front().empty()) {
            throw Failure{ExitCode::nothing_selected,
                          "h2sim: error: nothing to check: there is no folder \"scenarios\" here; "
                          "name files or folders"};
        }
    }
    return select_scenarios(files, paths, arguments.filter);
}

void tell_about(const Selection& selection, const CommonArguments& common,
                const CheckArguments& arguments) {
    for (const SelectedScenario& scenario : selection.scenarios) {
        if (!scenario.parsed) {
            write_err(sim::to_text(scenario.parsed.error()));
        }
    }
    if (!common.quiet) {
        for (const std::string& note : selection.notes) {
            write_err(fmt::format("h2sim: note: {}\n", note));
        }
    }
    if (selection.scenarios.empty()) {
        write_err(
            fmt::format("h2sim: error: nothing selected: no scenario{}\n",
                        arguments.filter.empty()
                            ? " in these files and folders"
                            : fmt::format("'s id contains {}", sim::in_quotes(arguments.filter))));
    }
}

}  // namespace

ExitCode run_command(const CommonArguments& common, const CheckArguments& arguments) {
    require_folder_of(arguments.json);
    const Selection selection = select(common, arguments);
    tell_about(selection, common, arguments);
    if (arguments.list) {
        return list_scenarios(selection, arguments.json);
    }
    const CheckResults results =
        check_all(selection, {arguments.jobs, arguments.fail_fast, common.quiet});
    if (!arguments.json.empty()) {
        write_text(arguments.json, json_text(check_json(results, arguments.durations)));
    }
    if (arguments.json != "-") {
        const TextStyle style{use_colour(common.colour, STDOUT_FILENO),
                              arguments.durations || isatty(STDOUT_FILENO) == 1};
        write_out(check_text(results, style));
    }
    return worst(code_of(results), interrupt_code());
}

}  // namespace tools
