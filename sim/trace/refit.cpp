// The picks are looked for in the other world and recorded there anew; a replay of what was
// recorded then says whether the end still shows the verdict.

#include "sim/trace/refit.hpp"

#include <utility>

#include <fmt/format.h>

#include "sim/text/printable.hpp"
#include "sim/trace/replay.hpp"
#include "sim/trace/step_match.hpp"

namespace sim {

Refit refit(const Model& model, const nlohmann::json& document, const Trace& recorded) {
    Refit found;
    found.steps = recorded.steps.size();
    PropertyResult result;
    result.spec.name = recorded.property;
    result.verdict = recorded.verdict;
    JudgedWorld world{model};
    EventList<JudgedWorld> events;
    for (const TraceStep& step : recorded.steps) {
        events.clear();
        static_cast<const JudgedWorld&>(world).enabled(events);
        const auto index = index_of(world, events, step);
        if (!index) {
            result.verdict = PropertyVerdict::unknown;
            found.reason = fmt::format("{} is not enabled; {}", in_quotes(step.name, 120),
                                       enabled_names(world, events));
            break;
        }
        world.step(events[*index]);
        result.picks.push_back(static_cast<Pick>(*index));
    }
    found.trace = record_trace(model, document, result);
    const auto end = replay(model, found.trace, [](const ReplayStep&) {}).divergence;
    if (end) {
        found.reason = end->reason;
        found.trace.verdict = PropertyVerdict::unknown;
    }
    return found;
}

}  // namespace sim
