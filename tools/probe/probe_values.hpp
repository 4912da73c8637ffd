#pragma once
// The parts of a case in JSON (probe_form.hpp, checked) → values.

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "tools/probe/probe_case.hpp"

namespace tools {

// A text that is one hole: "{frame}".
bool is_hole(const nlohmann::json& value);
// Puts `values` where their names stand in braces: a whole text becomes the value, a part of one
// its text. Other names in braces stay as they are.
nlohmann::json fill_holes(const nlohmann::json& value, const nlohmann::json& values);

// Steps that say nothing, or two things at once.
std::vector<std::string> wrong_steps(const nlohmann::json& entry);

ProbeCase case_of(const nlohmann::json& entry);

// The HEADERS of a request in JSON, with {scheme}, {authority} and {path:KIND} to be filled in.
nlohmann::json request_frame(std::uint32_t stream, const std::string& method,
                             const std::string& kind, bool open, const nlohmann::json& more);

}  // namespace tools
