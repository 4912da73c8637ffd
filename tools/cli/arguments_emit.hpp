#pragma once
// The options of emit, as tools/cli/arguments.cpp adds them.

#include "tools/cli/arguments.hpp"

namespace CLI {
class App;
}

namespace tools {

void add_emit(CLI::App& command, EmitArguments& emit);

}  // namespace tools
