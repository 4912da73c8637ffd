// h2sim: the command. What can go wrong beyond a command's own verdicts ends here, with a message
// and an exit code of tools/system/exit_code.hpp.

#include <exception>
#include <string>
#include <variant>

#include <fmt/format.h>

#include "tools/cli/arguments.hpp"
#include "tools/commands/commands.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/internal_error.hpp"
#include "tools/system/interrupt.hpp"
#include "tools/terminal/screen.hpp"

namespace {

using tools::ExitCode;

ExitCode run(int argc, const char* const* argv) {
    const tools::Arguments arguments = tools::parse_arguments(argc, argv);
    return std::visit(
        [&](const auto& command) { return tools::run_command(arguments.common, command); },
        arguments.command);
}

// Every message ends in a line feed, whether its author wrote one or not. An empty one is silence.
ExitCode tell(std::string message, ExitCode code) {
    if (!message.empty() && !message.ends_with('\n')) {
        message += '\n';
    }
    tools::write_err(message);
    return code;
}

}  // namespace

int main(int argc, char** argv) {
    tools::prepare_standard_descriptors();
    tools::catch_interrupts();
    tools::report_internal_errors(tools::Screen::leave_any);
    ExitCode code = ExitCode::internal;
    try {
        code = run(argc, argv);
    } catch (const tools::Failure& failure) {
        code = tools::worst(tell(failure.what(), failure.code()), tools::interrupt_code());
    } catch (...) {
        code = tell(fmt::format("h2sim: {}", tools::current_internal_error()), ExitCode::internal);
    }
    return static_cast<int>(code);
}
