#pragma once
// A search stands on a world that is a function of its picks: the same picks from the same state
// lead to the same state. Every search of a scenario tries that first. Its first schedule (always
// the first enabled event, for so many steps at most) is run twice, each time from a world made
// afresh, and both runs must agree to the digest after every step. What depends on memory that was
// never set, on addresses or on anything else outside of the state shows here before it can spoil
// a verdict.

#include <algorithm>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/world/archive.hpp"
#include "sim/world/digest.hpp"
#include "sim/world/world_concept.hpp"

namespace sim {

inline constexpr std::size_t kStepsRunTwice = 1000;

// A mistake of this program, not of a scenario.
class NotDeterministic : public std::logic_error {
  public:
    explicit NotDeterministic(std::size_t step)
        : std::logic_error{"the first schedule was run twice and differs in the state after step " +
                           std::to_string(step) + ": the world is not deterministic"},
          step_{step} {}

    [[nodiscard]] std::size_t step() const { return step_; }  // 0: the states it began with

  private:
    std::size_t step_;
};

namespace detail {

// One state of a schedule and how it was reached.
struct Stage {
    Digest digest;
    std::size_t enabled = 0;
    Observations observed = 0;
    bool operator==(const Stage&) const = default;
};

template <World W>
std::vector<Stage> first_schedule(W world, std::size_t most) {
    std::vector<Stage> stages;
    Sink sink;
    EventList<W> events;
    Observations observed = 0;
    while (true) {
        sink.clear();
        W::transfer(world, sink);
        events.clear();
        static_cast<const W&>(world).enabled(events);
        stages.push_back({digest_of(sink.octets()), events.size(), observed});
        if (events.empty() || stages.size() > most) {
            return stages;
        }
        observed = world.step(events[0]);
    }
}

}  // namespace detail

// The number of the first step after which the two runs differ; 0 for the states they begin with.
// `fresh` makes the world they begin with, each time anew.
template <class MakeWorld>
std::optional<std::size_t> first_disagreement(const MakeWorld& fresh,
                                              std::size_t most = kStepsRunTwice) {
    const auto once = detail::first_schedule(fresh(), most);
    const auto again = detail::first_schedule(fresh(), most);
    const auto [left, right] = std::mismatch(once.begin(), once.end(), again.begin(), again.end());
    if (left == once.end() && right == again.end()) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(left - once.begin());
}

// Throws NotDeterministic.
template <class MakeWorld>
void require_determinism(const MakeWorld& fresh) {
    if (const auto step = first_disagreement(fresh)) {
        throw NotDeterministic{*step};
    }
}

}  // namespace sim
