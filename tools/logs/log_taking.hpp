#pragma once
// What the groups of a pattern have taken → values of a frame.

#include "tools/logs/log_format.hpp"
#include "tools/logs/log_frame.hpp"

namespace tools {

// Sets of the frame, of a type that is known, what the match says; settings are added.
void take_log_values(LogFrame& frame, const LogMatch& match);

}  // namespace tools
