// Leaves out runs of steps, from half of the list down to single ones, each size from the end to
// the beginning; then moves steps next to earlier steps of their actor. Repeats both until nothing
// gets better or the limit is reached.

#include "sim/search/shrink.hpp"

#include <algorithm>

#include "sim/judge/judged_transfer.hpp"

namespace sim {
namespace {

std::size_t switches_in(const std::vector<Action>& actions) {
    std::size_t switches = 0;
    for (std::size_t i = 1; i < actions.size(); ++i) {
        switches += actions[i].actor != actions[i - 1].actor ? 1 : 0;
    }
    return switches;
}

}  // namespace

using WorldAvoidance = Avoidance<JudgedWorld>;

Shrinker::Shrinker(const Model& model, const Property& property, const SearchLimits& limits)
    : model_{model},
      limits_{limits},
      judge_{
          JudgedWorld{model},
          {std::string{property.name}, property.kind, static_cast<unsigned>(property.observation)},
          limits} {}

bool Shrinker::stopped() const {
    return states_ + judge_.states() > limits_.max_states ||
           (limits_.should_stop && limits_.should_stop());
}

// What the picks do, as far as they are enabled.
Shrinker::Attempt Shrinker::walked(std::span<const Pick> picks) const {
    JudgedWorld world{model_};
    Attempt walked;
    for (const Pick pick : picks) {
        EventList<JudgedWorld> events;
        static_cast<const JudgedWorld&>(world).enabled(events);
        if (pick >= events.size()) {
            break;
        }
        walked.actions.push_back(action_of(world, events[pick]));
        walked.picks.push_back(pick);
        world.step(events[pick]);
    }
    return walked;
}

// Does the same things until the property is broken; nothing if it is not.
std::optional<Shrinker::Attempt> Shrinker::attempt(const Actions& actions) {
    JudgedWorld world{model_};
    Attempt attempt;
    for (const Action& action : actions) {
        EventList<JudgedWorld> events;
        static_cast<const JudgedWorld&>(world).enabled(events);
        const auto event = std::find_if(events.begin(), events.end(), [&](Event each) {
            return action_of(world, each) == action;
        });
        if (event == events.end()) {
            continue;
        }
        attempt.picks.push_back(static_cast<Pick>(event - events.begin()));
        attempt.actions.push_back(action);
        ++states_;
        if (judge_.breaks(world.step(*event))) {
            return attempt;
        }
    }
    return judge_.broken(world) == WorldAvoidance::Answer::doomed ? std::optional{attempt}
                                                                  : std::nullopt;
}

// Tries the steps without each run of so many steps, from the end to the beginning.
bool Shrinker::leave_out(std::size_t size) {
    bool shorter = false;
    for (std::size_t end = best_.actions.size(); end >= size && !stopped(); --end) {
        if (end > best_.actions.size()) {
            continue;
        }
        Actions actions = best_.actions;
        const auto last = actions.begin() + static_cast<std::ptrdiff_t>(end);
        actions.erase(last - static_cast<std::ptrdiff_t>(size), last);
        auto found = attempt(actions);
        if (found && found->actions.size() < best_.actions.size()) {
            best_ = std::move(*found);
            shorter = true;
        }
    }
    return shorter;
}

// Moves one step behind an earlier one of its actor where that saves switches.
bool Shrinker::bring_together() {
    for (std::size_t to = 1; to < best_.actions.size(); ++to) {
        for (std::size_t from = to + 1; from < best_.actions.size() && !stopped(); ++from) {
            if (best_.actions[from].actor != best_.actions[to - 1].actor ||
                best_.actions[from - 1].actor == best_.actions[from].actor) {
                continue;
            }
            Actions actions = best_.actions;
            const auto at = [&](std::size_t place) {
                return actions.begin() + static_cast<std::ptrdiff_t>(place);
            };
            std::rotate(at(to), at(from), at(from + 1));
            auto found = attempt(actions);
            if (found && std::pair{found->actions.size(), switches_in(found->actions)} <
                             std::pair{best_.actions.size(), switches_in(best_.actions)}) {
                best_ = std::move(*found);
                return true;
            }
        }
    }
    return false;
}

std::vector<Pick> Shrinker::run(std::span<const Pick> picks) {
    best_ = walked(picks);
    if (auto found = attempt(best_.actions)) {  // may be over before the picks are
        best_ = std::move(*found);
    }
    bool better = true;
    while (better && !stopped()) {
        better = false;
        for (std::size_t size = std::max<std::size_t>(best_.actions.size() / 2, 1); size > 0;
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
