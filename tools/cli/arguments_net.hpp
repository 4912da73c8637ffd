#pragma once
// The options of serve, get, race and probe, for arguments.cpp.

#include "tools/cli/net_arguments.hpp"

namespace CLI {
class App;
}

namespace tools {

void add_serve(CLI::App& command, ServeArguments& serve);
void add_get(CLI::App& command, GetArguments& get);
void add_race(CLI::App& command, RaceArguments& race);
void add_probe(CLI::App& command, ProbeArguments& probe);

}  // namespace tools
