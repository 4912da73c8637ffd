#pragma once
// The hook for reductions: which of the enabled events of a state the search tries. AllEvents is
// the plain search. A reduction (ample or persistent sets, say) is another class with the same
// members and a proof that it keeps the verdicts; canonical forms (symmetry) belong into the
// world's transfer() instead.

#include <cstddef>

#include "h2core/inline_vector.hpp"
#include "h2core/invariant.hpp"
#include "sim/world/world_concept.hpp"

namespace sim {

using PickList = h2::InlineVector<Pick, 32>;

struct AllEvents {
    // Whether breadth first still finds a shortest counterexample.
    static constexpr bool kKeepsShortest = true;

    // Appends the picks to try, ascending, each below enabled.size(); `picks` comes empty. At least
    // one when there is an enabled event.
    template <World W>
    void select(const W& /*world*/, const EventList<W>& enabled, PickList& picks) const {
        H2_INVARIANT(enabled.size() <= 0xffff);
        for (std::size_t i = 0; i < enabled.size(); ++i) {
            picks.push_back(static_cast<Pick>(i));
        }
    }
};

}  // namespace sim
