#pragma once
// What `h2sim check` has found about each scenario.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tools/runs/check_status.hpp"
#include "tools/runs/run.hpp"
#include "tools/runs/selection.hpp"
#include "tools/runs/shard.hpp"
#include "tools/system/exit_code.hpp"

namespace tools {

// An unexpected verdict as files; see tools/reports/evidence.hpp.
struct Evidence {
    std::string property;
    std::string trace;    // JSON
    std::string picture;  // SVG
    std::string file;     // of the trace; empty if it is not written
};

struct CheckResult {
    const SelectedScenario* scenario = nullptr;
    CheckStatus status = CheckStatus::skipped;
    std::optional<Run> run;               // of those that were explored
    std::string crash;                    // "internal error: …"
    std::string reason;                   // of an expected failure
    std::vector<std::string> complaints;  // beside those of the run
    std::vector<std::string> notes;       // for standard error
    std::vector<Evidence> evidence;       // if somebody asked for it

    // What an empty result for the same scenario looks like.
    [[nodiscard]] static CheckResult skipped(const SelectedScenario* scenario) {
        CheckResult result;
        result.scenario = scenario;
        return result;
    }
    [[nodiscard]] static CheckResult crashed(const SelectedScenario* scenario, std::string crash) {
        CheckResult result = skipped(scenario);
        result.status = CheckStatus::crashed;
        result.crash = std::move(crash);
        return result;
    }
};

using CheckResults = std::vector<CheckResult>;

// How the results came about, as the JSON form tells.
struct CheckContext {
    bool durations = false;             // with "seconds"
    std::string scenarios;              // --scenarios, for the commands that show something again
    std::optional<Shard> shard;         // that was checked
    std::size_t selected = 0;           // scenarios in all shards together
    std::string selection;              // selection_digest()
    ExitCode exit_code = ExitCode::ok;  // so far: an interrupt
};

}  // namespace tools
