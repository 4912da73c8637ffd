// Expands the states of a layer in their order. A way to a state of the next layer is dropped if a
// known way that ends with the same actor is as good: fewer switches, or as many and no further
// actor. The first layer with a violation ends the search.

#include "sim/search/layered_search.hpp"

#include <algorithm>
#include <bit>

#include "sim/judge/judged_transfer.hpp"

namespace sim {

using WorldAvoidance = Avoidance<JudgedWorld>;

LayeredSearch::LayeredSearch(const Model& model, const Property& property,
                             const SearchLimits& limits)
    : limits_{limits},
      judge_{
          JudgedWorld{model},
          {std::string{property.name}, property.kind, static_cast<unsigned>(property.observation)},
          limits},
      budget_{limits.max_memory},
      store_{JudgedWorld{model}, budget_, limits.max_states},
      base_{model} {}

bool LayeredSearch::stopped() {
    return watch_.stops(limits_, [this] {
        return Progress{store_.size(), nodes_.size(), depth_, next_.size(), budget_.used()};
    });
}

std::size_t LayeredSearch::number_of(Actor actor) {
    return actors_.try_emplace(actor, actors_.size() + 1).first->second;
}

bool LayeredSearch::arrive(const JudgedWorld& world, std::vector<Way>*& ways) {
    const Found found = store_.remember(world);
    if (found.number == kNoState) {
        return false;
    }
    ways = nullptr;
    if (found.number <= settled_) {
        return true;
    }
    if (found.is_new) {
        const auto octets = store_.sink().octets();
        if (!budget_.take(octets.size())) {
            return false;
        }
        next_.push_back({{octets.begin(), octets.end()}, {}});
    }
    ways = &next_[found.number - settled_ - 1].ways;
    return true;
}

void LayeredSearch::next_layer() {
    for (const State& state : layer_) {
        budget_.give(state.octets.size());
    }
    layer_ = std::move(next_);
    next_.clear();
    settled_ = store_.size();
    ++depth_;
}

void LayeredSearch::go_on(const State& from, Pick pick, std::size_t actor, std::vector<Way>& ways) {
    for (const Way& way : from.ways) {
        Way longer = way;
        longer.actor = actor;
        longer.switches += way.actor != 0 && way.actor != actor ? 1 : 0;
        longer.actors |= std::uint64_t{1} << std::min<std::size_t>(actor - 1, 63);
        const auto no_better = [&](const Way& other, const Way& than) {
            return other.actor == than.actor && (other.switches > than.switches ||
                                                 (other.switches == than.switches &&
                                                  (other.actors & than.actors) == than.actors));
        };
        if (std::any_of(ways.begin(), ways.end(),
                        [&](const Way& known) { return no_better(longer, known); })) {
            continue;
        }
        ways.erase(std::remove_if(ways.begin(), ways.end(),
                                  [&](const Way& known) { return no_better(known, longer); }),
                   ways.end());
        longer.node = static_cast<std::uint32_t>(nodes_.size());
        nodes_.push_back({way.node, pick});
        ways.push_back(longer);
    }
}

// False when a bound was hit.
bool LayeredSearch::expand(const State& from) {
    store_.restore(base_, from.octets);
    EventList<JudgedWorld> events;
    static_cast<const JudgedWorld&>(base_).enabled(events);
    for (std::uint32_t i = 0; i < events.size(); ++i) {
        if (stopped()) {
            return false;
        }
        JudgedWorld world = base_;
        const std::size_t actor = number_of(action_of(base_, events[i]).actor);
        const Observations seen = world.step(events[i]);
        const auto pick = static_cast<Pick>(i);
        std::vector<Way>* ways = &found_;
        if (!judge_.breaks(seen) && !arrive(world, ways)) {
            return false;
        }
        if (ways != nullptr) {
            go_on(from, pick, actor, *ways);
        }
    }
    return true;
}

// For properties that states break and not steps. False when a bound was hit.
bool LayeredSearch::judge_states() {
    for (const State& state : next_) {
        store_.restore(base_, state.octets);
        const WorldAvoidance::Answer answer = judge_.broken(base_);
        if (answer == WorldAvoidance::Answer::unknown) {
            return false;
        }
        if (answer == WorldAvoidance::Answer::doomed) {
            found_.insert(found_.end(), state.ways.begin(), state.ways.end());
        }
    }
    return true;
}

std::vector<Pick> LayeredSearch::best() const {
    const auto cost = [](const Way& way) {
        return std::pair{way.switches, std::popcount(way.actors)};
    };
    const auto way = std::min_element(
        found_.begin(), found_.end(),
        [&](const Way& left, const Way& right) { return cost(left) < cost(right); });
    std::vector<Pick> picks;
    for (std::uint32_t node = way->node; node != 0; node = nodes_[node].parent) {
        picks.push_back(nodes_[node].pick);
    }
    std::reverse(picks.begin(), picks.end());
    return picks;
}

std::optional<std::vector<Pick>> LayeredSearch::run(std::size_t max_steps) {
    nodes_.push_back({});
    std::vector<Way>* ways = nullptr;
    if (!arrive(base_, ways)) {
        return {};
    }
    ways->push_back({});
    if (!judge_states()) {
        return {};
    }
    for (std::size_t steps = 0; found_.empty() && steps < max_steps; ++steps) {
        next_layer();
        for (const State& state : layer_) {
            if (!expand(state)) {
                return {};
            }
        }
        if (!judge_states()) {
            return {};
        }
    }
    return found_.empty() ? std::nullopt : std::optional{best()};
}

}  // namespace sim
