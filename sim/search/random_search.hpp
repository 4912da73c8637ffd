#pragma once
// A search at random: runs from one state, each until nothing is enabled, by one of the schedulers
// in sim/search/schedulers.hpp. It finds; it never proves. A property that was not found may still
// be broken in an order that no run took: what can be said then is
// sim/search/random_statistics.hpp.
//
// What one run says: `always` and `sometimes` are hit at the first step that makes the observation,
// no-deadlock by an end that is not finished(). `eventually` is a question about all futures and a
// run has one: it is hit by a run whose end is not satisfied(), after which nothing can happen.
// Orders in which progress is lost for ever while something still happens are not noticed.
//
// Same world, properties and options: same answer, on every machine. Run i depends on (seed, i)
// alone, so a search with more runs begins with the same ones.

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "sim/search/exploration.hpp"
#include "sim/search/memory_budget.hpp"
#include "sim/search/schedulers.hpp"
#include "sim/search/search_limits.hpp"
#include "sim/search/state_store.hpp"
#include "sim/world/world_concept.hpp"

namespace sim {

enum class Scheduler : std::uint8_t { uniform, pct, pos };

struct RandomProgress {
    std::uint64_t runs = 0;  // that are over
    std::uint64_t states = 0;
    std::uint64_t memory_bytes = 0;
};

struct RandomOptions {
    Scheduler scheduler = Scheduler::uniform;
    std::uint64_t seed = 1;
    std::uint64_t runs = 1000;
    std::uint32_t pct_depth = 3;            // at least 1
    std::uint32_t max_depth = 10'000;       // steps of a run; one that has more to do is cut there
    std::uint64_t max_states = kUnbounded;  // distinct states seen
    std::uint64_t max_memory = kUnbounded;  // bytes
    // As in sim::Options: asked every kCheckInterval steps or so.
    std::function<bool()> should_stop;
    std::function<void(const RandomProgress&)> progress;
};

// One property: how many runs hit it, and the shortest way that one of them took.
struct RandomHits {
    PropertySpec spec;
    std::uint64_t hits = 0;
    std::vector<Pick> picks;  // as in PropertyResult; empty without hits
    bool operator==(const RandomHits&) const = default;
};

// What PCT's bound was computed from.
struct PctFigures {
    std::uint64_t lanes = 0;        // n: that had an enabled event in any run
    std::uint32_t steps = 0;        // k: of the longest of kCalibrationRuns uniform runs
    std::uint32_t depth = 0;        // d
    std::uint64_t runs_beyond = 0;  // had more than k steps: the bound does not count on them
    bool operator==(const PctFigures&) const = default;
};

inline constexpr std::uint64_t kCalibrationRuns = 64;

struct RandomAnswer {
    std::uint64_t runs = 0;       // that were made; one that was broken off does not count
    Bound bound = Bound::none;    // why there are fewer than asked
    std::uint64_t steps = 0;      // of all runs
    std::uint64_t longest = 0;    // steps of one run
    std::uint64_t cut = 0;        // runs that ended at max_depth
    std::uint64_t states = 0;     // distinct ones seen, the first included
    std::uint64_t schedules = 0;  // distinct lists of picks
    std::optional<PctFigures> pct;
    std::vector<RandomHits> properties;  // in the order asked
    bool operator==(const RandomAnswer&) const = default;
};

std::string_view name(Scheduler scheduler);  // "random", "pct", "pos"

// The hits of all runs, and those of the one under way.
class RandomLedger {
  public:
    explicit RandomLedger(const std::vector<PropertySpec>& specs);

    void begin_run();
    // The step, counted from 1, observed these bits.
    void observed(Observations bits, std::size_t step) {
        bits &= open_;
        if (bits != 0) {
            note(bits, step);
        }
    }
    // The run ended in a state without events.
    void ended(bool finished, bool satisfied, std::size_t steps);
    // The run is over and counts.
    void count_run(std::span<const Pick> picks);

    [[nodiscard]] const std::vector<RandomHits>& hits() const { return hits_; }

  private:
    void note(Observations bits, std::size_t step);

    std::vector<RandomHits> hits_;
    std::vector<std::optional<std::size_t>> at_;  // the step at which this run has hit each
    Observations asked_ = 0;                      // bits of all properties
    Observations open_ = 0;                       // those this run has not observed yet
};

namespace detail {

template <World W, class Chooser>
class RandomSearch {
  public:
    // `chooser`: what the chooser is made of.
    template <class... Parts>
    RandomSearch(const W& initial, const std::vector<PropertySpec>& specs,
                 const RandomOptions& options, const Parts&... chooser)
        : options_{options},
          initial_{initial},
          world_{initial},
          chooser_(chooser...),
          budget_{options.max_memory},
          states_{initial, budget_, options.max_states},
          schedules_{budget_},
          ledger_{specs} {}

