#pragma once
// Choosers that take the next event at random. Each is a class with
//
//     void begin(const Random& random);                         // a run begins
//     std::size_t choose(const W& world, const EventList<W>&);  // an index into the enabled events
//
// The world takes the step that was chosen. What happened in one run has no influence on the next.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/search/random.hpp"
#include "sim/world/archive.hpp"
#include "sim/world/lanes.hpp"
#include "sim/world/world_concept.hpp"

namespace sim {

// Every enabled event is as likely as the others: a uniform random walk. Orders are not equally
// likely: one that passes few branches is taken more often than one that passes many.
template <World W>
class UniformScheduler {
  public:
    void begin(const Random& random) { random_ = random; }
    std::size_t choose(const W& /*world*/, const EventList<W>& events) {
        return random_.below(static_cast<std::uint32_t>(events.size()));
    }

  private:
    Random random_{0, 0};
};

// PCT: Burckhardt, Kothari, Musuvathi, Nagarakatte, "A Randomized Scheduler with Probabilistic
// Guarantees of Finding Bugs", ASPLOS 2010. Every lane has a random priority; the enabled lane with
// the highest one goes on. At d-1 steps, drawn among the first k, the lane that has taken the step
// falls below all others (to the i-th place from below at the i-th of them).
// A bug of depth d (one that shows whenever d events come in a certain order) is found in a run
// with a probability of 1/(n*k^(d-1)) or more, with n lanes and runs of k steps at most.
template <World W>
class PctScheduler {
  public:
    // depth >= 1, steps >= 1.
    PctScheduler(std::uint32_t depth, std::uint32_t steps) : depth_{depth}, steps_{steps} {}

    void begin(const Random& random) {
        random_ = random;
        lanes_.clear();
        taken_ = 0;
        changes_.clear();
        for (std::uint32_t i = 1; i < depth_; ++i) {
            changes_.push_back(1 + random_.below(steps_));
        }
    }
    std::size_t choose(const W& /*world*/, const EventList<W>& events) {
        std::size_t best = 0;
        std::uint64_t highest = 0;
        for (std::size_t i = 0; i < events.size(); ++i) {
            const std::uint64_t priority = find(lane(events[i])).priority;
            if (i == 0 || priority > highest) {
                best = i;
                highest = priority;
            }
        }
        ++taken_;
        for (std::uint32_t i = 0; i < changes_.size(); ++i) {
            if (changes_[i] == taken_) {
                find(lane(events[best])).priority = i;
            }
        }
        return best;
    }
    // Lanes that had an enabled event in any run so far.
    [[nodiscard]] std::size_t lanes_seen() const { return seen_.size(); }

  private:
    // Worlds say lane_of(event). Of those that do not, each event is a lane.
    static Lane lane(const typename W::Event& event) {
        if constexpr (requires { lane_of(event); }) {
            return lane_of(event);
        } else {
            return static_cast<Lane>(event);
        }
    }

    struct Entry {
        Lane lane = 0;
        std::uint64_t priority = 0;
    };

    // A lane that is seen for the first time draws a priority above those of change points. They
    // are 63 bits, so that two are equal once in 10^18; the event listed first goes on then.
    Entry& find(Lane lane) {
        const auto found = std::find_if(lanes_.begin(), lanes_.end(),
                                        [&](const Entry& entry) { return entry.lane == lane; });
        if (found != lanes_.end()) {
            return *found;
        }
        if (std::find(seen_.begin(), seen_.end(), lane) == seen_.end()) {
            seen_.push_back(lane);
        }
        lanes_.push_back({lane, random_.next() | std::uint64_t{1} << 63U});
        return lanes_.back();
    }

    std::uint32_t depth_;
    std::uint32_t steps_;
    Random random_{0, 0};
    std::vector<Entry> lanes_;            // of this run
    std::vector<Lane> seen_;              // of all runs
    std::vector<std::uint32_t> changes_;  // steps, counted from 1
    std::uint32_t taken_ = 0;
};

// POS, partial order sampling: Yuan, Yang, Gu, "Partial Order Aware Concurrency Sampling",
// CAV 2018. Every waiting event has a random priority; the highest is taken; those that were in a
// race with it draw a new one. So orders that differ only in events that do not touch each other
// do not count several times. An event that is enabled in two states in a row is one event that
// still waits.
// In a race are all events but those that commute here: each leaves the other enabled, and both
// orders lead to the same state with the same observations. That is tried, not assumed.
template <World W>
class PosScheduler {
  public:
    void begin(const Random& random) {
        random_ = random;
        waiting_.clear();
    }
    std::size_t choose(const W& world, const EventList<W>& events) {
        std::size_t best = 0;
        std::uint64_t highest = 0;
        for (std::size_t i = 0; i < events.size(); ++i) {
            const std::uint64_t priority = priority_of(events[i]);
            if (i == 0 || priority > highest) {
                best = i;
                highest = priority;
            }
        }
        forget(events[best]);
        for (std::size_t i = 0; i < events.size(); ++i) {
            if (i != best && !commute(world, events[best], events[i])) {
                forget(events[i]);
            }
        }
        return best;
    }

  private:
    using Event = typename W::Event;
    struct Waiting {
        Event event;
        std::uint64_t priority = 0;
    };

    std::uint64_t priority_of(const Event& event) {
        for (const Waiting& each : waiting_) {
            if (each.event == event) {
                return each.priority;
            }
        }
        waiting_.push_back({event, random_.next()});
        return waiting_.back().priority;
    }
    void forget(const Event& event) {
        const auto found = std::find_if(waiting_.begin(), waiting_.end(),
                                        [&](const Waiting& each) { return each.event == event; });
        if (found != waiting_.end()) {
            waiting_.erase(found);
        }
    }
    // Worlds say which observations tell orders apart; of those that do not, all do.
    static constexpr Observations decisive() {
        if constexpr (requires { W::kDecisive; }) {
            return W::kDecisive;
        } else {
            return ~Observations{0};
        }
    }
    // What two events observe, and the state after both.
    struct Both {
        Observations left = 0;
        Observations right = 0;
        Sink octets;
    };

    bool commute(const W& world, const Event& left, const Event& right) {
        const bool possible = both(world, left, right, there_.left, there_.right, there_.octets) &&
                              both(world, right, left, back_.right, back_.left, back_.octets);
        const auto there = there_.octets.octets();
        const auto back = back_.octets.octets();
        const auto same = [](Observations a, Observations b) {
            return ((a ^ b) & decisive()) == 0;
        };
        return possible && same(there_.left, back_.left) && same(there_.right, back_.right) &&
               std::equal(there.begin(), there.end(), back.begin(), back.end());
    }
    // False if the second is not enabled after the first.
    bool both(W world, const Event& first, const Event& second, Observations& of_first,
              Observations& of_second, Sink& octets) {
        of_first = world.step(first);
        after_.clear();
        static_cast<const W&>(world).enabled(after_);
        if (std::find(after_.begin(), after_.end(), second) == after_.end()) {
            return false;
        }
        of_second = world.step(second);
        octets.clear();
        W::transfer(world, octets);
        return true;
    }

    Random random_{0, 0};
    std::vector<Waiting> waiting_;
    EventList<W> after_;
    Both there_;
    Both back_;
};

}  // namespace sim
