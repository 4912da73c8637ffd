#pragma once
// What becomes of a state from which the goal of progress cannot be reached any more: the shortest
// way from it to an end, where nothing is enabled, or, if there is none, a way round a cycle.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sim/search/memory_budget.hpp"
#include "sim/search/state_graph.hpp"
#include "sim/search/visited_set.hpp"
#include "sim/world/world_concept.hpp"

namespace sim {

struct BadEnd {
    std::vector<Pick> picks;  // from the stuck state; the last state has nothing enabled …
    // … or is the one after so many of these picks: from there on the same steps go on for ever.
    std::optional<std::size_t> cycle_from;
};

// States that are looked at before any end is good enough.
inline constexpr std::uint64_t kMostStatesToAnEnd = 20'000;

namespace detail {

template <World W>
class BadEndSearch {
  public:
    explicit BadEndSearch(const W& stuck)
        : stuck_{stuck}, budget_{kUnlimitedMemory}, visited_{budget_}, tree_{budget_} {}

    // Nothing where no end was found.
    std::optional<std::vector<Pick>> nearest_end() {
        std::vector<W> layer{stuck_};
        std::vector<StateNumber> numbers{add(stuck_, kNoState, 0)};
        while (!layer.empty()) {
            std::vector<W> next;
            std::vector<StateNumber> next_numbers;
            for (std::size_t i = 0; i < layer.size(); ++i) {
                EventList<W> events;
                static_cast<const W&>(layer[i]).enabled(events);
                if (events.empty()) {
                    return tree_.path_to(numbers[i]);
                }
                for (std::uint32_t pick = 0; pick < events.size(); ++pick) {
                    W after = layer[i];
                    (void)after.step(events[pick]);
                    const StateNumber number = add(after, numbers[i], static_cast<Pick>(pick));
                    if (number != kNoState) {
                        next.push_back(std::move(after));
                        next_numbers.push_back(number);
                    }
                }
            }
            if (tree_.size() > kMostStatesToAnEnd) {
                return std::nullopt;
            }
            layer = std::move(next);
            numbers = std::move(next_numbers);
        }
        return std::nullopt;
    }

    // The first event of every state, until an end or a state that was there before.
    BadEnd first_way() {
        BadEnd end;
        DigestSet seen{budget_};
        W world = stuck_;
        for (;;) {
            const auto number = static_cast<StateNumber>(end.picks.size() + 1);
            const Found found = seen.find_or_insert(digest_of(octets_of(world)), {}, number);
            if (!found.is_new) {
                end.cycle_from = found.number - 1U;
                return end;
            }
            EventList<W> events;
            static_cast<const W&>(world).enabled(events);
            if (events.empty()) {
                return end;
            }
            (void)world.step(events.front());
            end.picks.push_back(0);
        }
    }

  private:
    static constexpr std::uint64_t kUnlimitedMemory = ~std::uint64_t{0};

    std::span<const std::byte> octets_of(const W& world) {
        sink_.clear();
        W::transfer(world, sink_);
        return sink_.octets();
    }

    // kNoState if the state is known.
    StateNumber add(const W& world, StateNumber from, Pick pick) {
        const auto next = static_cast<StateNumber>(tree_.size() + 1);
        const Found found = visited_.find_or_insert(digest_of(octets_of(world)), {}, next);
        return found.is_new && tree_.add(from, pick) ? found.number : kNoState;
    }

    const W& stuck_;
    MemoryBudget budget_;
    DigestSet visited_;
    SearchTree tree_;
    Sink sink_;
};

}  // namespace detail

// `stuck`: no satisfied() state can be reached from it.
template <World W>
BadEnd bad_end(const W& stuck) {
    detail::BadEndSearch<W> search{stuck};
    if (auto picks = search.nearest_end()) {
        return {std::move(*picks), std::nullopt};
    }
    return search.first_way();
}

}  // namespace sim
