#pragma once
// What every command can be told.

#include <string>

#include "tools/terminal/terminal.hpp"

namespace tools {

struct CommonArguments {  // of every command
    Colour colour = Colour::automatic;
    bool quiet = false;
    std::string scenarios;  // folder; empty: see tools/runs/scenario_files.hpp
};

}  // namespace tools
