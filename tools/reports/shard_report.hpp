#pragma once
// The --json result of one shard of `h2sim check`, as `h2sim merge` reads it.

#include <string>

#include <nlohmann/json.hpp>

#include "tools/runs/shard.hpp"

namespace tools {

struct ShardReport {
    std::string file;
    Shard shard;
    nlohmann::json report;
};

// Throws Failure (exit code 2) where the file is none, with the places of all that is wrong.
ShardReport read_shard_report(const std::string& file);

}  // namespace tools
