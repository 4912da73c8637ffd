#pragma once
// The explorer: every order of events of a world, each distinct state once. One search loop serves
// both strategies (the frontier is a queue or a stack) and both ways of remembering (digests or
// whole states). A whole program (examples/own_world.cpp is a longer one):
//
//     #include <fmt/core.h>
//     #include "sim/search/explorer.hpp"
//
//     // Two threads add one to a counter: each loads it, then stores what it loaded plus one.
//     struct Adders {
//         using Event = int;  // the thread that goes on
//         int counter = 0, loaded[2] = {}, steps[2] = {};
//
//         void enabled(sim::EventList<Adders>& out) const {
//             for (int i : {0, 1}) if (steps[i] < 2) out.push_back(i);
//         }
//         sim::Observations step(Event i) {
//             if (steps[i]++ == 0) loaded[i] = counter; else counter = loaded[i] + 1;
//             return finished() && counter != 2 ? 1 : 0;  // bit 0: an addition is lost
//         }
//         bool finished() const { return steps[0] + steps[1] == 4; }
//         bool satisfied() const { return finished(); }
//         static void transfer(auto& self, auto& archive) {
//             archive.scalars(self.counter, self.loaded[0], self.loaded[1]);
//             archive.scalars(self.steps[0], self.steps[1]);
//         }
//     };
//     int main() {
//         const sim::Exploration found = sim::explore(
//             Adders{}, {{"nothing-lost", sim::PropertyKind::always, 0},
//                        {"no-deadlock", sim::PropertyKind::no_deadlock}});
//         for (const sim::PropertyResult& result : found.properties)
//             fmt::print("{} {}\n", result.spec.name, sim::name(result.verdict));
//     }
//
// A world is a value (sim/world/world_concept.hpp). Its functions look at nothing else.
//   enabled()    appends the events that may happen next, always in the same order for a state.
//   step()       applies one of them; bit i of what it returns is the world's i-th observation.
//   finished()   says of a state without enabled events that it is a proper end and no deadlock.
//   satisfied()  says that the goal of progress is met.
//   transfer()   writes every field that ever changes, and reads the same fields back. The explorer
//                keeps states as these octets and reads them into copies of the initial world, so
//                a field that never changes (a size, a design) is left out and stays as it was.
//
// What may be asked (PropertySpec), and when it is `violated` or, of `sometimes`, `reached`:
//   always       violated by a step that shows the bit.
//   sometimes    reached by a step that shows the bit.
//   no_deadlock  violated by a state without enabled events that is not finished().
//   eventually   violated by a reachable state from which no satisfied() state can be reached. A
//                cycle that can be left for one violates nothing.
// Both verdicts are definite wherever the search ended. The others:
//   holds        the whole graph was seen, nothing violates it, and a step showed its stake_bit
//                (without a stake_bit: the whole graph was seen and nothing violates it).
//   vacuous      the whole graph was seen, nothing violates it, and no step showed its stake_bit.
//   unreached    of `sometimes`: the whole graph was seen, and no step shows the bit.
//   unknown      the search ended before the whole graph was seen, and had no answer.
// Nothing is observed in the initial state: observations belong to steps.
//
// Guarantees: the same world, properties and options give the same answer on every machine;
// complete == true means that every reachable state was expanded; under breadth first the picks
// of a counterexample are the shortest and, among the shortest, lexicographically first, because
// states are expanded in order of discovery and picks ascend. A step's observations are judged
// before its state is looked up, so nothing is missed where two orders meet.
//
// Bounds (Options): max_states, max_memory, should_stop and both stop_… end the search; max_depth
// lets it go on with states nearer by. Exploration::bound names the one that was hit. Digests of
// 128 bits stand for states, unless `exact` (sim/world/digest.hpp has the chance of a mistake).
// Memory: of many states each takes 27 to 54 octets for its digest and 6 for the way back to it.
// `eventually` adds 9, and 8 per edge at most; `exact` adds the state's octets and 8. A state that
// waits to be expanded takes its octets and 12. No search has more than 2^32 - 2 states.
//
// A counterexample is a list of picks: each is an index into enabled() of the state it is made in.
// replay_picks() takes a copy of the initial world there. The last pick is the step that shows the
// bit, of `sometimes` too; of no_deadlock and eventually, the picks end in the state that is stuck
// (no picks: it is the initial one). bad_end() tells how lost progress goes on.
//
// Common mistakes:
//   - A field is missing in transfer(). States that differ in it are taken for one, and a state
//     that is read back has another's value: replayed picks may then show something else.
//   - enabled() follows addresses or a hash table: picks mean something else in the next run.
//     first_disagreement() (sim/search/determinism_check.hpp) runs one schedule twice and compares.
//   - A clock or a count grows for ever: so do the states. Keep differences, or end at a bound.
//   - A field keeps what nobody will read again: states differ in nothing that matters. Clear it.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sim/search/expansion.hpp"
#include "sim/search/exploration.hpp"
#include "sim/search/frontier.hpp"
#include "sim/search/memory_budget.hpp"
#include "sim/search/property_ledger.hpp"
#include "sim/search/state_graph.hpp"
#include "sim/search/state_store.hpp"
#include "sim/world/world_concept.hpp"

