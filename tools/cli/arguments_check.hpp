#pragma once
// The options of `check` and `merge`, as tools/cli/arguments.cpp adds them.

#include "tools/cli/arguments.hpp"

namespace CLI {
class App;
}

namespace tools {

void add_check(CLI::App& command, CheckArguments& check);
void add_merge(CLI::App& command, MergeArguments& merge);

}  // namespace tools
