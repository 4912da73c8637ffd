#pragma once
// All shortest ways to a violation, and among them the one that is easiest to follow. A prefix of a
// shortest counterexample leads to a state no nearer by any other way, so only ways from one layer
// of the breadth-first search to the next need to be looked at. Of the ways to a state that end
// with the same actor only those with the fewest switches can be part of the best one.

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "sim/search/avoidance.hpp"
#include "sim/search/minimize.hpp"

namespace sim {

class LayeredSearch {
  public:
    LayeredSearch(const Model& model, const Property& property, const SearchLimits& limits);

    // The picks; nothing if a bound was hit before, or if there is no violation within `max_steps`.
    std::optional<std::vector<Pick>> run(std::size_t max_steps);

    [[nodiscard]] std::uint64_t states() const { return settled_; }

  private:
    struct Way {
        std::uint32_t node = 0;
        std::uint32_t switches = 0;
        std::size_t actor = 0;     // of the last step
        std::uint64_t actors = 0;  // bit i: actor i took part; the 64th stands for all others
    };
    struct Node {  // a step of a way
        std::uint32_t parent = 0;
        Pick pick = 0;
    };
    struct State {
        std::vector<std::byte> octets;
        std::vector<Way> ways;
    };

    // False when a bound was hit. `ways` is null where the state is nearer to the beginning.
    bool arrive(const JudgedWorld& world, std::vector<Way>*& ways);
    bool expand(const State& from);
    bool judge_states();
    bool stopped();
    void next_layer();
    void go_on(const State& from, Pick pick, std::size_t actor, std::vector<Way>& ways);
    std::size_t number_of(Actor actor);
    [[nodiscard]] std::vector<Pick> best() const;

    SearchLimits limits_;
    Avoidance<JudgedWorld> judge_;
    MemoryBudget budget_;
    StateStore<JudgedWorld> store_;
    JudgedWorld base_;
    Watch watch_;
    std::map<Actor, std::size_t> actors_;
    // Of the states in the store, so many are in layers before the next one. Those of the next one
    // have the numbers after them, in the order of next_.
    std::uint64_t settled_ = 0;
    std::uint32_t depth_ = 0;
    std::vector<State> layer_;
    std::vector<State> next_;
    std::vector<Node> nodes_;
    std::vector<Way> found_;  // ways that end in the violation
};

}  // namespace sim
