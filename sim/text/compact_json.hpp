#pragma once
// JSON as a person would write it: what fits into a line is one, the rest is broken between its
// members.

#include <string>

#include <nlohmann/json.hpp>

namespace sim {

// Ends in a line feed. Lines are of at most 98 octets where the texts in them allow it.
std::string compact_json(const nlohmann::ordered_json& value);

}  // namespace sim
