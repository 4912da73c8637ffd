#pragma once
// Explores many scenarios, some of them at the same time. What is reported does not depend on how
// many: results come in the order of the selection, and with `fail_fast` everything after the first
// failure in that order counts as skipped, explored or not.

#include <functional>

#include "tools/runs/check_results.hpp"
#include "tools/runs/selection.hpp"

namespace tools {

struct CheckSettings {
    unsigned jobs = 1;
    bool fail_fast = false;
    bool quiet = false;                       // no progress
    Limits limits;                            // beside each scenario's own
    std::function<void(CheckResult&)> judge;  // has the last word on each result, in any thread
    // What explores one scenario.
    std::function<Run(const sim::ParsedScenario&, const Limits&, const ShowProgress&)> explore =
        [](const sim::ParsedScenario& parsed, const Limits& bounds, const ShowProgress& show) {
            return run(parsed, bounds, show);
        };
};

// `selection` outlives the results. What fails in the program while it looks at one scenario, an
// invariant or memory that is not there, makes that result `crashed` and touches no other.
CheckResults check_all(const Selection& selection, const CheckSettings& settings);

}  // namespace tools
