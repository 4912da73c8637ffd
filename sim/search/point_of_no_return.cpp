// Keeps the state after each step up to the violation and asks, from the last one back to the
// initial one, whether it is doomed. It stops at the first that is not: no state before a state
// that is not doomed can be doomed.

#include "sim/search/point_of_no_return.hpp"

#include <vector>

#include "sim/judge/judged_transfer.hpp"
#include "sim/search/avoidance.hpp"

namespace sim {
namespace {

using Search = Avoidance<JudgedWorld>;

// The states of the steps up to the first step that breaks the property.
struct Kept {
    std::vector<JudgedWorld> states;
    bool broken = false;
};

Kept kept_states(const Model& model, const Property& property, std::span<const Pick> picks) {
    Kept kept{{JudgedWorld{model}}, false};
    EventList<JudgedWorld> events;
    for (const Pick pick : picks) {
        JudgedWorld world = kept.states.back();
        events.clear();
        static_cast<const JudgedWorld&>(world).enabled(events);
        if (pick >= events.size()) {
            break;
        }
        const Observations seen = world.step(events[pick]);
        if (property.kind == PropertyKind::always && (seen & bit(property.observation)) != 0) {
            kept.broken = true;
            break;
        }
        kept.states.push_back(world);
    }
    return kept;
}

}  // namespace

NoReturn point_of_no_return(const Model& model, const Property& property,
                            std::span<const Pick> picks, bool claimed, const SearchLimits& limits) {
    NoReturn answer;
    if (property.kind == PropertyKind::sometimes) {
        answer.kind = NoReturn::Kind::nothing;
        return answer;
    }
    const Kept kept = kept_states(model, property, picks);
    Search search{kept.states.front(), spec_of(property), limits};
    std::size_t doomed = kept.states.size();  // states[doomed] and all after it are doomed
    while (doomed > 0) {
        const Search::Answer found = search.ask(kept.states[doomed - 1]);
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
    if (doomed > picks.size()) {  // the steps break nothing
        answer.kind = NoReturn::Kind::nothing;
        return answer;
    }
    const bool last =
        kept.broken ? doomed == kept.states.size() : claimed && doomed == picks.size();
    answer.kind = last ? NoReturn::Kind::violation : NoReturn::Kind::at_step;
    answer.step = doomed;
    return answer;
}

}  // namespace sim
