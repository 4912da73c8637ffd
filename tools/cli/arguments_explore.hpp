#pragma once
// The options of `explore`, as tools/cli/arguments.cpp adds them.

#include "tools/cli/arguments.hpp"

namespace CLI {
class App;
}

namespace tools {

void add_explore(CLI::App& command, ExploreArguments& explore);

}  // namespace tools
