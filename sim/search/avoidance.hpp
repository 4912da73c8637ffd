#pragma once
// Whether a property can still be kept from a state: a search for one maximal path that never
// breaks it (see sim/search/point_of_no_return.hpp). What is found doomed or stuck is remembered
// from one question to the next.

#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "sim/search/chunked_vector.hpp"
#include "sim/search/exploration.hpp"
#include "sim/search/search_limits.hpp"
#include "sim/search/state_store.hpp"
#include "sim/world/world_concept.hpp"

namespace sim {

template <World W>
class Avoidance {
  public:
    enum class Answer : std::uint8_t { avoidable, doomed, unknown };

    Avoidance(const W& initial, PropertySpec property, SearchLimits limits)
        : property_{std::move(property)},
          limits_{std::move(limits)},
          budget_{limits_.max_memory},
          store_{initial, budget_},
          marks_{budget_},
          scratch_{initial} {}

    // Depth first. A state met again on the path below itself closes a cycle: that path goes on
    // for ever, so the first cycle, or the first proper end, is an answer. Every state that is left
    // behind is doomed.
    Answer ask(const W& world) {
        while (!path_.empty()) {
            leave(Mark::none);
        }
        if (const auto answer = enter(world)) {
            return *answer;
        }
        while (!path_.empty()) {
            Frame& top = path_.back();
            if (top.next == top.events.size()) {
                leave(Mark::doomed);
                continue;
            }
            store_.restore(scratch_, top.octets);
            const Observations seen = scratch_.step(top.events[top.next++]);
            if (property_.kind == PropertyKind::always && (seen & observation()) != 0) {
                continue;
            }
            if (const auto answer = enter(scratch_)) {
                return *answer;
            }
        }
        return Answer::doomed;
    }

    [[nodiscard]] std::uint64_t states() const { return states_; }
    // The step breaks the property by itself.
    [[nodiscard]] bool breaks(Observations seen) const {
        return (property_.kind == PropertyKind::always ||
                property_.kind == PropertyKind::sometimes) &&
               (seen & observation()) != 0;
    }
    // The state does: a deadlock, or no way to the goal.
    Answer broken(const W& world) {
        switch (property_.kind) {
            case PropertyKind::no_deadlock: {
                EventList<W> events;
                world.enabled(events);
                return events.empty() && !world.finished() ? Answer::doomed : Answer::avoidable;
            }
            case PropertyKind::eventually: return reach(world);
            case PropertyKind::always:
            case PropertyKind::sometimes: break;
        }
        return Answer::avoidable;
    }

  private:
    // What is known of a state.
    enum class Mark : std::uint8_t { none, on_path, doomed };
    struct Known {
        std::uint32_t query = 0;  // the last reach() that has seen it
        Mark mark = Mark::none;
        bool stuck = false;  // no way to the goal
    };
    struct Frame {
        StateNumber state = kNoState;
        std::vector<std::byte> octets;
        EventList<W> events;
        std::uint32_t next = 0;
    };

    [[nodiscard]] Observations observation() const {
        return Observations{1} << property_.observation_bit;
    }

    // The state's number; kNoState without memory.
    StateNumber remember(const W& world) {
        const Found found = store_.remember(world);
        return found.number != kNoState && found.is_new && !marks_.push_back({}) ? kNoState
                                                                                 : found.number;
    }
    Known& known(StateNumber state) { return marks_[state - 1U]; }

    // The octets of the state that was remembered last; empty without memory.
    std::vector<std::byte> kept_octets() {
        const auto octets = store_.sink().octets();
        return budget_.take(octets.size()) ? std::vector<std::byte>{octets.begin(), octets.end()}
                                           : std::vector<std::byte>{};
    }

    void leave(Mark mark) {
        known(path_.back().state).mark = mark;
        budget_.give(path_.back().octets.size());
        path_.pop_back();
    }

    bool exhausted() {
        ++states_;
        return states_ > limits_.max_states || watch_.stops(limits_, [this] {
            return Progress{states_, states_, static_cast<std::uint32_t>(path_.size()), 0,
                            budget_.used()};
        });
    }

    // An answer, or nothing where the search goes on: from this state, or elsewhere if it is
    // doomed.
    std::optional<Answer> enter(const W& world) {
        Frame frame;
        frame.state = remember(world);
        if (frame.state == kNoState) {
            return Answer::unknown;
        }
        switch (known(frame.state).mark) {
            case Mark::doomed: return {};
            case Mark::on_path: return Answer::avoidable;
            case Mark::none: break;
        }
        frame.octets = kept_octets();
        if (frame.octets.empty() || exhausted()) {
            budget_.give(frame.octets.size());
            return Answer::unknown;
        }
        const Answer state = broken(world);
        if (state == Answer::avoidable) {
            world.enabled(frame.events);
            if (!frame.events.empty()) {
                known(frame.state).mark = Mark::on_path;
                path_.push_back(std::move(frame));
                return {};
            }
        }
        budget_.give(frame.octets.size());
        if (state != Answer::doomed) {
            return state;
        }
        known(frame.state).mark = Mark::doomed;
        return {};
    }

    // Whether a satisfied state can be reached (avoidable) or not (doomed).
    Answer reach(const W& world) {
        ++query_;
        std::vector<StateNumber> seen;
        std::vector<std::vector<std::byte>> open;
        const Answer answer = reach(world, seen, open);
        for (const auto& octets : open) {
            budget_.give(octets.size());
        }
        if (answer == Answer::doomed) {
            for (const StateNumber state : seen) {
                known(state).stuck = true;
            }
        }
        return answer;
    }
    Answer reach(const W& world, std::vector<StateNumber>& seen,
                 std::vector<std::vector<std::byte>>& open) {
        const auto add = [&](const W& each) {
            const StateNumber state = remember(each);
            if (state == kNoState) {
                return false;
            }
            Known& of_state = known(state);
            if (!of_state.stuck && std::exchange(of_state.query, query_) != query_) {
                seen.push_back(state);
                open.push_back(kept_octets());
                return !open.back().empty();
            }
            return true;
        };
        if (!add(world)) {
            return Answer::unknown;
        }
        W from = world;
        while (!open.empty()) {
            store_.restore(from, open.back());
            budget_.give(open.back().size());
            open.pop_back();
            if (from.satisfied()) {
                return Answer::avoidable;
            }
            if (exhausted()) {
                return Answer::unknown;
            }
            EventList<W> events;
            static_cast<const W&>(from).enabled(events);
            for (std::uint32_t i = events.size(); i > 0; --i) {  // the first is tried first
                W next = from;
                (void)next.step(events[i - 1]);
                if (!add(next)) {
                    return Answer::unknown;
                }
            }
        }
        return Answer::doomed;
    }

    PropertySpec property_;
    SearchLimits limits_;
    MemoryBudget budget_;
    StateStore<W> store_;
    ChunkedVector<Known> marks_;  // of state n at n-1
    W scratch_;
    Watch watch_;
    std::uint64_t states_ = 0;
    std::uint32_t query_ = 0;
    std::vector<Frame> path_;
};

}  // namespace sim
