#pragma once
// What a search keeps about the states besides having seen them: how each was found first (the
// search tree), and, where progress is asked about, how they are connected (the progress graph).

#include <cstdint>
#include <span>
#include <vector>

#include "sim/search/chunked_vector.hpp"
#include "sim/search/memory_budget.hpp"
#include "sim/search/visited_set.hpp"
#include "sim/world/world_concept.hpp"

namespace sim {

// Six octets per state: the state it was first reached from, and by which pick.
class SearchTree {
  public:
    explicit SearchTree(MemoryBudget& budget) : parents_{budget}, picks_{budget} {}

    [[nodiscard]] std::uint64_t size() const { return picks_.size(); }
    // Appends the next state; the initial state has parent kNoState. False without memory.
    [[nodiscard]] bool add(StateNumber parent, Pick pick) {
        return parents_.push_back(parent) && picks_.push_back(pick);
    }
    // The picks that lead from the initial state to `number`. Under breadth first the shortest
    // list, and lexicographically the first of that length.
    [[nodiscard]] std::vector<Pick> path_to(StateNumber number) const;

  private:
    ChunkedVector<StateNumber> parents_;  // of state n at n-1
    ChunkedVector<Pick> picks_;
};

// The edges backwards: which states lead to a state. Nine octets per state and eight per edge.
// Answers: from which states can no satisfied state be reached any more? A state that was never
// expanded counts as one that might be satisfied, so the answer is right in a partial graph too
// (it may then be that more states are stuck).
class ProgressGraph {
  public:
    explicit ProgressGraph(MemoryBudget& budget)
        : hopeful_{budget}, heads_{budget}, edges_{budget}, work_{budget} {}

    // Appends the next state, not expanded yet. False without memory.
    [[nodiscard]] bool add_state();
    // `from` has been expanded: these are all its successors. False without memory.
    [[nodiscard]] bool add_expansion(StateNumber from, bool satisfied,
                                     std::span<const StateNumber> successors);
    // The first state in order of discovery from which no satisfied state can be reached; kNoState
    // when there is none. Linear in the graph; to be asked once, at the end.
    [[nodiscard]] StateNumber first_stuck();

  private:
    struct Edge {
        StateNumber from;
        std::uint32_t next;  // the next edge into the same state: its index plus one, 0 = last
    };

    ChunkedVector<std::uint8_t> hopeful_;  // of state n at n-1: satisfied, or may reach such
    ChunkedVector<std::uint32_t> heads_;   // of state n at n-1: first edge into it, as Edge::next
    ChunkedVector<Edge> edges_;
    ChunkedVector<StateNumber> work_;  // taken along with the state, so that the end needs nothing
};

}  // namespace sim
