#pragma once
// Which format a log has: the one whose frames it has most of.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "h2core/result.hpp"
#include "tools/logs/log_format.hpp"

namespace tools {

struct RecognisedLog {
    const LogFormat* format = nullptr;
    std::vector<const LogFormat*> others;  // that have some lines
};

// Whether there are lines of some format, or such as logs of it have where frames are not logged.
bool has_log_lines(std::string_view text, const LogFormats& formats);

// Errors as of read_log().
h2::Result<RecognisedLog, sim::InputError> recognise_log(std::string_view text,
                                                         const std::string& file,
                                                         const LogFormats& formats,
                                                         std::string_view only);

}  // namespace tools
