#pragma once
// A counterexample shortened without searching: steps are left out, and the rest must still show
// the property. Steps are matched by their actions: one that cannot happen any more is left out as
// well.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sim/search/avoidance.hpp"
#include "sim/search/minimize.hpp"

namespace sim {

class Shrinker {
  public:
    // `limits`: of the states it goes through in all attempts together.
    Shrinker(const Model& model, const Property& property, const SearchLimits& limits);

    // Picks that show the property, never more than these.
    std::vector<Pick> run(std::span<const Pick> picks);

    [[nodiscard]] std::uint64_t states() const { return states_; }

  private:
    using Actions = std::vector<Action>;
    struct Attempt {
        Actions actions;
        std::vector<Pick> picks;
    };

    std::optional<Attempt> attempt(const Actions& actions);
    [[nodiscard]] Attempt walked(std::span<const Pick> picks) const;
    bool leave_out(std::size_t size);
    bool bring_together();
    [[nodiscard]] bool stopped() const;

    const Model& model_;
    SearchLimits limits_;
    Avoidance<JudgedWorld> judge_;
    Attempt best_;
    std::uint64_t states_ = 0;
};

}  // namespace sim
