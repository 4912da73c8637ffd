#pragma once
// What a witness found, as people and as JSON read it.

#include <span>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "h2core/witness/finding.hpp"

namespace tools {

std::string_view name_of(h2::Role role);  // "client", "server"

// {who, rule, level, certainty, stream, text}.
nlohmann::json json_of(const h2::Finding& finding);

// One line: "the client broke 9113/6.9/zero-stream: a WINDOW_UPDATE of a stream adds at least 1";
// of a SHOULD "did not follow"; what is not certain is said so.
std::string finding_text(const h2::Finding& finding);

// RST_STREAM or GOAWAY with an error that the other one has not made.
bool is_accusation(h2::RuleId rule);

// Whether it convicts: a MUST, and nothing that is missing could excuse it.
bool convicts(const h2::Finding& finding);

// Adds to a frame, where there are findings: "verdict", the greatest certainty among them; "rule",
// of the first with that; "findings", an array of json_of().
// Without findings "verdict" is "accept".
void add_findings(nlohmann::json& entry, std::span<const h2::Finding> findings);

}  // namespace tools
