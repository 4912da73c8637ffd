// Walks along the trace, looks for the point of no return if that is asked and the walk has come to
// the end, then prints a form of it or opens the stepper. That a trace does not replay is told with
// --quiet too.

#include <fmt/format.h>

#include "sim/world/model.hpp"
#include "tools/commands/commands.hpp"
#include "tools/commands/replay_steps.hpp"
#include "tools/reports/replay_report.hpp"
#include "tools/reports/report_text.hpp"
#include "tools/runs/scenario_files.hpp"
#include "tools/runs/trace_file.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/failure.hpp"
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

ExitCode code_of_walk(const Walk& walked) {
    if (!walked.replays()) {
        return ExitCode::diverged;
    }
    const bool unknown = walked.no_return && walked.no_return->kind == sim::NoReturn::Kind::unknown;
    return worst(unknown ? ExitCode::incomplete : ExitCode::ok, interrupt_code());
}

// Where the trace and the world part, to be looked at; and the way on in a changed design.
std::string commands_from_there(const ReplayArguments& arguments, TextStyle style) {
    if (arguments.trace == "-") {
        return {};
    }
    std::string again = "h2sim replay " + path_word(arguments.trace);
    for (const std::string& change : arguments.overrides) {
        again += " --set " + shell_word(change);
    }
    if (arguments.overrides.empty()) {
        return "\nTo see it up to there:\n" + command_text(again + " --step", style);
    }
    const bool kept = !arguments.trace_out.empty() && arguments.trace_out != "-";
    const std::string file = kept ? arguments.trace_out : "as-far.trace.json";
    return "\nEvery order from there:\n" +
           (kept ? "" : command_text(again + " --trace-out " + file, style)) +
           command_text("h2sim explore --from " + path_word(file), style);
}

// The scenario of the trace with the changes; throws Failure (exit code 2) where that is none.
sim::ParsedScenario changed(const CommonArguments& common, const ReplayArguments& arguments,
                            const sim::Trace& trace) {
    auto parsed = ScenarioFiles{common.scenarios}.parse(trace.document.dump(2), arguments.trace,
                                                        arguments.overrides);
    if (!parsed) {
        throw Failure{ExitCode::invalid, sim::to_text(parsed.error())};
    }
    return std::move(*parsed);
}

ExitCode show_walk(const CommonArguments& common, const ReplayArguments& arguments,
                   const sim::Model& model, Walk& walked) {
    find_point_of_no_return(model, arguments, walked);
    if (arguments.step) {
        const bool interrupted = step_through(common, model, walked);
        // For whoever reads what is left on the terminal.
        write_err(common.quiet ? "" : digests(walked));
        write_err(walked.replays() ? "" : ending(walked));
        return interrupted ? interrupt_code() : code_of_walk(walked);
    }
    const bool to_file = arguments.out != "-";
    if (to_file || !common.quiet || arguments.format != Format::text) {
        const TextStyle style = to_file ? TextStyle{} : output_style(common.colour);
        const bool told = arguments.format == Format::text && !walked.replays();
        write_text(arguments.out, replay_report(walked, arguments.format, style) +
                                      (told ? commands_from_there(arguments, style) : ""));
    }
    if (!common.quiet && (to_file || arguments.format != Format::text)) {
        write_err(digests(walked));
    }
    if (!walked.replays() && (to_file || (common.quiet && arguments.format == Format::text))) {
        write_err(ending(walked));
    }
    return code_of_walk(walked);
}

ExitCode replay_changed(const CommonArguments& common, const ReplayArguments& arguments,
                        const sim::Trace& trace) {
    const sim::ParsedScenario parsed = changed(common, arguments, trace);
    const sim::Model model{parsed.scenario};
    const sim::Refit refit = sim::refit(model, parsed.document, trace);
    Walk walked = walk(model, refit.trace, arguments.until);
    walked.refit = &refit;
    if (!arguments.trace_out.empty()) {
        write_text(arguments.trace_out, sim::to_json_text(refit.trace));
    }
    return show_walk(common, arguments, model, walked);
}

}  // namespace

ExitCode run_command(const CommonArguments& common, const ReplayArguments& arguments) {
    if (arguments.out == "-" && arguments.trace_out == "-") {
        throw Failure{ExitCode::invalid,
                      "h2sim: error: --out - and --trace-out - both want standard output"};
    }
    require_folder_of(arguments.out);
    require_folder_of(arguments.trace_out);
    if (arguments.step) {
        require_screen(arguments.trace);
    }
    const sim::Trace trace = load_trace(arguments.trace, common.quiet);
    if (!arguments.overrides.empty()) {
        return replay_changed(common, arguments, trace);
    }
    const sim::Model model{trace.scenario};
    Walk walked = walk(model, trace, arguments.until);
    return show_walk(common, arguments, model, walked);
}

}  // namespace tools
