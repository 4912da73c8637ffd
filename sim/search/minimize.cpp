#include "sim/search/minimize.hpp"

#include <set>
#include <string_view>

#include "sim/judge/judged_transfer.hpp"
#include "sim/judge/properties.hpp"
#include "sim/search/bad_end.hpp"
#include "sim/search/layered_search.hpp"
#include "sim/search/replay_picks.hpp"
#include "sim/search/shrink.hpp"

namespace sim {

TraceShape shape_of(const Trace& trace) {
    TraceShape shape{trace.steps.size(), 0, 0};
    std::set<std::string_view> actors;
    std::string_view before;
    for (const TraceStep& step : trace.steps) {
        const std::string_view actor = std::string_view{step.name}.substr(0, step.name.find(':'));
        shape.switches += !before.empty() && actor != before ? 1 : 0;
        actors.insert(actor);
        before = actor;
    }
    shape.actors = actors.size();
    return shape;
}

Minimized minimize(const Model& model, const Trace& trace, const MinimizeBounds& bounds) {
    const Property& property = *find_property(trace.property);
    PropertyResult result;
    result.spec.name = trace.property;
    result.verdict = trace.verdict;
    LayeredSearch search{model, property, bounds};
    const auto picks = search.run(trace.steps.size());
    Minimized minimized;
    minimized.proven = picks.has_value();
    minimized.states = search.states();
    if (picks) {
        result.picks = *picks;
    } else {
        Shrinker shrinker{model, property, bounds};
        result.picks = shrinker.run(trace);
        minimized.states += shrinker.states();
    }
    result.shortest = picks.has_value();
    if (property.kind == PropertyKind::eventually && trace.verdict == PropertyVerdict::violated) {
        JudgedWorld stuck{model};
        (void)replay_picks(stuck, result.picks);
        result.onward = bad_end(stuck).picks;
    }
    minimized.trace = record_trace(model, trace.document, result);
    if (minimized.proven || shape_of(minimized.trace) <= shape_of(trace)) {
        return minimized;
    }
    minimized.trace = trace;
    return minimized;
}

}  // namespace sim
