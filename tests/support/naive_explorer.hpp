#pragma once
// An explorer too simple to be wrong, to hold the real one against on small worlds: a std::map of
// encoded states, filled by recursion; shortest picks by relaxing until nothing changes; progress
// by its definition. Shares the archive with the real explorer and nothing else.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "sim/world/world_concept.hpp"

namespace support {

using Picks = std::vector<sim::Pick>;
using Encoded = std::vector<std::byte>;

// Shorter comes first, then lexicographically smaller.
inline bool comes_before(const Picks& a, const Picks& b) {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
}

template <sim::World W>
class NaiveExplorer {
  public:
    struct State {
        W world;
        std::vector<Encoded> successors;  // by pick
        std::vector<sim::Observations> observed;
        Picks best;
        bool reached_by_best = false;
        bool hopeful = false;
    };

    explicit NaiveExplorer(const W& initial) {
        const Encoded start = visit(initial);
        states_.at(start).reached_by_best = true;
        while (relax()) {}
        while (spread_hope()) {}
    }

    [[nodiscard]] std::uint64_t states() const { return states_.size(); }
    [[nodiscard]] std::uint64_t transitions() const {
        std::uint64_t sum = 0;
        for (const auto& [octets, state] : states_) {
            sum += state.successors.size();
        }
        return sum;
    }
    [[nodiscard]] std::uint64_t depth() const {
        std::size_t farthest = 0;
        for (const auto& [octets, state] : states_) {
            farthest = std::max(farthest, state.best.size());
        }
        return farthest;
    }
    // Best picks whose last step observes the bit. False when there are none.
    bool first_observation(unsigned bit, Picks& picks) const {
        bool found = false;
        for (const auto& [octets, state] : states_) {
            for (std::size_t i = 0; i < state.observed.size(); ++i) {
                if ((state.observed[i] >> bit & 1U) == 0) {
                    continue;
                }
                Picks candidate = state.best;
                candidate.push_back(static_cast<sim::Pick>(i));
                keep_best(candidate, picks, found);
            }
        }
        return found;
    }
    bool first_deadlock(Picks& picks) const {
        return first([](const State& s) { return s.successors.empty() && !s.world.finished(); },
                     picks);
    }
    bool first_stuck(Picks& picks) const {
        return first([](const State& s) { return !s.hopeful; }, picks);
    }

  private:
    static Encoded encode(const W& world) {
        sim::Sink sink;
        W::transfer(world, sink);
        return {sink.octets().begin(), sink.octets().end()};
    }
    Encoded visit(const W& world) {
        const Encoded octets = encode(world);
        if (states_.count(octets) != 0) {
            return octets;
        }
        State& state =
            states_.emplace(octets, State{world, {}, {}, {}, false, false}).first->second;
        sim::EventList<W> events;
        world.enabled(events);
        for (const typename W::Event event : events) {
            W next = world;
            state.observed.push_back(next.step(event));
            const Encoded successor = visit(next);
            state.successors.push_back(successor);
        }
        state.hopeful = world.satisfied();
        return octets;
    }
    bool relax() {
        bool changed = false;
        for (const auto& [octets, state] : states_) {
            for (std::size_t i = 0; state.reached_by_best && i < state.successors.size(); ++i) {
                Picks candidate = state.best;
                candidate.push_back(static_cast<sim::Pick>(i));
                State& to = states_.at(state.successors[i]);
                if (!to.reached_by_best || comes_before(candidate, to.best)) {
                    to.best = candidate;
                    to.reached_by_best = true;
                    changed = true;
                }
            }
        }
        return changed;
    }
    bool spread_hope() {
        bool changed = false;
        for (auto& [octets, state] : states_) {
            for (const Encoded& successor : state.successors) {
                if (!state.hopeful && states_.at(successor).hopeful) {
                    state.hopeful = true;
                    changed = true;
                }
            }
        }
        return changed;
    }
    static void keep_best(const Picks& candidate, Picks& best, bool& found) {
        if (!found || comes_before(candidate, best)) {
            best = candidate;
        }
        found = true;
    }
    template <class Predicate>
    bool first(const Predicate& predicate, Picks& picks) const {
        bool found = false;
        for (const auto& [octets, state] : states_) {
            if (predicate(state)) {
                keep_best(state.best, picks, found);
            }
        }
        return found;
    }

    std::map<Encoded, State> states_;
};

}  // namespace support
