#pragma once
// The options of the commands that take a trace, as tools/cli/arguments.cpp adds them.

#include "tools/cli/arguments.hpp"

namespace CLI {
class App;
}

namespace tools {

void add_replay(CLI::App& command, ReplayArguments& replay);
void add_minimize(CLI::App& command, MinimizeArguments& minimize);
void add_diff(CLI::App& command, DiffArguments& diff);

}  // namespace tools
