#pragma once
// The results of all shards put together again, for `h2sim merge`.

#include <vector>

#include <nlohmann/json.hpp>

#include "tools/reports/shard_report.hpp"

namespace tools {

// What an unsharded run would have written. Throws Failure (exit code 2) where shards are missing
// or there twice, or come from different runs: another number of shards, version of h2sim, or set
// of scenarios.
nlohmann::json merge_reports(const std::vector<ShardReport>& shards);

}  // namespace tools
