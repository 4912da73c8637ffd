#pragma once
// Worlds for tests: hand-written runs in which each event is named as "writer_write" or
// "client_open 3", seeded random walks, and snapshots.

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "sim/judge/judged_transfer.hpp"
#include "sim/judge/judged_world.hpp"
#include "sim/world/digest.hpp"
#include "tests/support/split_mix64.hpp"

namespace fixture {

using Names = std::vector<std::string>;

inline std::string name_of(sim::Event event) {
    std::string name{sim::name(event.kind)};
    return event.stream == 0 ? name : name + " " + std::to_string(event.stream);
}

inline sim::EventList<sim::JudgedWorld> events_of(const sim::JudgedWorld& world) {
    sim::EventList<sim::JudgedWorld> events;
    world.enabled(events);
    return events;
}

inline Names enabled_names(const sim::JudgedWorld& world) {
    Names names;
    for (const sim::Event event : events_of(world)) {
        names.push_back(name_of(event));
    }
    return names;
}

using Octets = std::vector<std::byte>;

inline Octets octets_of(const sim::JudgedWorld& world) {
    sim::Sink sink;
    sim::JudgedWorld::transfer(world, sink);
    return {sink.octets().begin(), sink.octets().end()};
}

// Overwrites whatever `world` was before.
inline void read_back(sim::JudgedWorld& world, const Octets& octets) {
    sim::Source source{octets, world.interned()};
    sim::JudgedWorld::transfer(world, source);
    REQUIRE(source.exhausted());
}

// One world, moved by hand.
class Run {
  public:
    explicit Run(sim::Scenario scenario)
        : model_{std::make_unique<sim::Model>(std::move(scenario))}, world{*model_} {}

    // Takes these events in turn; each must be enabled.
    void go(std::initializer_list<std::string_view> events) {
        for (const std::string_view wanted : events) {
            step(wanted);
        }
    }
    // The same while one of them is enabled, the first that is.
    void settle(std::initializer_list<std::string_view> events) {
        for (bool moved = true; moved;) {
            moved = false;
            for (const std::string_view wanted : events) {
                if (may(wanted)) {
                    step(wanted);
                    moved = true;
                    break;
                }
            }
        }
    }
    [[nodiscard]] bool may(std::string_view wanted) const {
        for (const sim::Event event : events_of(world)) {
            if (name_of(event) == wanted) {
                return true;
            }
        }
        return false;
    }
    [[nodiscard]] Names enabled() const { return enabled_names(world); }
    // Whether the last step made the observation / any step so far.
    [[nodiscard]] bool shows(sim::Observation o) const {
        return (world.observed & sim::bit(o)) != 0;
    }
    [[nodiscard]] bool has_shown(sim::Observation o) const { return (seen_ & sim::bit(o)) != 0; }
    [[nodiscard]] std::uint32_t counted() const { return world.server.core.peer_count(); }
    [[nodiscard]] const sim::Model& model() const { return *model_; }

  private:
    void step(std::string_view wanted) {
        for (const sim::Event event : events_of(world)) {
            if (name_of(event) == wanted) {
                seen_ |= world.step(event);
                return;
            }
        }
        FAIL("not enabled: " << wanted << "; enabled are " << joined(enabled()));
    }
    static std::string joined(const Names& names) {
        std::string text;
        for (const std::string& name : names) {
            text += (text.empty() ? "" : ", ") + name;
        }
        return text;
    }

    std::unique_ptr<sim::Model> model_;  // stays where it is when a run is moved
    sim::Observations seen_ = 0;

  public:
    sim::JudgedWorld world;
};

// Moves `world` up to `steps` random steps; `visit(before, event, after)` sees each.
template <class Visit>
void walk(sim::JudgedWorld& world, support::SplitMix64& random, int steps, Visit visit) {
    for (int i = 0; i < steps; ++i) {
        const auto events = events_of(world);
        if (events.empty()) {
            return;
        }
        const sim::JudgedWorld before = world;
        const sim::Event event = events[random.below(events.size())];
        (void)world.step(event);
        visit(before, event, world);
    }
}

}  // namespace fixture
