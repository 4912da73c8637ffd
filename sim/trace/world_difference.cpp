// Two worlds go along their traces side by side, each once. States of one world are the same or
// not; of two, where they may be made of other parts, the facts are compared, without those that
// differ from the beginning on.

#include "sim/trace/world_difference.hpp"

#include <functional>
#include <map>
#include <set>

#include "sim/promises/properties.hpp"

namespace sim {
namespace {

// A world on its way along a trace.
class Follower {
  public:
    Follower(const Model& model, const Trace& trace) : trace_{trace}, world_{model} {
        ask(trace.property);
        for (const ExpectedProperty& each : trace.scenario.properties) {
            if (each.name != trace.property) {
                ask(each.name);
            }
        }
    }

    [[nodiscard]] const JudgedWorld& world() const { return world_; }
    [[nodiscard]] std::size_t taken() const { return taken_; }
    [[nodiscard]] bool at_end() const { return taken_ == trace_.steps.size(); }

    void step() {
        const EventList<JudgedWorld> events = enabled();
        const Observations observed = world_.step(events[trace_.steps[taken_].pick]);
        ++taken_;
        for (Asked& each : asked_) {
            if (each.step == 0 && (observed & each.observation) != 0) {
                each.step = taken_;
            }
        }
    }

    // What has been shown so far, and whether it can go on.
    [[nodiscard]] TraceRun run() const {
        TraceRun run;
        for (const Asked& each : asked_) {
            if (each.step != 0) {
                run.shown.push_back({each.name, each.step});
            }
        }
        run.end = !enabled().empty()  ? RunEnd::open
                  : world_.finished() ? RunEnd::finished
                                      : RunEnd::deadlock;
        return run;
    }

  private:
    struct Asked {
        std::string name;
        Observations observation = 0;
        std::size_t step = 0;  // where it was first shown
    };

    // Of properties that a step can show.
    void ask(const std::string& name) {
        const Property& property = *find_property(name);
        if (property.kind == PropertyKind::always || property.kind == PropertyKind::sometimes) {
            asked_.push_back({name, bit(property.observation)});
        }
    }

    [[nodiscard]] EventList<JudgedWorld> enabled() const {
        EventList<JudgedWorld> events;
        world_.enabled(events);
        return events;
    }

    const Trace& trace_;
    JudgedWorld world_;
    std::size_t taken_ = 0;
    std::vector<Asked> asked_;
};

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
          first_{model_, first},
          second_{same_world ? model_ : other_model_, second} {}

    WorldDifference compare() {
        WorldDifference found;
        found.beginning = differing();
        for (const Change& change : found.beginning) {
            set_aside_.insert(change.name);
        }
        while (!found.parting && !first_.at_end() && !second_.at_end()) {
            first_.step();
            second_.step();
            if (std::vector<Change> changes = differing(); !changes.empty()) {
                found.parting = {first_.taken(), std::move(changes)};
            }
        }
        found.meeting = go_on(same_world_ && found.parting.has_value());
        found.ends = differing();
        found.first = first_.run();
        found.second = second_.run();
        return found;
    }

  private:
    [[nodiscard]] std::vector<Change> differing() const {
        if (same_world_) {
            return first_.world() == second_.world() ? std::vector<Change>{}
                                                     : changes(first_.world(), second_.world());
        }
        const std::vector<Fact> first = facts_without(first_.world(), set_aside_);
        const std::vector<Fact> second = facts_without(second_.world(), set_aside_);
        return first == second ? std::vector<Change>{} : changes(first, second);
    }

    // Both to their ends; `meet`: the first state of the first that the second comes to as well.
    std::optional<Meeting> go_on(bool meet) {
        std::map<std::string, std::size_t> states;  // of the second, where it is there first
        for (; !second_.at_end(); second_.step()) {
            note_state(meet, states);
        }
        note_state(meet, states);
        std::optional<Meeting> meeting;
        while (!first_.at_end()) {
            first_.step();
            if (!meet || meeting) {
                continue;
            }
            if (const auto at = states.find(digest_text(first_.world())); at != states.end()) {
                meeting = {first_.taken(), at->second};
            }
        }
        return meeting;
    }

    void note_state(bool meet, std::map<std::string, std::size_t>& states) const {
        if (meet) {
            states.emplace(digest_text(second_.world()), second_.taken());
        }
    }

    bool same_world_;
    // Only states of one model can be equal: they name what it has interned.
    Model model_;
    Model other_model_;
    Follower first_;
    Follower second_;
    FactNames set_aside_;
};

}  // namespace

WorldDifference world_difference(const Trace& first, const Trace& second, bool same_world) {
    return SideBySide{first, second, same_world}.compare();
}

}  // namespace sim
