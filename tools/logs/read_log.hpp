#pragma once
// The log of one end of connections → Recording::logs.
//
// A log tells in which order its owner read frames and was about to write them (Vantage::first:
// the owner is End::first). What it leaves out of a frame is not known (`values_known`).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "h2core/result.hpp"
#include "tools/capture/recording.hpp"
#include "tools/logs/log_format.hpp"

namespace tools {

struct LogSummary {
    std::string format;  // "go"
    std::string title;   // "Go with GODEBUG=http2debug=2"
    std::uint64_t lines = 0;
    std::uint64_t frames = 0;  // CONTINUATIONs not counted
    std::size_t connections = 0;
    // For people: lines that were passed over and why, lines of other formats.
    std::vector<std::string> notes;
};

// Whether a file is to be read as a log, if only to be told what is wrong with it: lines of some
// format, or such as logs of it have where frames are not logged, or a NetLog.
bool is_log(std::string_view text, const LogFormats& formats);

// Errors: no format has such lines, two have as many, frames are not logged, the encoding, newest
// line first. `only`: the name of the format that is meant; empty: the one that fits.
h2::Result<LogSummary, sim::InputError> read_log(std::string_view text, const std::string& file,
                                                 const LogFormats& formats, Recording& recording,
                                                 std::string_view only = {});

}  // namespace tools
