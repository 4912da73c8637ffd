#pragma once
// What is known so far about the properties of one exploration. Keeps the first counterexample or
// witness of each; the order in which the search reports makes it the shortest one.

#include <vector>

#include "sim/search/exploration.hpp"
#include "sim/search/state_graph.hpp"

namespace sim {

class PropertyLedger {
  public:
    // A failed invariant when an observation bit is not in 0 … 63.
    explicit PropertyLedger(const std::vector<PropertySpec>& specs);

    // Observation bits that would decide a property not decided yet.
    [[nodiscard]] Observations undecided() const { return undecided_; }
    [[nodiscard]] bool asks_progress() const { return asks_progress_; }
    [[nodiscard]] bool violated() const { return violated_; }

    // The step `pick` from state `from` observed these bits.
    void observed(Observations bits, const SearchTree& tree, StateNumber from, Pick pick);
    // The state has no enabled event and is not finished.
    void deadlocked(const SearchTree& tree, StateNumber state);
    // No satisfied state can be reached from the state.
    void stuck(const SearchTree& tree, StateNumber state);

    // The final verdicts. `shortest`: reports came in breadth-first order.
    [[nodiscard]] std::vector<PropertyResult> results(bool complete, bool shortest) const;

  private:
    void decide(PropertyResult& result, PropertyVerdict verdict, std::vector<Pick> picks);

    std::vector<PropertyResult> results_;
    Observations undecided_ = 0;
    bool asks_progress_ = false;
    bool violated_ = false;
};

}  // namespace sim
