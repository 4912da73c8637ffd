#pragma once
// The options of `h2sim compare`. Part of tools/cli/arguments.cpp.

#include "tools/cli/arguments.hpp"

namespace CLI {
class App;
}

namespace tools {

void add_compare(CLI::App& command, CompareArguments& compare);

}  // namespace tools
