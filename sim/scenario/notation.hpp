#pragma once
// The one line-oriented notation for frames, used alike in scripts, traces and messages:
//
//   HEADERS 1 END_STREAM · DATA 3 len=4096 END_STREAM · RST_STREAM 1 CANCEL · SETTINGS ACK ·
//   SETTINGS MAX_CONCURRENT_STREAMS=1 · PING · PING ACK · GOAWAY last=3 NO_ERROR ·
//   WINDOW_UPDATE 0 +100 · PRIORITY 1

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "h2core/frame.hpp"
#include "h2core/result.hpp"

namespace sim {

std::string to_text(const h2::Frame& frame);

// A frame as a script writes it. Header lists and settings are values here; the model interns
// them.
struct ScriptLine {
    enum class Kind : std::uint8_t { send, await };
    Kind kind = Kind::send;
    h2::Frame frame;                    // await: see matches()
    std::vector<h2::Setting> settings;  // of a SETTINGS to send
};

// "HEADERS 1 END_STREAM" or "await RST_STREAM 1". The error says what was expected.
h2::Result<ScriptLine, std::string> parse_script_line(std::string_view text);

// Whether a received frame is the one an await line asks for: of the same type, on the same stream,
// of SETTINGS and PING an acknowledgment or none like it, and with END_STREAM if the line has it.
// Nothing else is compared, so nothing else may stand there: no lengths, codes, increments, values.
bool matches(const ScriptLine& await, const h2::Frame& frame);

}  // namespace sim
