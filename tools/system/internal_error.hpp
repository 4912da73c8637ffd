#pragma once
// What happens when this program is wrong itself.

namespace tools {

// From now on a broken invariant (h2core/invariant.hpp) of any thread calls `first`, writes where
// and what to standard error and ends the process with exit code 3.
void report_broken_invariants(void (*first)());

}  // namespace tools
