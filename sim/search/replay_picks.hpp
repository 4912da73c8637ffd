#pragma once
// Walking a world along a list of picks, the way back from an explorer's answer to a state.

#include <cstddef>
#include <span>

#include "sim/world/world_concept.hpp"

namespace sim {

struct Replayed {
    std::size_t steps = 0;  // picks applied
    bool complete = false;  // all of them were enabled
    Observations last = 0;  // observed in the last step applied
    Observations all = 0;   // observed in any step applied
    bool operator==(const Replayed&) const = default;
};

// Applies the picks to `world` in order and stops at the first that is not enabled.
template <World W>
Replayed replay_picks(W& world, std::span<const Pick> picks) {
    Replayed replayed;
    EventList<W> events;
    for (const Pick pick : picks) {
        events.clear();
        static_cast<const W&>(world).enabled(events);
        if (pick >= events.size()) {
            return replayed;
        }
        replayed.last = world.step(events[pick]);
        replayed.all |= replayed.last;
        ++replayed.steps;
    }
    replayed.complete = true;
    return replayed;
}

}  // namespace sim
