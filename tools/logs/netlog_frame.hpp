#pragma once
// Events of a NetLog, parsed, as frames. Parameters are those of net/spdy in Chromium; versions of
// them have had other names.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "tools/logs/log_frame.hpp"

namespace tools {

// A member that is 3, "3" or "3 (SETTINGS_MAX_CONCURRENT_STREAMS)".
std::optional<std::uint32_t> netlog_number(const nlohmann::json& object, const char* key);
// A member that is a text; else empty.
std::string netlog_text(const nlohmann::json& object, const char* key);

// What "HTTP2_SESSION_SEND_HEADERS" and such tell; empty: no frame. Settings that were received
// are events of their own. `params` is an object.
std::optional<LogFrame> netlog_frame(std::string_view name, const nlohmann::json& params);

}  // namespace tools
