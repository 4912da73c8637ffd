#pragma once
// What the explorer asks of a world: a value that lists the events that may happen next and
// applies one of them. Nothing else ever changes it, so a list of picks names a state for ever.

#include <concepts>
#include <cstdint>
#include <type_traits>

#include "h2core/inline_vector.hpp"
#include "sim/promises/property_kind.hpp"
#include "sim/world/archive.hpp"

namespace sim {

// A pick: an index into the enabled events of a state.
using Pick = std::uint16_t;

template <class Event>
using InlineEvents = h2::InlineVector<Event, 32>;

template <class W>
using EventList = InlineEvents<typename W::Event>;

// enabled(out)     appends the enabled events in one fixed, documented order; `out` comes empty.
//                  At most 65,535 of them.
// step(event)      applies one enabled event and says what was observed in doing so.
// finished()       asked of states without enabled events: a proper end, not a deadlock.
// satisfied()      the goal of progress: every outstanding request has been answered.
// transfer(self, archive) static: writes the whole state of a const world into a Sink, or reads it
//                  back from a Source (sim/world/archive.hpp); one function for both.
// interned()       optional: the lists that references point to, for reading back.
// gauge()          optional: a small number, of which an exploration tells the largest.
template <class W>
concept World = std::copyable<W> && std::is_trivially_copyable_v<typename W::Event> &&
                requires(W world, const W constant, const typename W::Event event,
                         EventList<W>& out, Sink& sink, Source& source) {
                    constant.enabled(out);
                    { world.step(event) } -> std::same_as<Observations>;
                    { constant.finished() } -> std::same_as<bool>;
                    { constant.satisfied() } -> std::same_as<bool>;
                    W::transfer(constant, sink);
                    W::transfer(world, source);
                };

template <class W>
concept GaugedWorld = World<W> && requires(const W world) {
    { world.gauge() } -> std::same_as<std::uint32_t>;
};

// The lists a world's references point to; none for a world without references.
template <World W>
Interned interned_of(const W& world) {
    if constexpr (requires {
                      { world.interned() } -> std::convertible_to<Interned>;
                  }) {
        return world.interned();
    } else {
        return {};
    }
}

}  // namespace sim
