// Two walks go side by side. States of one world are the same or not; of two, where they may be
// made of other parts, the facts are compared, without those that differ from the beginning on.

#include "sim/trace/world_difference.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "sim/promises/properties.hpp"
#include "sim/trace/trace_search.hpp"
#include "sim/trace/walk.hpp"

namespace sim {
namespace {

TraceRun run_of(const Trace& trace, const Model& model) {
    TraceRun run;
    std::vector<std::string> asked = {trace.property};
    for (const ExpectedProperty& each : trace.scenario.properties) {
        if (each.name != trace.property) {
            asked.push_back(each.name);
        }
    }
    std::vector<std::size_t> steps(asked.size(), 0);
    JudgedWorld world{model};
    EventList<JudgedWorld> events;
    for (std::size_t i = 0; i < trace.steps.size(); ++i) {
        events.clear();
        static_cast<const JudgedWorld&>(world).enabled(events);
        const Observations observed = world.step(events[trace.steps[i].pick]);
        for (std::size_t each = 0; each < asked.size(); ++each) {
            const Property& property = *find_property(asked[each]);
            const bool by_step =
                property.kind == PropertyKind::always || property.kind == PropertyKind::sometimes;
            if (steps[each] == 0 && by_step && (observed & bit(property.observation)) != 0) {
                steps[each] = i + 1;
            }
        }
    }
    for (std::size_t each = 0; each < asked.size(); ++each) {
        if (steps[each] != 0) {
            run.shown.push_back({asked[each], steps[each]});
        }
    }
    events.clear();
    static_cast<const JudgedWorld&>(world).enabled(events);
    run.end = !events.empty()    ? RunEnd::open
              : world.finished() ? RunEnd::finished
                                 : RunEnd::deadlock;
    return run;
}

using FactNames = std::set<std::string, std::less<>>;

std::vector<Fact> facts_without(const JudgedWorld& world, const FactNames& names) {
    std::vector<Fact> facts = facts_of(world);
    std::erase_if(facts, [&](const Fact& fact) { return names.contains(fact.name); });
    return facts;
}

class SideBySide {
  public:
    SideBySide(const Trace& first, const Trace& second, bool same_world)
        : same_world_{same_world},
          model_{first.scenario},
          other_model_{second.scenario},
          walk_{model_, picks_of(first)},
          other_{same_world ? model_ : other_model_, picks_of(second)} {}

    WorldDifference compare() {
        WorldDifference found;
        found.beginning = differing();
        for (const Change& change : found.beginning) {
            set_aside_.insert(change.name);
        }
        const std::size_t both = std::min(walk_.length(), other_.length());
        for (std::size_t step = 1; step <= both && !found.parting; ++step) {
            walk_.go_to(step);
            other_.go_to(step);
            if (std::vector<Change> changes = differing(); !changes.empty()) {
                found.parting = {step, std::move(changes)};
            }
        }
        if (same_world_ && found.parting) {
            found.meeting = meeting_after(found.parting->step);
        }
        walk_.go_to(walk_.length());
        other_.go_to(other_.length());
        found.ends = differing();
        return found;
    }

  private:
    [[nodiscard]] std::vector<Change> differing() const {
        if (same_world_) {
            return walk_.world() == other_.world() ? std::vector<Change>{}
                                                   : changes(walk_.world(), other_.world());
        }
        const std::vector<Fact> first = facts_without(walk_.world(), set_aside_);
        const std::vector<Fact> second = facts_without(other_.world(), set_aside_);
        return first == second ? std::vector<Change>{} : changes(first, second);
    }

    std::optional<Meeting> meeting_after(std::size_t step) {
        std::map<std::string, std::size_t> states;  // of the second, where it is first
        for (std::size_t i = step; i <= other_.length(); ++i) {
            other_.go_to(i);
            states.emplace(digest_text(other_.world()), i);
        }
        for (std::size_t i = step; i <= walk_.length(); ++i) {
            walk_.go_to(i);
            if (const auto found = states.find(digest_text(walk_.world())); found != states.end()) {
                return Meeting{i, found->second};
            }
        }
        return std::nullopt;
    }

    bool same_world_;
    // Only states of one model can be equal: they name what it has interned.
    Model model_;
    Model other_model_;
    Walk walk_;
    Walk other_;
    FactNames set_aside_;
};

}  // namespace

WorldDifference world_difference(const Trace& first, const Trace& second, bool same_world) {
    WorldDifference found = SideBySide{first, second, same_world}.compare();
    found.first = run_of(first, Model{first.scenario});
    found.second = run_of(second, Model{second.scenario});
    return found;
}

}  // namespace sim
