// Takes the picks out of the trace, searches, and records the result as a trace again; where
// progress is lost, with the steps onward from there. A result that is not proven replaces the
// trace only if it is no harder to read.

#include "sim/trace/trace_search.hpp"

#include <fmt/format.h>

#include "sim/judge/judged_transfer.hpp"
#include "sim/search/bad_end.hpp"
#include "sim/search/replay_picks.hpp"

namespace sim {

std::vector<Pick> picks_of(const Trace& trace) {
    std::vector<Pick> picks;
    picks.reserve(trace.steps.size());
    for (const TraceStep& step : trace.steps) {
        picks.push_back(step.pick);
    }
    return picks;
}

TraceShape shape_of(const Model& model, const Trace& trace) {
    return shape_of(actors_of(model, picks_of(trace)));
}

MinimizedTrace minimize(const Model& model, const Trace& trace, const SearchLimits& limits) {
    const std::vector<Pick> picks = picks_of(trace);
    const Property& property = *find_property(trace.property);
    Minimized found = minimize(model, property, picks, limits);
    if (!found.proven && found.picks == picks) {
        return {trace, false, found.states};
    }
    PropertyResult result;
    result.spec.name = trace.property;
    result.verdict = trace.verdict;
    result.picks = std::move(found.picks);
    result.shortest = found.proven;
    if (property.kind == PropertyKind::eventually && trace.verdict == PropertyVerdict::violated) {
        JudgedWorld stuck{model};
        (void)replay_picks(stuck, result.picks);
        result.onward = bad_end(stuck).picks;
    }
    Trace shorter = record_trace(model, trace.document, result);
    const bool easier = found.proven || shape_of(model, shorter) <= shape_of(model, trace);
    if (!easier) {
        shorter = trace;
    }
    return {std::move(shorter), found.proven, found.states};
}

NoReturn point_of_no_return(const Model& model, const Trace& trace, const SearchLimits& limits) {
    return point_of_no_return(model, *find_property(trace.property), picks_of(trace),
                              trace.verdict == PropertyVerdict::violated, limits);
}

std::string to_text(const NoReturn& answer, const Trace& trace) {
    const auto step = [&] {
        return fmt::format("step {} ({})", answer.step, trace.steps[answer.step - 1].name);
    };
    switch (answer.kind) {
        case NoReturn::Kind::at_step:
            return fmt::format(
                "Point of no return: {}. Before it some order keeps {}, after it none does.",
                step(), trace.property);
        case NoReturn::Kind::violation:
            return fmt::format(
                "Point of no return: {}, the violation itself. Until then some order keeps {}.",
                step(), trace.property);
        case NoReturn::Kind::beginning:
            return fmt::format("Point of no return: the beginning. Every order violates {}.",
                               trace.property);
        case NoReturn::Kind::nothing:
            return fmt::format("Point of no return: none, nothing in this trace violates {}.",
                               trace.property);
        case NoReturn::Kind::unknown:
            return fmt::format("Point of no return: not known, the bound was hit after {} states.",
                               answer.states);
    }
    return {};
}

}  // namespace sim
