#pragma once
// A NetLog of Chromium (chrome://net-export): JSON, one event a line, cut off where the browser
// ended. What was read of DATA is told in pieces, not in frames.

#include <string>
#include <string_view>

#include "tools/logs/read_log.hpp"

namespace tools {

bool is_netlog(std::string_view text);

h2::Result<LogSummary, sim::InputError> read_netlog(std::string_view text, const std::string& file,
                                                    Recording& recording);

}  // namespace tools
