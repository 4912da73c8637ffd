#pragma once
// What may come next on a command line, as the parser knows it.

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "tools/cli/complete_arguments.hpp"

namespace tools {

// `words`: those after "h2sim", the last one being typed and perhaps empty. bash has torn words at
// '=', which are put together again.
CompleteArguments wanted_at(const CLI::App& app, std::vector<std::string> words);

}  // namespace tools
