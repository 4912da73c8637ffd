#pragma once
// What all searches do with states: restore one from its canonical octets, remember one that was
// reached and tell whether it is new, within a bound of states and a budget of memory. Explorer,
// random search, minimize and the point of no return differ in where they go next, not in this.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "h2core/invariant.hpp"
#include "sim/search/exploration.hpp"
#include "sim/search/memory_budget.hpp"
#include "sim/search/visited_set.hpp"
#include "sim/world/archive.hpp"
#include "sim/world/digest.hpp"
#include "sim/world/world_concept.hpp"

namespace sim {

template <World W, class Visited = DigestSet>
class StateStore {
  public:
    // The budget outlives the store.
    StateStore(const W& initial, MemoryBudget& budget, std::uint64_t max_states = kUnbounded)
        : interned_{interned_of(initial)},
          visited_{budget},
          max_states_{std::min(max_states, kMostStates)} {}

    // `world` becomes the state with these octets, whatever it was before.
    void restore(W& world, std::span<const std::byte> octets) const {
        Source source{octets, interned_};
        W::transfer(world, source);
        H2_INVARIANT(source.exhausted());
    }

    // The number of the state, counted from 1 in order of discovery. kNoState when it is new and
    // cannot be remembered: bound() says why, and the search is over.
    Found remember(const Digest& digest, std::span<const std::byte> octets) {
        const Found found =
            visited_.find_or_insert(digest, octets, static_cast<StateNumber>(size_ + 1));
        if (!found.is_new) {
            return found;
        }
        if (size_ >= max_states_) {
            bound_ = Bound::states;
            return {kNoState, true};
        }
        if (found.number == kNoState) {
            bound_ = Bound::memory;
            return found;
        }
        ++size_;
        return found;
    }
    // The same; the octets are in sink() until the next state is remembered.
    Found remember(const W& world) {
        sink_.clear();
        W::transfer(world, sink_);
        return remember(digest_of(sink_.octets()), sink_.octets());
    }
    void prefetch(const Digest& digest) const { visited_.prefetch(digest); }

    [[nodiscard]] const Sink& sink() const { return sink_; }
    [[nodiscard]] std::uint64_t size() const { return size_; }
    [[nodiscard]] Bound bound() const { return bound_; }

  private:
    static constexpr std::uint64_t kMostStates = 0xffff'fffe;

    Interned interned_;
    Visited visited_;
    Sink sink_;
    std::uint64_t max_states_;
    std::uint64_t size_ = 0;
    Bound bound_ = Bound::none;
};

}  // namespace sim
