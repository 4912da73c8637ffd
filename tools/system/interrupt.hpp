#pragma once
// Ctrl-C and SIGTERM: the first one asks the command to stop and write what it has, the second one
// ends the process at once.

#include "tools/system/exit_code.hpp"

namespace tools {

// Signals that were ignored when the program began stay ignored.
void catch_interrupts();

// SIGINT or SIGTERM once one of them has come; 0 before. Any thread may ask.
int interrupted_by();

// The exit code for it; `ok` if there was none.
ExitCode interrupt_code();

}  // namespace tools