    // Runs `first` and on, `count` of them.
    RandomAnswer run(std::uint64_t first, std::uint64_t count) {
        while (answer_.runs < count && make_run(first + answer_.runs) && count_run()) {}
        answer_.properties = ledger_.hits();
        return answer_;
    }
    [[nodiscard]] const Chooser& chooser() const { return chooser_; }
    // Counts runs of more steps than this.
    void watch_for(std::size_t steps) { watched_ = steps; }
    [[nodiscard]] std::uint64_t longer_runs() const { return longer_; }

  private:
    // False when the search is over.
    bool make_run(std::uint64_t number) {
        world_ = initial_;
        picks_.clear();
        cut_ = false;
        ledger_.begin_run();
        chooser_.begin(Random{options_.seed, number});
        while (remember_state()) {
            events_.clear();
            static_cast<const W&>(world_).enabled(events_);
            if (events_.empty()) {
                ledger_.ended(world_.finished(), world_.satisfied(), picks_.size());
                return true;
            }
            if (picks_.size() >= options_.max_depth) {
                cut_ = true;
                return true;
            }
            if (!go_on()) {
                return false;
            }
            const std::size_t chosen = chooser_.choose(static_cast<const W&>(world_), events_);
            picks_.push_back(static_cast<Pick>(chosen));
            ledger_.observed(world_.step(events_[chosen]), picks_.size());
        }
        return false;
    }

    bool count_run() {
        const auto next = static_cast<StateNumber>(answer_.schedules + 1);
        const Found found = schedules_.find_or_insert(
            digest_of(std::as_bytes(std::span<const Pick>{picks_})), {}, next);
        if (found.number == kNoState) {
            return end(Bound::memory);
        }
        answer_.schedules += found.is_new ? 1 : 0;
        answer_.cut += cut_ ? 1 : 0;
        answer_.longest = std::max<std::uint64_t>(answer_.longest, picks_.size());
        longer_ += picks_.size() > watched_ ? 1 : 0;
        answer_.steps += picks_.size();
        ++answer_.runs;
        ledger_.count_run(picks_);
        return true;
    }

    bool remember_state() {
        if (states_.remember(world_).number == kNoState) {
            return end(states_.bound());
        }
        answer_.states = states_.size();
        return true;
    }

    bool go_on() {
        const bool stops = watch_.stops(options_, [this] {
            return RandomProgress{answer_.runs, answer_.states, budget_.used()};
        });
        return !stops || end(Bound::stopped);
    }

    bool end(Bound bound) {
        answer_.bound = bound;
        return false;
    }

    const RandomOptions& options_;
    const W initial_;
    W world_;
    Chooser chooser_;
    MemoryBudget budget_;
    StateStore<W> states_;
    DigestSet schedules_;
    RandomLedger ledger_;
    RandomAnswer answer_;

    EventList<W> events_;
    std::vector<Pick> picks_;
    bool cut_ = false;
    Watch watch_;
    std::size_t watched_ = std::numeric_limits<std::size_t>::max();
    std::uint64_t longer_ = 0;
};

// Runs that are nobody else's: their numbers are beyond those of any search.
inline constexpr std::uint64_t kCalibrationBegin = std::uint64_t{1} << 63U;

template <World W>
RandomAnswer pct_search(const W& initial, const std::vector<PropertySpec>& specs,
                        const RandomOptions& options) {
    RandomSearch<W, UniformScheduler<W>> calibration{initial, {}, options};
    const RandomAnswer calibrated = calibration.run(kCalibrationBegin, kCalibrationRuns);
    const auto steps = static_cast<std::uint32_t>(std::max<std::uint64_t>(1, calibrated.longest));
    RandomSearch<W, PctScheduler<W>> search{initial, specs, options, options.pct_depth, steps};
    search.watch_for(steps);
    RandomAnswer answer = search.run(0, calibrated.bound == Bound::none ? options.runs : 0);
    if (calibrated.bound != Bound::none) {
        answer.bound = calibrated.bound;
    }
    answer.pct = {search.chooser().lanes_seen(), steps, options.pct_depth, search.longer_runs()};
    return answer;
}

}  // namespace detail

template <World W>
RandomAnswer random_search(const W& initial, const std::vector<PropertySpec>& specs,
                           const RandomOptions& options) {
    switch (options.scheduler) {
        case Scheduler::uniform:
            return detail::RandomSearch<W, UniformScheduler<W>>{initial, specs, options}.run(
                0, options.runs);
        case Scheduler::pct: return detail::pct_search(initial, specs, options);
        case Scheduler::pos:
            return detail::RandomSearch<W, PosScheduler<W>>{initial, specs, options}.run(
                0, options.runs);
    }
    return {};
}

}  // namespace sim
