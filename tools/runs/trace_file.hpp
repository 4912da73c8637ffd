#pragma once
// Traces as the commands that take one read them.

#include <string>

#include "sim/trace/trace.hpp"

namespace tools {

// "-" is standard input. Throws Failure (exit code 2) where there is no valid trace. Keys of a
// newer h2sim that are ignored are told on standard error, unless quiet.
sim::Trace load_trace(const std::string& named, bool quiet = false);

// The same in two steps, for who has still to see whether it is one: the text of what is named …
std::string load_trace_text(const std::string& named);
// … and the trace in it.
sim::Trace trace_of(const std::string& text, const std::string& named, bool quiet = false);

}  // namespace tools
