// Walks along the trace, looks for the point of no return if that is asked and the walk has come to
// the end, then prints a form of it or opens the stepper. That a trace does not replay is told with
// --quiet too.

#include <fmt/format.h>

#include "sim/world/model.hpp"
#include "tools/commands/commands.hpp"
#include "tools/commands/replay_steps.hpp"
#include "tools/reports/replay_report.hpp"
#include "tools/runs/trace_file.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/files.hpp"
#include "tools/system/interrupt.hpp"
#include "tools/system/wording.hpp"
#include "tools/terminal/terminal.hpp"

namespace tools {
namespace {

using Format = ReplayArguments::Format;

void find_point_of_no_return(const sim::Model& model, const ReplayArguments& arguments,
                             Walk& walked) {
    if (!arguments.no_return || !walked.ended()) {
        return;
    }
    sim::SearchLimits bounds;
    bounds.max_states = arguments.max_states.value_or(bounds.max_states);
    bounds.should_stop = [] { return interrupted_by() != 0; };
    walked.no_return = sim::point_of_no_return(model, walked.trace, bounds);
}

ExitCode code_of(const Walk& walked) {
    if (!walked.replays()) {
        return ExitCode::diverged;
    }
    const bool unknown = walked.no_return && walked.no_return->kind == sim::NoReturn::Kind::unknown;
    return worst(unknown ? ExitCode::incomplete : ExitCode::ok, interrupt_code());
}

// Where the trace and the world part, to be looked at.
std::string command_for(const ReplayArguments& arguments) {
    return arguments.trace == "-"
               ? std::string{}
               : fmt::format("\nTo see it up to there:\n  h2sim replay {} --step\n",
                             path_word(arguments.trace));
}

}  // namespace

ExitCode run_command(const CommonArguments& common, const ReplayArguments& arguments) {
    require_folder_of(arguments.out);
    if (arguments.step) {
        require_screen(arguments.trace);
    }
    const sim::Trace trace = load_trace(arguments.trace, common.quiet);
    const sim::Model model{trace.scenario};
    Walk walked = walk(model, trace, arguments.until);
    find_point_of_no_return(model, arguments, walked);
    if (arguments.step) {
        const bool interrupted = step_through(common, model, walked);
        // For whoever reads what is left on the terminal.
        write_err(common.quiet ? "" : digests(walked));
        write_err(walked.replays() ? "" : ending(walked));
        return interrupted ? interrupt_code() : code_of(walked);
    }
    const bool to_file = arguments.out != "-";
    if (to_file || !common.quiet || arguments.format != Format::text) {
        const TextStyle style = to_file ? TextStyle{} : output_style(common.colour);
        const bool told = arguments.format == Format::text && !walked.replays();
        write_text(arguments.out, replay_report(walked, arguments.format, style) +
                                      (told ? command_for(arguments) : ""));
    }
    if (!common.quiet && (to_file || arguments.format != Format::text)) {
        write_err(digests(walked));
    }
    if (!walked.replays() && (to_file || (common.quiet && arguments.format == Format::text))) {
        write_err(ending(walked));
    }
    return code_of(walked);
}

}  // namespace tools
