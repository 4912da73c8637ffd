#pragma once
// What `explore --strategy random|pct|pos` says: what was found and how often, what that allows to
// say about the rest, and never that anything holds.

#include <string>

#include <nlohmann/json.hpp>

#include "tools/reports/explore_report.hpp"
#include "tools/runs/run_random.hpp"

namespace tools {

// `shown` (null: none) is the finding whose trace is shown.
std::string text_report(const ExploreQuestion& question, const RandomRun& run,
                        const sim::RandomFinding* shown, TextStyle style);

// "h2sim-random/1". Probabilities have six digits.
nlohmann::json json_report(const ExploreQuestion& question, const RandomRun& run);

// Progress of one search, in one line.
std::string progress_text(const sim::RandomProgress& progress, std::uint64_t runs, double seconds);

}  // namespace tools
