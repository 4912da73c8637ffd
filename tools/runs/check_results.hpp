#pragma once
// What `h2sim check` has found about each scenario, and its JSON form.

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "tools/reports/check_report.hpp"
#include "tools/runs/run.hpp"
#include "tools/runs/selection.hpp"
#include "tools/runs/shard.hpp"
#include "tools/system/exit_code.hpp"

namespace tools {

struct CheckResult {
    const SelectedScenario* scenario = nullptr;
    CheckStatus status = CheckStatus::skipped;
    std::optional<Run> run;               // of those that were explored
    std::string crash;                    // what the exception said
    std::string reason;                   // of an expected failure
    std::vector<std::string> complaints;  // beside those of the run
    std::vector<std::string> notes;       // for standard error

    // What an empty result for the same scenario looks like.
    [[nodiscard]] static CheckResult skipped(const SelectedScenario* scenario) {
        CheckResult result;
        result.scenario = scenario;
        return result;
    }
};

using CheckResults = std::vector<CheckResult>;

// How the results came about, as the JSON form tells.
struct CheckContext {
    bool durations = false;      // with "seconds"
    std::string scenarios;       // --scenarios, for the commands that show something again
    std::optional<Shard> shard;  // that was checked
    std::size_t selected = 0;    // scenarios in all shards together
    std::string selection;       // selection_digest()
    ExitCode exit_code = ExitCode::ok;
};

// The worst of its scenarios'; `nothing_selected` if `selected` is 0.
ExitCode code_of(const CheckResults& results, std::size_t selected);

// "h2sim-check/1": how the run came about, the counts and one object for each scenario.
nlohmann::json check_json(const CheckResults& results, const CheckContext& context);

}  // namespace tools
