#pragma once
// How one scenario of `h2sim check` came out, and what that does to the exit code.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "tools/system/exit_code.hpp"

namespace tools {

enum class CheckStatus : std::uint8_t {
    passed,
    failed,
    incomplete,  // a bound was hit before an answer; counts as failed
    invalid,     // the file is no scenario; counts as failed
    crashed,     // the program failed; counts as failed
    skipped,     // interrupted, or after the first failure with --fail-fast
    xfailed,     // failed as --expectations says it does; counts as passed
    xpassed,     // passed against --expectations; counts as failed
};

std::string_view name(CheckStatus status);
std::optional<CheckStatus> status_named(std::string_view name);
std::vector<std::string_view> status_names();
bool counts_as_failed(CheckStatus status);
ExitCode code_of(CheckStatus status);

}  // namespace tools
