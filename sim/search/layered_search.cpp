#include "sim/search/layered_search.hpp"

#include <algorithm>
#include <bit>

#include "sim/judge/judged_transfer.hpp"
#include "sim/judge/properties.hpp"
#include "sim/trace/describe.hpp"

namespace sim {

using Judge = Avoidance<JudgedWorld>;

LayeredSearch::LayeredSearch(const Model& model, const Property& property,
                             const MinimizeBounds& bounds)
    : bounds_{bounds},
      judge_{
          JudgedWorld{model},
          {std::string{property.name}, property.kind, static_cast<unsigned>(property.observation)},
          bounds.max_states,
          bounds.should_stop},
      base_{model} {}

bool LayeredSearch::out_of_bounds() {
    ++steps_;
    return visited_.size() + next_.size() > bounds_.max_states ||
           (steps_ % 1024 == 0 && bounds_.should_stop && bounds_.should_stop());
}

std::size_t LayeredSearch::actor_of(const JudgedWorld& world, Event event) {
    return actors_.try_emplace(describe(world, event).actor, actors_.size() + 1).first->second;
}

// The state in the next layer; null if it is nearer to the beginning than that.
LayeredSearch::State* LayeredSearch::arrive(const JudgedWorld& world) {
    JudgedWorld copy = world;
    sink_.clear();
    copy.transfer(sink_);
    const Digest digest = digest_of(sink_.octets());
    const Key key{digest.high, digest.low};
    if (visited_.contains(key)) {
        return nullptr;
    }
    const auto [place, is_new] = in_next_.try_emplace(key, next_.size());
    if (is_new) {
        next_.push_back({{sink_.octets().begin(), sink_.octets().end()}, {}});
    }
    return &next_[place->second];
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
    Source source{from.octets, base_.interned()};
    base_.transfer(source);
    EventList<JudgedWorld> events;
    static_cast<const JudgedWorld&>(base_).enabled(events);
    for (std::uint32_t i = 0; i < events.size(); ++i) {
        if (out_of_bounds()) {
            return false;
        }
        JudgedWorld world = base_;
        const std::size_t actor = actor_of(base_, events[i]);
        const Observations seen = world.step(events[i]);
        const auto pick = static_cast<Pick>(i);
        if (judge_.breaks(seen)) {
            go_on(from, pick, actor, found_);
        } else if (State* const state = arrive(world)) {
            go_on(from, pick, actor, state->ways);
        }
    }
    return true;
}

// For properties that states break and not steps. False when a bound was hit.
bool LayeredSearch::judge_states() {
    for (const State& state : next_) {
        Source source{state.octets, base_.interned()};
        base_.transfer(source);
        const Judge::Answer answer = judge_.broken(base_);
        if (answer == Judge::Answer::unknown) {
            return false;
        }
        if (answer == Judge::Answer::doomed) {
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
    arrive(base_)->ways.push_back({});
    if (!judge_states()) {
        return {};
    }
    for (std::size_t steps = 0; found_.empty() && steps < max_steps; ++steps) {
        layer_ = std::move(next_);
        next_.clear();
        for (const auto& [key, place] : in_next_) {
            visited_.insert(key);
        }
        in_next_.clear();
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