namespace sim {
namespace detail {

template <World W, class Visited, class Frontier, class Expansion>
class Search {
  public:
    Search(const W& initial, const std::vector<PropertySpec>& specs, const Options& options,
           const Expansion& expansion)
        : options_{options},
          expansion_{expansion},
          base_{initial},
          next_{initial},
          budget_{options.max_memory},
          store_{initial, budget_, options.max_states},
          frontier_{budget_},
          tree_{budget_},
          graph_{budget_},
          ledger_{specs, options.found} {}

    Exploration run() {
        if (add_initial()) {
            while (!over_ && !frontier_.empty()) {
                expand(frontier_.pop());
                check_callbacks();
            }
        }
        return report();
    }

  private:
    // One step away from the state that is being expanded.
    struct Successor {
        std::size_t begin;  // of its canonical octets in sink_
        std::size_t size;
        Digest digest;
        Observations observations;
        Pick pick;
    };
    // A successor seen for the first time.
    struct Fresh {
        std::size_t index;  // in successors_
        StateNumber number;
    };

    bool add_initial() {
        sink_.clear();
        W::transfer(base_, sink_);
        const Digest digest = digest_of(sink_.octets());
        return remember(digest, sink_.octets(), kNoState, 0) != kNoState &&
               (frontier_.push(1, 0, sink_.octets()) || end(Bound::memory));
    }

    void expand(const Pending& state) {
        restore(state.octets);
        if constexpr (GaugedWorld<W>) {
            most_ = std::max(most_.value_or(0), static_cast<const W&>(base_).gauge());
        }
        events_.clear();
        static_cast<const W&>(base_).enabled(events_);
        if (events_.empty()) {
            judge_terminal(state.number);
            return;
        }
        if (state.depth >= options_.max_depth) {
            bound_ = Bound::depth;  // states nearer by are still to be looked at
            return;
        }
        const bool satisfied = ledger_.asks_progress() && base_.satisfied();
        step_all();
        if (!admit_all(state)) {
            return;
        }
        if (ledger_.asks_progress() && !graph_.add_expansion(state.number, satisfied, targets_)) {
            end(Bound::memory);
        }
    }

    void restore(std::span<const std::byte> octets) {
        store_.restore(base_, octets);
        if (options_.exact) {  // what is remembered must be what goes on
            sink_.clear();
            W::transfer(base_, sink_);
            H2_INVARIANT(std::equal(octets.begin(), octets.end(), sink_.octets().begin(),
                                    sink_.octets().end()));
        }
    }

    void judge_terminal(StateNumber state) {
        if (!base_.finished()) {
            ledger_.deadlocked(tree_, state);
        }
        if (ledger_.asks_progress()) {
            const bool satisfied = base_.satisfied();
            if (!graph_.add_expansion(state, satisfied, {})) {
                end(Bound::memory);
            }
            terminal_unsatisfied_ = terminal_unsatisfied_ || !satisfied;
        }
        stop_if_answered();
    }

    // Steps into every selected successor before any is looked up: by then the table's cache lines
    // have arrived.
    void step_all() {
        picks_.clear();
        expansion_.select(static_cast<const W&>(base_), events_, picks_);
        successors_.clear();
        sink_.clear();
        for (std::size_t i = 0; i < picks_.size(); ++i) {
            const bool last = i + 1 == picks_.size();
            if (!last) {
                next_ = base_;
            }
            W& world = last ? base_ : next_;
            const Observations observations = world.step(events_[picks_[i]]);
            const std::size_t begin = sink_.size();
            W::transfer(world, sink_);
            const Digest digest = digest_of(sink_.octets().subspan(begin));
            store_.prefetch(digest);
            successors_.push_back({begin, sink_.size() - begin, digest, observations, picks_[i]});
        }
    }

    // False when the search is over.
    bool admit_all(const Pending& from) {
        targets_.clear();
        fresh_.clear();
        for (std::size_t i = 0; i < successors_.size(); ++i) {
            const Successor& successor = successors_[i];
            ++transitions_;
            observed_ |= successor.observations;
            if ((successor.observations & ledger_.awaited()) != 0) {
                ledger_.observed(successor.observations, tree_, from.number, successor.pick);
                if (stop_if_answered()) {
                    return false;
                }
            }
            const std::uint64_t known = tree_.size();
            const StateNumber number =
                remember(successor.digest, octets_of(successor), from.number, successor.pick);
            if (number == kNoState) {
                return false;
            }
            targets_.push_back(number);
            if (number > known) {
                fresh_.push_back({i, number});
                deepest_ = std::max(deepest_, from.depth + 1);
            }
        }
        return push_fresh(from.depth + 1);
    }

