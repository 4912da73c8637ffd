#pragma once
// Arguments of the commands for those who write scenarios: new, net, explain.

#include "tools/cli/arguments.hpp"

namespace CLI {
class App;
}

namespace tools {

void add_new(CLI::App& command, NewArguments& arguments);
void add_net(CLI::App& command, NetArguments& arguments);
void add_explain(CLI::App& command, ExplainArguments& arguments);

}  // namespace tools
