// Writes the trace first, then JSON, then the text. Why there is no trace, where one was asked for,
// is told on standard error. An interrupt decides the exit code before the status does.

#include "tools/reports/explore_output.hpp"

#include <fmt/format.h>

#include "sim/text/printable.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/files.hpp"
#include "tools/system/interrupt.hpp"
#include "tools/system/json_text.hpp"
#include "tools/terminal/terminal.hpp"

namespace tools {

void write_output(const ExploreQuestion& question, const ExploreOutput& output) {
    const ExploreArguments& arguments = question.arguments;
    if (!arguments.trace_out.empty()) {
        if (output.shown) {
            write_text(arguments.trace_out, sim::to_json_text(*output.shown));
        } else {
            write_err(fmt::format("h2sim: no trace written to {}: {}\n",
                                  sim::printable(arguments.trace_out, 400), output.why_none));
        }
    }
    if (!arguments.json.empty()) {
        write_text(arguments.json, json_text(output.json()));
    }
    if (arguments.json != "-" && arguments.trace_out != "-") {
        TextStyle style = output_style(question.common.colour);
        style.timing = arguments.durations;
        write_out(output.text(style));
    }
}

ExitCode code_of(sim::RunStatus status, bool interrupted) {
    if (interrupted) {
        return interrupt_code();
    }
    switch (status) {
        case sim::RunStatus::as_expected: return ExitCode::ok;
        case sim::RunStatus::incomplete: return ExitCode::incomplete;
        case sim::RunStatus::unexpected: return ExitCode::failed;
    }
    return ExitCode::internal;
}

}  // namespace tools
