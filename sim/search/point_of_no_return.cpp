#include "sim/search/point_of_no_return.hpp"

#include <fmt/format.h>

#include "sim/judge/judged_transfer.hpp"
#include "sim/judge/properties.hpp"
#include "sim/search/avoidance.hpp"
#include "sim/trace/replay.hpp"

namespace sim {
namespace {

using Search = Avoidance<JudgedWorld>;

}  // namespace

NoReturn point_of_no_return(const Model& model, const Trace& trace, const NoReturnBounds& bounds) {
    const Property& property = *find_property(trace.property);
    NoReturn answer;
    if (property.kind == PropertyKind::sometimes) {
        answer.kind = NoReturn::Kind::nothing;
        return answer;
    }
    // The states of the trace up to the first step that breaks the property.
    std::vector<JudgedWorld> states{JudgedWorld{model}};
    bool broken = false;
    (void)replay(model, trace, [&](const ReplayStep& step) {
        broken = broken || (property.kind == PropertyKind::always &&
                            (step.after.observed & bit(property.observation)) != 0);
        if (!broken) {
            states.push_back(step.after);
        }
    });
    Search search{states.front(), spec_of(property), bounds.max_states, bounds.should_stop};
    std::size_t doomed = states.size();  // states[doomed] and all after it are doomed
    while (doomed > 0) {
        const Search::Answer found = search.ask(states[doomed - 1]);
        answer.states = search.states();
        if (found == Search::Answer::unknown) {
            return answer;
        }
        if (found == Search::Answer::avoidable) {
            break;
        }
        --doomed;
    }
    if (doomed == 0) {
        answer.kind = NoReturn::Kind::beginning;
        return answer;
    }
    if (doomed > trace.steps.size()) {  // the steps break nothing
        answer.kind = NoReturn::Kind::nothing;
        return answer;
    }
    const bool claimed = trace.verdict == PropertyVerdict::violated;
    const bool last = broken ? doomed == states.size() : claimed && doomed == trace.steps.size();
    answer.kind = last ? NoReturn::Kind::violation : NoReturn::Kind::at_step;
    answer.step = doomed;
    answer.name = trace.steps[doomed - 1].name;
    return answer;
}

std::string to_text(const NoReturn& answer, const Trace& trace) {
    switch (answer.kind) {
        case NoReturn::Kind::at_step:
            return fmt::format(
                "Point of no return: step {} ({}). Before it some order keeps {}, after it none "
                "does.",
                answer.step, answer.name, trace.property);
        case NoReturn::Kind::violation:
            return fmt::format(
                "Point of no return: step {} ({}), the violation itself. Until then some order "
                "keeps {}.",
                answer.step, answer.name, trace.property);
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
