#pragma once
// A trace shortened without searching: steps are left out, and the rest must still show the
// property. Steps are matched by name: one that cannot happen any more is left out as well.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/judge/judged_world.hpp"
#include "sim/search/avoidance.hpp"
#include "sim/search/minimize.hpp"

namespace sim {

class Shrinker {
  public:
    // `bounds`: of the states it goes through in all attempts together.
    Shrinker(const Model& model, const Property& property, const MinimizeBounds& bounds);

    // The picks of a trace that is never longer than this one, and shows the property.
    std::vector<Pick> run(const Trace& trace);

    [[nodiscard]] std::uint64_t states() const { return states_; }

  private:
    using Names = std::vector<std::string>;
    struct Attempt {
        Names names;
        std::vector<Pick> picks;
    };

    std::optional<Attempt> attempt(const Names& names);
    bool leave_out(std::size_t size);
    bool bring_together();
    [[nodiscard]] bool stopped() const;

    const Model& model_;
    MinimizeBounds bounds_;
    Avoidance<JudgedWorld> judge_;
    Attempt best_;
    std::uint64_t states_ = 0;
};

}  // namespace sim
