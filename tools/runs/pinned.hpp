#pragma once
// `check --update-pinned`: scenario files get the counts that were found.

#include <cstdint>
#include <string>
#include <string_view>

#include "tools/runs/check_results.hpp"

namespace tools {

// The text with the number at /pinned/KEY replaced, everything else as it was; unchanged where
// there is no such number.
std::string with_pinned(const std::string& text, std::string_view key, std::uint64_t value);

// Rewrites the file of a scenario that differs only in pinned counts and was explored to its end;
// it has then passed, and `notes` says what changed. What cannot be written becomes a complaint.
void update_pinned(CheckResult& result);

}  // namespace tools
