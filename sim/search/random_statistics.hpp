#pragma once
// What the counts of a search at random allow to say. All of it is about the probability that one
// run of that search hits a property: a property of the scheduler that was used, never of a server
// in production. Probabilities are 0 … 1.

#include <cstdint>

namespace sim {

// Of every statement: how often it is right in the long run.
inline constexpr double kConfidence = 0.99;

struct Interval {
    double low = 0;
    double high = 1;
};

// The exact two-sided interval of Clopper and Pearson (Biometrika 26, 1934) for a probability that
// was hit in `hits` of `runs` independent runs, each tail with half of 1-confidence. Never too
// narrow. runs >= 1, hits <= runs, 0 < confidence < 1.
Interval clopper_pearson(std::uint64_t hits, std::uint64_t runs, double confidence = kConfidence);

// After `runs` runs without a hit the probability is below this: 1-(1-confidence)^(1/runs), the
// "rule of three" for any confidence. 1 without runs.
double below_when_never(std::uint64_t runs, double confidence = kConfidence);

// How many runs in a row without a hit it takes to say that a probability of `p` per run is no
// longer there: the smallest n with (1-p)^n <= 1-confidence, 10^18 at most. 0 < p <= 1.
std::uint64_t clean_runs_needed(double p, double confidence = kConfidence);

// PCT's bound, 1/(lanes*steps^(depth-1)); all at least 1.
double pct_bound(std::uint64_t lanes, std::uint64_t steps, std::uint32_t depth);

// A probability with so many digits, so that "above" stays true (down) or "below" does (up).
double rounded_down(double p, int digits);
double rounded_up(double p, int digits);

// I_x(a, b), the regularized incomplete beta function, to about 12 digits. a, b > 0, 0 <= x <= 1.
double incomplete_beta(double a, double b, double x);

}  // namespace sim
