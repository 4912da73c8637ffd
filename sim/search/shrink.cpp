#include "sim/search/shrink.hpp"

#include <algorithm>

#include "sim/judge/judged_transfer.hpp"
#include "sim/judge/properties.hpp"
#include "sim/trace/describe.hpp"

namespace sim {
namespace {

std::string_view actor_of(const std::string& name) {
    return std::string_view{name}.substr(0, name.find(':'));
}

std::size_t switches_in(const std::vector<std::string>& names) {
    std::size_t switches = 0;
    for (std::size_t i = 1; i < names.size(); ++i) {
        switches += actor_of(names[i]) != actor_of(names[i - 1]) ? 1 : 0;
    }
    return switches;
}

}  // namespace

using Judge = Avoidance<JudgedWorld>;

Shrinker::Shrinker(const Model& model, const Property& property, const MinimizeBounds& bounds)
    : model_{model},
      bounds_{bounds},
      judge_{
          JudgedWorld{model},
          {std::string{property.name}, property.kind, static_cast<unsigned>(property.observation)},
          bounds.max_states,
          bounds.should_stop} {}

bool Shrinker::stopped() const {
    return states_ + judge_.states() > bounds_.max_states ||
           (bounds_.should_stop && bounds_.should_stop());
}

// Goes along the names until the property is broken; nothing if it is not.
std::optional<Shrinker::Attempt> Shrinker::attempt(const Names& names) {
    JudgedWorld world{model_};
    Attempt attempt;
    for (const std::string& name : names) {
        EventList<JudgedWorld> events;
        static_cast<const JudgedWorld&>(world).enabled(events);
        const auto event = std::find_if(events.begin(), events.end(),
                                        [&](Event each) { return step_name(world, each) == name; });
        if (event == events.end()) {
            continue;
        }
        attempt.picks.push_back(static_cast<Pick>(event - events.begin()));
        attempt.names.push_back(name);
        ++states_;
        if (judge_.breaks(world.step(*event))) {
            return attempt;
        }
    }
    return judge_.broken(world) == Judge::Answer::doomed ? std::optional{attempt} : std::nullopt;
}

// Tries the trace without each run of so many steps, from the end to the beginning.
bool Shrinker::leave_out(std::size_t size) {
    bool shorter = false;
    for (std::size_t end = best_.names.size(); end >= size && !stopped(); --end) {
        if (end > best_.names.size()) {
            continue;
        }
        Names names = best_.names;
        const auto last = names.begin() + static_cast<std::ptrdiff_t>(end);
        names.erase(last - static_cast<std::ptrdiff_t>(size), last);
        auto found = attempt(names);
        if (found && found->names.size() < best_.names.size()) {
            best_ = std::move(*found);
            shorter = true;
        }
    }
    return shorter;
}

// Moves one step behind an earlier one of its actor where that saves switches.
bool Shrinker::bring_together() {
    for (std::size_t to = 1; to < best_.names.size(); ++to) {
        for (std::size_t from = to + 1; from < best_.names.size() && !stopped(); ++from) {
            if (actor_of(best_.names[from]) != actor_of(best_.names[to - 1]) ||
                actor_of(best_.names[from - 1]) == actor_of(best_.names[from])) {
                continue;
            }
            Names names = best_.names;
            const auto at = [&](std::size_t place) {
                return names.begin() + static_cast<std::ptrdiff_t>(place);
            };
            std::rotate(at(to), at(from), at(from + 1));
            auto found = attempt(names);
            if (found && std::pair{found->names.size(), switches_in(found->names)} <
                             std::pair{best_.names.size(), switches_in(best_.names)}) {
                best_ = std::move(*found);
                return true;
            }
        }
    }
    return false;
}

std::vector<Pick> Shrinker::run(const Trace& trace) {
    best_ = {};
    for (const TraceStep& step : trace.steps) {
        best_.names.push_back(step.name);
        best_.picks.push_back(step.pick);
    }
    if (auto found = attempt(best_.names)) {  // may be over before the trace is
        best_ = std::move(*found);
    }
    bool better = true;
    while (better && !stopped()) {
        better = false;
        for (std::size_t size = std::max<std::size_t>(best_.names.size() / 2, 1); size > 0;
             size /= 2) {
            better = leave_out(size) || better;
        }
        while (bring_together()) {
            better = true;
        }
    }
    return best_.picks;
}

}  // namespace sim
