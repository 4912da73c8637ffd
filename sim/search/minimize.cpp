// The layered search comes first, and what it finds is proven. Only where it hits a bound are the
// picks shortened instead, and the outcome is dropped if it is harder to read than the picks were.

#include "sim/search/minimize.hpp"

#include <set>

#include "sim/search/layered_search.hpp"
#include "sim/search/shrink.hpp"

namespace sim {

TraceShape shape_of(std::span<const Actor> actors) {
    TraceShape shape{actors.size(), 0, std::set<Actor>{actors.begin(), actors.end()}.size()};
    for (std::size_t i = 1; i < actors.size(); ++i) {
        shape.switches += actors[i] != actors[i - 1] ? 1 : 0;
    }
    return shape;
}

std::vector<Actor> actors_of(const Model& model, std::span<const Pick> picks) {
    JudgedWorld world{model};
    std::vector<Actor> actors;
    EventList<JudgedWorld> events;
    for (const Pick pick : picks) {
        events.clear();
        static_cast<const JudgedWorld&>(world).enabled(events);
        if (pick >= events.size()) {
            break;
        }
        actors.push_back(action_of(world, events[pick]).actor);
        world.step(events[pick]);
    }
    return actors;
}

Minimized minimize(const Model& model, const Property& property, std::span<const Pick> picks,
                   const SearchLimits& limits) {
    Minimized minimized;
    LayeredSearch search{model, property, limits};
    auto found = search.run(picks.size());
    minimized.proven = found.has_value();
    minimized.states = search.states();
    if (found) {
        minimized.picks = std::move(*found);
        return minimized;
    }
    Shrinker shrinker{model, property, limits};
    minimized.picks = shrinker.run(picks);
    minimized.states += shrinker.states();
    if (shape_of(actors_of(model, minimized.picks)) > shape_of(actors_of(model, picks))) {
        minimized.picks.assign(picks.begin(), picks.end());
    }
    return minimized;
}

}  // namespace sim
