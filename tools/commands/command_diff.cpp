// Reads two traces, one of them perhaps from standard input, and tells how they differ, with the
// exit codes of diff(1). A trace that does not replay here is compared all the same.

#include <fmt/format.h>

#include "tools/commands/commands.hpp"
#include "tools/reports/diff_report.hpp"
#include "tools/reports/report_text.hpp"
#include "tools/runs/scenario_files.hpp"
#include "tools/runs/trace_file.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/files.hpp"
#include "tools/system/interrupt.hpp"
#include "tools/system/json_text.hpp"
#include "tools/system/wording.hpp"
#include "tools/terminal/terminal.hpp"

namespace tools {
namespace {

// Takes the first trace in the design of the second, if one may write it so.
std::string refit_command(const CommonArguments& common, const TraceDiff& diff, TextStyle style) {
    if (diff.written.same_world() || diff.first.file == "-") {
        return {};
    }
    std::string command = "h2sim replay " + path_word(diff.first.file);
    std::vector<std::string> changes;
    for (const sim::KeyDifference& each : diff.written.scenario) {
        if (each.of_world) {
            const bool is_text = each.second.is_string();
            changes.push_back(fmt::format(
                "{}={}", each.key, is_text ? each.second.get<std::string>() : each.second.dump()));
            command += " --set " + shell_word(changes.back());
        }
    }
    const bool valid = ScenarioFiles{common.scenarios}
                           .parse(diff.first.trace.document.dump(2), diff.first.file, changes)
                           .has_value();
    return valid ? "\nThe steps of the first in the design of the second:\n" +
                       command_text(command, style)
                 : std::string{};
}

}  // namespace

ExitCode run_command(const CommonArguments& common, const DiffArguments& arguments) {
    if (arguments.first == "-" && arguments.second == "-") {
        throw Failure{ExitCode::invalid,
                      "h2sim: error: both traces cannot come from standard input"};
    }
    require_folder_of(arguments.out);
    DiffSide first{arguments.first, load_trace(arguments.first, common.quiet), {}};
    DiffSide second{arguments.second, load_trace(arguments.second, common.quiet), {}};
    const TraceDiff diff = diff_of(std::move(first), std::move(second));
    const bool to_file = arguments.out != "-";
    if (arguments.json) {
        write_text(arguments.out, json_text(diff_json(diff)));
    } else if (to_file || !common.quiet) {
        const TextStyle style = to_file ? TextStyle{} : output_style(common.colour);
        write_text(arguments.out,
                   diff_text(diff, arguments.full, style) + refit_command(common, diff, style));
    }
    return worst(diff.written.none() ? ExitCode::ok : ExitCode::failed, interrupt_code());
}

}  // namespace tools
