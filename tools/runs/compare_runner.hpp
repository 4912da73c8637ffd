#pragma once
// Explores the variants of a comparison, some of them at the same time
// (tools/runs/check_runner.hpp).

#include <cstddef>

#include "tools/runs/check_runner.hpp"
#include "tools/runs/comparison.hpp"
#include "tools/runs/selection.hpp"

namespace tools {

// `variants` are those of the comparison, in its order. Without a threshold all are explored.
// With one, each run of `threshold_values` variants is a scan: it goes up until a promise flips or
// a bound is hit, and the variants after that are taken out of the comparison.
void explore_variants(Comparison& comparison, const Selection& variants,
                      const CheckSettings& settings, std::size_t threshold_values);

}  // namespace tools
