#pragma once
// Values as logs write them: numbers, names with and without numbers, lists. Empty where a text is
// none of these: then the log has not said it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "h2core/error_code.hpp"
#include "h2core/settings.hpp"

namespace tools {

// "12", "0x0c".
std::optional<std::uint64_t> log_number(std::string_view text, std::uint64_t most);
// "1", "true", "yes"; "0", "false", "no".
std::optional<bool> log_flag(std::string_view text);
// "SETTINGS", "GoAway", "4", "UNKNOWN_FRAME_TYPE_250".
std::optional<std::uint8_t> log_type(std::string_view text);
// "5", "0x05", "END_STREAM|END_HEADERS", "END_STREAM, END_HEADERS", "NONE", "".
std::optional<std::uint8_t> log_flags(std::uint8_t type, std::string_view text);
// "CANCEL", "8", "CANCEL(0x08)", "8 (CANCEL)", "unknown error code 0x2a".
std::optional<h2::ErrorCode> log_error_code(std::string_view text);
// {"id":"MAX_FRAME_SIZE","value":1}, "MAX_CONCURRENT_STREAMS=100, 0x8=1",
// "SETTINGS_MAX_FRAME_SIZE(0x05):16384", "enable_push: 0", "UNKNOWN_SETTING_9=1". Empty where one
// of them is unknown.
std::optional<std::vector<h2::Setting>> log_settings(std::string_view text);
// The eight octets of a PING: "\x00\x01…" as Go quotes it, "[1, 2, …]".
std::optional<std::uint64_t> log_quoted_octets(std::string_view text);
std::optional<std::uint64_t> log_listed_octets(std::string_view text);
// ":method: GET, :path: /": what is no "name: value" belongs to the value before.
std::vector<std::pair<std::string, std::string>> log_fields(std::string_view text);
// [[":method","GET"],…], as JSON has texts; empty where it is not that.
std::vector<std::pair<std::string, std::string>> log_listed_fields(std::string_view json);

}  // namespace tools
