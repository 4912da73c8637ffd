#pragma once
// All shortest ways to a violation, and among them the one that is easiest to follow. A prefix of a
// shortest counterexample leads to a state no nearer by any other way, so only ways from one layer
// of the breadth-first search to the next need to be looked at. Of the ways to a state that end
// with the same actor only those with the fewest switches can be part of the best one.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sim/judge/judged_world.hpp"
#include "sim/search/avoidance.hpp"
#include "sim/search/minimize.hpp"

namespace sim {

class LayeredSearch {
  public:
    LayeredSearch(const Model& model, const Property& property, const MinimizeBounds& bounds);

    // The picks; nothing if a bound was hit before, or if there is no violation within `max_steps`.
    std::optional<std::vector<Pick>> run(std::size_t max_steps);

    [[nodiscard]] std::uint64_t states() const { return visited_.size(); }

  private:
    using Key = std::pair<std::uint64_t, std::uint64_t>;
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

    State* arrive(const JudgedWorld& world);
    bool expand(const State& from);
    bool judge_states();
    bool out_of_bounds();
    void go_on(const State& from, Pick pick, std::size_t actor, std::vector<Way>& ways);
    std::size_t actor_of(const JudgedWorld& world, Event event);
    [[nodiscard]] std::vector<Pick> best() const;

    MinimizeBounds bounds_;
    Avoidance<JudgedWorld> judge_;
    JudgedWorld base_;
    Sink sink_;
    std::map<std::string, std::size_t> actors_;
    std::set<Key> visited_;               // of all layers before the next one
    std::map<Key, std::size_t> in_next_;  // place in next_
    std::vector<State> layer_;
    std::vector<State> next_;
    std::vector<Node> nodes_;
    std::vector<Way> found_;  // ways that end in the violation
    std::uint64_t steps_ = 0;
};

}  // namespace sim
