// The trace must claim something and must replay, or there is nothing to search for. With -o - the
// trace has standard output, and the report goes to standard error.

#include <chrono>

#include <fmt/format.h>

#include "sim/text/printable.hpp"
#include "sim/trace/trace_search.hpp"
#include "sim/world/model.hpp"
#include "tools/commands/commands.hpp"
#include "tools/reports/replay_report.hpp"
#include "tools/reports/report_text.hpp"
#include "tools/runs/trace_file.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/files.hpp"
#include "tools/system/interrupt.hpp"
#include "tools/system/wording.hpp"
#include "tools/tables/prose.hpp"
#include "tools/terminal/terminal.hpp"

namespace tools {
namespace {

using Clock = std::chrono::steady_clock;

void require_claim(const std::string& file, const sim::Trace& trace) {
    if (trace.verdict == sim::PropertyVerdict::unknown) {
        throw Failure{ExitCode::invalid,
                      fmt::format("h2sim: error: {}: the trace claims nothing, so there is nothing "
                                  "that a shorter one would have to show",
                                  sim::printable(file, 400))};
    }
}

void require_replay(const sim::Model& model, const sim::Trace& trace) {
    const Walk walked = walk(model, trace, 0);
    if (!walked.replays()) {
        throw Failure{ExitCode::diverged, ending(walked)};
    }
}

std::string change(std::string_view what, std::size_t before, std::size_t after) {
    return before == after ? fmt::format("  {}: {}, as before\n", what, after)
                           : fmt::format("  {}: {} instead of {}\n", what, after, before);
}

std::string report(const sim::Model& model, const sim::Trace& trace,
                   const sim::MinimizedTrace& minimized, TextStyle style) {
    const sim::TraceShape before = sim::shape_of(model, trace);
    const sim::TraceShape after = sim::shape_of(model, minimized.trace);
    std::string text =
        fmt::format("{}: {} {}\n", trace.scenario.id, trace.property, name(trace.verdict));
    text += change("steps", before.steps, after.steps);
    text += change("context switches", before.switches, after.switches);
    text += change("actors", before.actors, after.actors);
    text += minimized.proven
                ? fmt::format(
                      "  proven: no trace of {} has fewer steps, and none as short has "
                      "fewer switches\n",
                      trace.property)
                : fmt::format("  not proven shortest: a bound was hit after {}\n",
                              counted(minimized.states, "state"));
    return folded(text, style.width);
}

// What shows the result again: the file that was written, or how to write one.
std::string commands_for(const CommonArguments& common, const MinimizeArguments& arguments,
                         TextStyle style) {
    if (common.quiet || (arguments.out.empty() && arguments.trace == "-")) {
        return {};
    }
    const bool written = !arguments.out.empty();
    const std::string file = written ? arguments.out : "short.trace.json";
    std::string text = "\nTo see it again:\n";
    if (!written) {
        std::string command = "h2sim minimize " + path_word(arguments.trace);
        if (arguments.max_states) {
            command += fmt::format(" --max-states {}", *arguments.max_states);
        }
        if (arguments.max_seconds) {
            command += fmt::format(" --max-time {}", *arguments.max_seconds);
        }
        text += command_text(command + " -o " + file, style);
    }
    return text + command_text("h2sim replay " + path_word(file), style);
}

}  // namespace

ExitCode run_command(const CommonArguments& common, const MinimizeArguments& arguments) {
    require_folder_of(arguments.out);
    const sim::Trace trace = load_trace(arguments.trace, common.quiet);
    require_claim(arguments.trace, trace);
    const sim::Model model{trace.scenario};
    require_replay(model, trace);
    sim::SearchLimits bounds;
    bounds.max_states = arguments.max_states.value_or(bounds.max_states);
    const auto begin = Clock::now();
    bounds.should_stop = [&] {
        const std::chrono::duration<double> elapsed = Clock::now() - begin;
        return interrupted_by() != 0 ||
               (arguments.max_seconds && elapsed.count() >= *arguments.max_seconds);
    };
    const sim::MinimizedTrace minimized = sim::minimize(model, trace, bounds);
    const TextStyle style = output_style(common.colour);
    std::string text = report(model, trace, minimized, style);
    if (!arguments.out.empty()) {
        write_text(arguments.out, sim::to_json_text(minimized.trace));
    }
    if (arguments.out == "-") {
        write_err(common.quiet ? "" : text);
    } else {
        if (arguments.out.empty() && !common.quiet) {
            text += "\n" + trace_text(model, minimized.trace, style);
        }
        write_out(text + commands_for(common, arguments, style));
    }
    return worst(minimized.proven ? ExitCode::ok : ExitCode::incomplete, interrupt_code());
}

}  // namespace tools
