#pragma once
// The policy of a live endpoint: that of a profile, changed by --set key=value.
//
// Keys and values are those of "server" in scenario files where they exist there (release_at,
// release_at.data, over_limit, slack, reset_memory.streams, …; sim/scenario/scenario_keys.hpp), and
// "budgets.NAME" for the rest (budgets.field_block_octets, budgets.resets_received.capacity, …;
// h2core/budgets.hpp).

#include <string>
#include <string_view>
#include <vector>

#include "h2core/policy.hpp"

namespace tools::net {

// `scenarios` as for ScenarioFiles; `profile` may be empty. Throws Failure (exit code 2) with
// everything that is wrong.
h2::Policy live_policy(const std::string& scenarios, const std::string& profile,
                       const std::vector<std::string>& changes);

// The keys of --set, sorted.
std::vector<std::string_view> live_policy_keys();

}  // namespace tools::net
