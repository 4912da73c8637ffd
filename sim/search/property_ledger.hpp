#pragma once
// What is known so far about the properties of one exploration. Keeps the first counterexample or
// witness of each; the order in which the search reports makes it the shortest one.

#include <cstddef>
#include <functional>
#include <vector>

#include "sim/search/exploration.hpp"
#include "sim/search/state_graph.hpp"

namespace sim {

class PropertyLedger {
  public:
    // A failed invariant when an observation bit is not in 0 … 63.
    explicit PropertyLedger(const std::vector<PropertySpec>& specs,
                            std::function<void(const PropertyResult&)> found = {});

    // Observation bits that are news: they would decide a property that is not decided yet, or put
    // one at stake for the first time.
    [[nodiscard]] Observations awaited() const { return undecided_ | unseen_stakes_; }
    [[nodiscard]] bool asks_progress() const { return asks_progress_; }
    [[nodiscard]] bool violated() const { return violated_; }
    // Properties that are not decided yet; those about progress are only when the graph is known.
    [[nodiscard]] std::size_t open() const { return open_; }
    [[nodiscard]] std::size_t open_about_progress() const { return open_about_progress_; }

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
    Observations unseen_stakes_ = 0;
    std::function<void(const PropertyResult&)> found_;
    std::size_t open_ = 0;
    std::size_t open_about_progress_ = 0;
    bool asks_progress_ = false;
    bool violated_ = false;
};

}  // namespace sim
