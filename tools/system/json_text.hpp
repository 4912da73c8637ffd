#pragma once
// The text of JSON files that are written.

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace tools {

// The text of an output file: indented, ending in a line feed. Octets that are not UTF-8 (in paths)
// are replaced.
std::string json_text(const nlohmann::json& json);

}  // namespace tools