    bool push_fresh(std::uint32_t depth) {
        for (std::size_t i = 0; i < fresh_.size(); ++i) {
            const std::size_t place = Frontier::kLastIsNext ? fresh_.size() - 1 - i : i;
            const Fresh& fresh = fresh_[place];
            if (!frontier_.push(fresh.number, depth, octets_of(successors_[fresh.index]))) {
                return end(Bound::memory);
            }
        }
        return true;
    }

    [[nodiscard]] std::span<const std::byte> octets_of(const Successor& successor) const {
        return sink_.octets().subspan(successor.begin, successor.size);
    }

    // The number of the state, old or new; kNoState when the search is over.
    StateNumber remember(const Digest& digest, std::span<const std::byte> octets, StateNumber from,
                         Pick pick) {
        const Found found = store_.remember(digest, octets);
        if (!found.is_new) {
            return found.number;
        }
        if (found.number == kNoState) {
            end(store_.bound());
            return kNoState;
        }
        if (!tree_.add(from, pick) || (ledger_.asks_progress() && !graph_.add_state())) {
            end(Bound::memory);
            return kNoState;
        }
        fingerprint_.add(digest);
        return found.number;
    }

    // True when the search is over. A state without events that is not satisfied() answers what is
    // asked about progress.
    bool stop_if_answered() {
        if (options_.stop_at_first_violation && (ledger_.violated() || terminal_unsatisfied_)) {
            end(Bound::first_violation);
        } else if (options_.stop_when_answered &&
                   ledger_.open() == (terminal_unsatisfied_ ? ledger_.open_about_progress() : 0)) {
            end(Bound::answered);
        }
        return over_;
    }

    void check_callbacks() {
        if (transitions_ < next_check_ || over_) {
            return;
        }
        next_check_ = transitions_ + kCheckInterval;
        if (options_.progress) {
            options_.progress(
                {tree_.size(), transitions_, deepest_, frontier_.size(), budget_.used()});
        }
        if (options_.should_stop && options_.should_stop()) {
            end(Bound::stopped);
        }
    }

    bool end(Bound bound) {
        bound_ = bound;
        over_ = true;
        return false;
    }

    Exploration report() {
        if (ledger_.asks_progress()) {
            const StateNumber stuck = graph_.first_stuck();
            if (stuck != kNoState) {
                ledger_.stuck(tree_, stuck);
            }
        }
        constexpr bool kShortest = !Frontier::kLastIsNext && Expansion::kKeepsShortest;
        const bool complete = bound_ == Bound::none;
        return {complete,  bound_,         tree_.size(), transitions_,
                deepest_,  budget_.peak(), fingerprint_, ledger_.results(complete, kShortest),
                observed_, most_};
    }

    const Options& options_;
    Expansion expansion_;
    W base_;  // the state that is being expanded
    W next_;  // one step further

    MemoryBudget budget_;
    StateStore<W, Visited> store_;
    Frontier frontier_;
    SearchTree tree_;
    ProgressGraph graph_;
    PropertyLedger ledger_;

    Sink sink_;
    EventList<W> events_;
    PickList picks_;
    std::vector<Successor> successors_;
    std::vector<Fresh> fresh_;
    std::vector<StateNumber> targets_;

    Fingerprint fingerprint_;
    Observations observed_ = 0;
    std::uint64_t transitions_ = 0;
    std::uint64_t next_check_ = kCheckInterval;
    std::uint32_t deepest_ = 0;
    std::optional<std::uint32_t> most_;
    Bound bound_ = Bound::none;
    bool over_ = false;
    bool terminal_unsatisfied_ = false;
};

}  // namespace detail

// Explores every order of events from `initial`. Counts are those of the whole graph: a violation
// does not end the search unless Options::stop_at_first_violation or stop_when_answered says so.
template <World W, class Expansion = AllEvents>
Exploration explore(const W& initial, const std::vector<PropertySpec>& specs = {},
                    const Options& options = {}, const Expansion& expansion = {}) {
    const bool breadth_first = options.strategy == Strategy::breadth_first;
    const auto search = [&]<class Visited, class Frontier>() {
        return detail::Search<W, Visited, Frontier, Expansion>{initial, specs, options, expansion}
            .run();
    };
    if (options.exact) {
        return breadth_first ? search.template operator()<ExactSet, QueueFrontier>()
                             : search.template operator()<ExactSet, StackFrontier>();
    }
    return breadth_first ? search.template operator()<DigestSet, QueueFrontier>()
                         : search.template operator()<DigestSet, StackFrontier>();
}

}  // namespace sim
