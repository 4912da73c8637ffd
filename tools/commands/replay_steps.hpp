#pragma once
// replay --step: the stepper on the terminal of standard input and output.

#include "sim/world/model.hpp"
#include "tools/reports/replay_report.hpp"
#include "tools/runs/common_arguments.hpp"

namespace tools {

// Throws Failure (exit code 2) where standard input and output are no screen, or where the trace
// would come from standard input, with what to use instead.
void require_screen(const std::string& trace);

// Until the person quits or the terminal is gone. True if a signal ended it.
bool step_through(const CommonArguments& common, const sim::Model& model, const Walk& walked);

}  // namespace tools
