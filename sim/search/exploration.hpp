#pragma once
// What an exploration is asked and what it answers. The answer covers every order of events within
// the bounds: a bound that was hit makes it incomplete, and what was still open then is `unknown`,
// never a pass.

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/promises/property_kind.hpp"
#include "sim/search/fingerprint.hpp"
#include "sim/world/world_concept.hpp"

namespace sim {

// Why an exploration ended before the whole graph was seen.
enum class Bound : std::uint8_t {
    none,             // it did not
    states,           // Options::max_states
    depth,            // Options::max_depth: some state at that depth has events left to try
    memory,           // Options::max_memory
    stopped,          // Options::should_stop said so
    first_violation,  // Options::stop_at_first_violation
    answered,         // Options::stop_when_answered
};

// Breadth first finds shortest counterexamples, lexicographically first (by picks) among the
// shortest. Depth first finds some counterexample. Both see the same graph.
enum class Strategy : std::uint8_t { breadth_first, depth_first };

// Handed to Options::progress now and then.
struct Progress {
    std::uint64_t states = 0;
    std::uint64_t transitions = 0;
    std::uint32_t depth = 0;
    std::uint64_t waiting = 0;       // states found and not yet expanded
    std::uint64_t memory_bytes = 0;  // in use now
};

inline constexpr std::uint64_t kUnbounded = std::numeric_limits<std::uint64_t>::max();

struct PropertyResult {
    PropertySpec spec;
    PropertyVerdict verdict = PropertyVerdict::unknown;
    // Of a violated property the counterexample, of a reached one the witness: for `always` and
    // `sometimes` the last pick is the step of the observation; for the others the picks lead to
    // the state that is stuck. Empty otherwise (and when the initial state itself is stuck).
    std::vector<Pick> picks;
    bool shortest = false;  // there are picks, and no list of fewer picks would do
    // Of `eventually`: how it goes on from there, to an end or round a cycle (bad_end.hpp). Whoever
    // asks for it adds it; the search does not.
    std::vector<Pick> onward;
    bool operator==(const PropertyResult&) const = default;
};

struct Options {
    Strategy strategy = Strategy::breadth_first;
    std::uint64_t max_states = kUnbounded;
    std::uint64_t max_depth = kUnbounded;   // steps from the initial state
    std::uint64_t max_memory = kUnbounded;  // bytes; asked before memory is taken
    bool exact = false;                     // remember whole states instead of 128-bit digests
    // Lost progress is noticed early only in states without events, else at the end.
    bool stop_at_first_violation = false;
    // Ends when nothing that is found further can change an answer: each property is violated or
    // reached. One that holds is known to only at the end.
    bool stop_when_answered = false;
    // Told of each property that is found violated or reached, at once.
    std::function<void(const PropertyResult&)> found;
    // Both are asked every kCheckInterval transitions or so. The explorer has no clock: time limits
    // and Ctrl-C come in through should_stop.
    std::function<bool()> should_stop;
    std::function<void(const Progress&)> progress;
};

inline constexpr std::uint64_t kCheckInterval = 4096;

struct Exploration {
    bool complete = false;  // the whole graph was seen
    Bound bound = Bound::none;
    std::uint64_t states = 0;       // distinct states found, the initial one included
    std::uint64_t transitions = 0;  // steps applied; a step back to the same state counts
    std::uint32_t depth = 0;  // breadth first: distance of the farthest state; else longest descent
    std::uint64_t peak_memory = 0;  // bytes held for visited states, frontier, parents and edges
    // Of the states found. If complete, that of all reachable states: the same for both strategies,
    // and whether digests or whole states are remembered.
    Fingerprint fingerprint;
    std::vector<PropertyResult> properties;  // in the order asked
    Observations observed = 0;               // in any step, asked for or not
    // The largest gauge() of a state that was expanded: of all of them when complete. Empty for a
    // world without a gauge.
    std::optional<std::uint32_t> most;
    bool operator==(const Exploration&) const = default;
};

// The names as in reports: "memory", "first-violation"; "bfs".
std::string_view name(Bound bound);
std::string_view name(Strategy strategy);

}  // namespace sim
