#pragma once
// What no order of a whole search has brought about in a net: a rule, a place, a guard that nothing
// depends on. Often the world has no use for it; where one would swear that it has, the net is not
// what was meant.

#include <string>
#include <vector>

#include "sim/world/model.hpp"

namespace sim {

struct NeverHappened {
    std::vector<std::string> rules;   // that never happened
    std::vector<std::string> places;  // that nothing was ever in
    std::vector<std::string> guards;  // rules whose guard never kept them back
    [[nodiscard]] bool empty() const { return rules.empty() && places.empty() && guards.empty(); }
};

// In all worlds of the model so far; empty for one without a net.
NeverHappened never_happened(const Model& model);

}  // namespace sim
