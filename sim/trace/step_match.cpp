// A step is known by its action; one that has none, of an old trace, by its words.

#include "sim/trace/step_match.hpp"

#include <fmt/format.h>

#include "sim/trace/describe.hpp"

namespace sim {

std::optional<std::string> difference(const TraceStep& step, const Action& found, bool places) {
    if (step.action) {
        return difference(*step.action, record_of(found), places);
    }
    return step.name == step_name(found) ? std::nullopt : std::optional{std::string{}};
}

std::optional<std::size_t> index_of(const JudgedWorld& world, const EventList<JudgedWorld>& events,
                                    const TraceStep& step) {
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (!difference(step, action_of(world, events[i]), false)) {
            return i;
        }
    }
    return std::nullopt;
}

std::string enabled_names(const JudgedWorld& world, const EventList<JudgedWorld>& events) {
    std::string text;
    for (std::size_t i = 0; i < events.size(); ++i) {
        text += fmt::format("\n    {}  {}", i, step_name(world, events[i]));
    }
    return events.empty() ? "nothing is enabled" : "enabled are:" + text;
}

}  // namespace sim
