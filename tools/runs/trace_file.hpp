#pragma once
// Traces as the commands that take one read them.

#include <string>

#include "sim/trace/trace.hpp"

namespace tools {

// "-" is standard input. Throws Failure (exit code 2) where there is no valid trace. Keys of a
// newer h2sim that are ignored are told on standard error, unless quiet.
sim::Trace load_trace(const std::string& named, bool quiet = false);

}  // namespace tools
