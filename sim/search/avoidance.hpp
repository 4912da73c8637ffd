#pragma once
// Whether a property can still be kept from a state: a search for one maximal path that never
// breaks it (see sim/search/point_of_no_return.hpp). What is found doomed or stuck is remembered
// from one question to the next.

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "sim/search/exploration.hpp"
#include "sim/world/archive.hpp"
#include "sim/world/digest.hpp"
#include "sim/world/world_concept.hpp"

namespace sim {

template <World W>
class Avoidance {
  public:
    enum class Answer : std::uint8_t { avoidable, doomed, unknown };

    Avoidance(const W& initial, PropertySpec property, std::uint64_t max_states,
              std::function<bool()> should_stop)
        : property_{std::move(property)},
          interned_{interned_of(initial)},
          scratch_{initial},
          max_states_{max_states},
          should_stop_{std::move(should_stop)} {}

    // Depth first. A state met again on the path below itself closes a cycle: that path goes on
    // for ever, so the first cycle, or the first proper end, is an answer. Every state that is left
    // behind is doomed.
    Answer ask(const W& world) {
        path_.clear();
        on_path_.clear();
        if (const auto answer = enter(world)) {
            return *answer;
        }
        while (!path_.empty()) {
            Frame& top = path_.back();
            if (top.next == top.events.size()) {
                doomed_.insert(top.key);
                on_path_.erase(top.key);
                path_.pop_back();
                continue;
            }
            W world_after = restored(top.octets);
            const Observations seen = world_after.step(top.events[top.next++]);
            if (property_.kind == PropertyKind::always && (seen & observation()) != 0) {
                continue;
            }
            if (const auto answer = enter(world_after)) {
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
        if (property_.kind == PropertyKind::no_deadlock) {
            EventList<W> events;
            world.enabled(events);
            return events.empty() && !world.finished() ? Answer::doomed : Answer::avoidable;
        }
        return property_.kind == PropertyKind::eventually ? reach(world) : Answer::avoidable;
    }

  private:
    using Key = std::pair<std::uint64_t, std::uint64_t>;
    struct Frame {
        Key key;
        std::vector<std::byte> octets;
        EventList<W> events;
        std::uint32_t next = 0;
    };

    [[nodiscard]] Observations observation() const {
        return Observations{1} << property_.observation_bit;
    }

    std::vector<std::byte> octets_of(const W& world) {
        W copy = world;  // transfer() serves both directions
        sink_.clear();
        copy.transfer(sink_);
        return {sink_.octets().begin(), sink_.octets().end()};
    }

    static Key key_of(std::span<const std::byte> octets) {
        const Digest digest = digest_of(octets);
        return {digest.high, digest.low};
    }

    W restored(std::span<const std::byte> octets) {
        Source source{octets, interned_};
        scratch_.transfer(source);
        return scratch_;
    }

    bool exhausted() {
        ++states_;
        return states_ > max_states_ || (states_ % 1024 == 0 && should_stop_ && should_stop_());
    }

    // An answer, or nothing where the search goes on: from this state, or elsewhere if it is
    // doomed.
    std::optional<Answer> enter(const W& world) {
        Frame frame;
        frame.octets = octets_of(world);
        frame.key = key_of(frame.octets);
        if (doomed_.contains(frame.key)) {
            return {};
        }
        if (on_path_.contains(frame.key)) {
            return Answer::avoidable;
        }
        if (exhausted()) {
            return Answer::unknown;
        }
        const Answer state = broken(world);
        if (state == Answer::unknown) {
            return state;
        }
        if (state == Answer::doomed) {
            doomed_.insert(frame.key);
            return {};
        }
        world.enabled(frame.events);
        if (frame.events.empty()) {
            return Answer::avoidable;
        }
        on_path_.insert(frame.key);
        path_.push_back(std::move(frame));
        return {};
    }

    // Whether a satisfied state can be reached (avoidable) or not (doomed).
    Answer reach(const W& world) {
        std::set<Key> seen;
        std::vector<std::vector<std::byte>> open;
        const auto add = [&](const W& each) {
            std::vector<std::byte> octets = octets_of(each);
            const Key key = key_of(octets);
            if (!stuck_.contains(key) && seen.insert(key).second) {
                open.push_back(std::move(octets));
            }
        };
        add(world);
        while (!open.empty()) {
            const W from = restored(open.back());
            open.pop_back();
            if (from.satisfied()) {
                return Answer::avoidable;
            }
            if (exhausted()) {
                return Answer::unknown;
            }
            EventList<W> events;
            from.enabled(events);
            for (std::uint32_t i = events.size(); i > 0; --i) {  // the first is tried first
                W next = from;
                (void)next.step(events[i - 1]);
                add(next);
            }
        }
        stuck_.merge(seen);
        return Answer::doomed;
    }

    PropertySpec property_;
    Interned interned_;
    W scratch_;
    std::uint64_t max_states_;
    std::function<bool()> should_stop_;
    std::uint64_t states_ = 0;
    Sink sink_;
    std::vector<Frame> path_;
    std::set<Key> on_path_;
    std::set<Key> doomed_;
    std::set<Key> stuck_;
};

}  // namespace sim
