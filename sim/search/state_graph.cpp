// The path to a state is read backwards, from parent to parent. For progress every state that is
// satisfied or was not expanded is marked, then every state from which an edge leads to a marked
// one; the first state without a mark is stuck.

#include "sim/search/state_graph.hpp"

#include <algorithm>
#include <limits>

namespace sim {

std::vector<Pick> SearchTree::path_to(StateNumber number) const {
    std::vector<Pick> picks;
    for (; parents_[number - 1U] != kNoState; number = parents_[number - 1U]) {
        picks.push_back(picks_[number - 1U]);
    }
    std::reverse(picks.begin(), picks.end());
    return picks;
}

bool ProgressGraph::add_state() {
    return hopeful_.push_back(1) && heads_.push_back(0) && work_.push_back(kNoState);
}

bool ProgressGraph::add_expansion(StateNumber from, bool satisfied,
                                  std::span<const StateNumber> successors) {
    hopeful_[from - 1U] = satisfied ? 1 : 0;
    if (satisfied) {
        return true;  // hope flows along edges to their source, and this source has its own
    }
    for (const StateNumber to : successors) {
        if (to == from) {
            continue;
        }
        if (edges_.size() == std::numeric_limits<std::uint32_t>::max() ||
            !edges_.push_back({from, heads_[to - 1U]})) {
            hopeful_[from - 1U] = 1;
            return false;
        }
        heads_[to - 1U] = static_cast<std::uint32_t>(edges_.size());
    }
    return true;
}

StateNumber ProgressGraph::first_stuck() {
    std::uint64_t waiting = 0;
    for (std::uint64_t i = 0; i < hopeful_.size(); ++i) {
        if (hopeful_[i] != 0) {
            work_[waiting++] = static_cast<StateNumber>(i + 1);
        }
    }
    while (waiting > 0) {
        const StateNumber to = work_[--waiting];
        for (std::uint32_t edge = heads_[to - 1U]; edge != 0; edge = edges_[edge - 1U].next) {
            const StateNumber from = edges_[edge - 1U].from;
            if (hopeful_[from - 1U] == 0) {
                hopeful_[from - 1U] = 1;
                work_[waiting++] = from;
            }
        }
    }
    for (std::uint64_t i = 0; i < hopeful_.size(); ++i) {
        if (hopeful_[i] == 0) {
            return static_cast<StateNumber>(i + 1);
        }
    }
    return kNoState;
}

}  // namespace sim
