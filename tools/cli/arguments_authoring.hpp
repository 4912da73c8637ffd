#pragma once
// Arguments of the commands for those who write scenarios: new, explain.

#include "tools/cli/arguments.hpp"

namespace CLI {
class App;
}

namespace tools {

void add_new(CLI::App& command, NewArguments& arguments);
void add_explain(CLI::App& command, ExplainArguments& arguments);

}  // namespace tools
