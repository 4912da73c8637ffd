#pragma once
// A trace in another design: its steps, as far as they can be taken there. Where the order that
// broke a promise is no longer possible is what a repair does.

#include <cstddef>
#include <string>

#include "sim/trace/trace.hpp"

namespace sim {

struct Refit {
    // Of the other design. It claims the recorded verdict if all steps were taken and the end still
    // shows it, else nothing (`unknown`); never that it is the shortest.
    Trace trace;
    std::size_t steps = 0;  // of the recorded trace
    // Why the next step is not taken, or the verdict is not what it was; empty if all is as before.
    std::string reason;

    [[nodiscard]] bool all_taken() const { return trace.steps.size() == steps; }
};

// Steps are known by what they do (who, what, with which frame), not by their place among the
// enabled events. The first one that is not enabled ends it. `document`: the other design's.
Refit refit(const Model& model, const nlohmann::json& document, const Trace& recorded);

}  // namespace sim
