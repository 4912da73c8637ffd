#pragma once
// Names of numbers in frames, both ways: types, flags, settings, error codes. What has no name is
// written as a number: "0xfa" for types and flags, 240 for settings and error codes.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "h2core/error_code.hpp"
#include "h2core/settings.hpp"
#include "h2core/wire/frame_header.hpp"

namespace tools {

std::vector<std::string_view> frame_type_names();
std::vector<std::string_view> flag_names(std::uint8_t type);  // those the type defines
std::vector<std::string_view> setting_names();
std::vector<std::string_view> error_code_names();

// "SETTINGS" or "0xfa".
std::string json_name_of_type(std::uint8_t type);
std::optional<std::uint8_t> frame_type_of(std::string_view name);

// ["END_STREAM", "0x40"].
nlohmann::json json_of_flags(std::uint8_t type, std::uint8_t flags);
std::optional<std::uint8_t> flag_of(std::uint8_t type, std::string_view name);

// A name, or a number.
nlohmann::json json_of(h2::SettingId id);
nlohmann::json json_of(h2::ErrorCode code);
std::optional<h2::SettingId> setting_of(std::string_view name);
std::optional<h2::ErrorCode> error_code_of(std::string_view name);

}  // namespace tools
