#pragma once
// What failed when `check` last ran in this folder, for `check --last-failed`. Kept outside the
// tree: $XDG_STATE_HOME/h2sim/last-failed/HASH.json (~/.local/state without that variable), where
// HASH stands for the current folder. A run that only looked at some scenarios leaves what is
// known of the others.

#include <set>
#include <string>

#include "tools/runs/check_results.hpp"
#include "tools/runs/selection.hpp"

namespace tools {

// Leaves only what failed last time; everything where nothing is known to have failed. Says what
// it did in `notes`, also where the file cannot be read.
void keep_last_failed(Selection& selection);

// Remembers the failures. No file is made as long as nothing has failed. Returns what went wrong,
// which is no reason to fail; empty if nothing did.
std::string remember_failed(const CheckResults& results);

}  // namespace tools
