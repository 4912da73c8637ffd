#pragma once
// What `h2sim check` has found about each scenario, and the reports made of it.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "tools/exit_code.hpp"
#include "tools/report_text.hpp"
#include "tools/run.hpp"
#include "tools/selection.hpp"

namespace tools {

enum class CheckStatus : std::uint8_t {
    passed,
    failed,
    incomplete,  // a bound was hit before an answer; counts as failed
    invalid,     // the file is no scenario; counts as failed
    crashed,     // the program failed; counts as failed
    skipped,     // interrupted, or after the first failure with --fail-fast
};

struct CheckResult {
    const SelectedScenario* scenario = nullptr;
    CheckStatus status = CheckStatus::skipped;
    std::optional<Run> run;  // of those that were explored
    std::string crash;       // what the exception said
};

using CheckResults = std::vector<CheckResult>;

struct CheckCounts {
    std::size_t passed = 0;
    std::size_t failed = 0;
    std::size_t skipped = 0;
};

std::string_view name(CheckStatus status);
CheckCounts count(const CheckResults& results);
ExitCode code_of(const CheckResults& results);

// The table, then what is wrong with each failure and how to see it, then the counts.
std::string check_text(const CheckResults& results, TextStyle style);

// "h2sim-check/1": the counts and one object for each scenario.
nlohmann::json check_json(const CheckResults& results, bool durations);

}  // namespace tools
