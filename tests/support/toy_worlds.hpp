#pragma once
// Worlds small enough to count by hand, to hold the explorer against. Each is a sim::World.

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/world/world_concept.hpp"

namespace toys {

// Two actors with `reads` and `writes` events left: (r+1)(w+1) states, r(w+1) + w(r+1)
// transitions, depth r+w. Observation bit 0: the last write is done while reads are left.
struct Grid {
    enum class Event : std::uint8_t { read, write };
    std::uint16_t reads = 0;
    std::uint16_t writes = 0;

    void enabled(sim::EventList<Grid>& out) const {
        if (reads > 0) {
            out.push_back(Event::read);
        }
        if (writes > 0) {
            out.push_back(Event::write);
        }
    }
    sim::Observations step(Event event) {
        --(event == Event::read ? reads : writes);
        return event == Event::write && writes == 0 && reads > 0 ? 1U : 0U;
    }
    [[nodiscard]] bool finished() const { return true; }
    [[nodiscard]] bool satisfied() const { return reads == 0 && writes == 0; }
    template <class Self, class Archive>
    static void transfer(Self& self, Archive& archive) {
        archive.scalar(self.reads);
        archive.scalar(self.writes);
    }
};

// Eight counters that each go from 0 to `top`: (top+1)^8 states, 8*top*(top+1)^7 transitions,
// depth 8*top.
struct Counters {
    using Event = std::uint8_t;
    std::uint8_t top = 1;
    std::array<std::uint8_t, 8> counts{};

    void enabled(sim::EventList<Counters>& out) const {
        for (std::uint8_t i = 0; i < counts.size(); ++i) {
            if (counts[i] < top) {
                out.push_back(i);
            }
        }
    }
    sim::Observations step(Event event) {
        ++counts[event];
        return 0;
    }
    [[nodiscard]] bool finished() const { return true; }
    [[nodiscard]] bool satisfied() const { return false; }
    template <class Self, class Archive>
    static void transfer(Self& self, Archive& archive) {
        for (auto& count : self.counts) {
            archive.scalar(count);
        }
    }
};

// Philosophers who take the left fork, then the right one, eat and put both down. With n of them
// the only deadlock is "everyone holds the left fork", n steps away.
struct Philosophers {
    using Event = std::uint8_t;  // who moves
    std::uint8_t seats = 2;
    std::array<std::uint8_t, 6> forks_held{};  // 0, 1 (left) or 2

    [[nodiscard]] std::uint8_t right_of(std::uint8_t seat) const {
        return static_cast<std::uint8_t>((seat + 1) % seats);
    }
    [[nodiscard]] std::uint8_t left_of(std::uint8_t seat) const {
        return static_cast<std::uint8_t>((seat + seats - 1) % seats);
    }
    void enabled(sim::EventList<Philosophers>& out) const {
        for (std::uint8_t seat = 0; seat < seats; ++seat) {
            const bool left_free = forks_held[left_of(seat)] < 2;
            const bool right_free = forks_held[right_of(seat)] == 0;
            const std::uint8_t held = forks_held[seat];
            if (held == 2 || (held == 0 && left_free) || (held == 1 && right_free)) {
                out.push_back(seat);
            }
        }
    }
    sim::Observations step(Event seat) {
        forks_held[seat] = static_cast<std::uint8_t>((forks_held[seat] + 1) % 3);
        return 0;
    }
    [[nodiscard]] bool finished() const { return false; }
    [[nodiscard]] bool satisfied() const { return forks_held[0] == 2; }
    template <class Self, class Archive>
    static void transfer(Self& self, Archive& archive) {
        for (auto& held : self.forks_held) {
            archive.scalar(held);
        }
    }
};

// Any graph, written down. The graph is a constant of the world, the node is its state.
struct Graph {
    struct Edge {
        std::uint32_t to = 0;
        sim::Observations observed = 0;
    };
    struct Node {
        std::vector<Edge> edges;
        bool finished = false;
        bool satisfied = false;
    };
    using Nodes = std::vector<Node>;
};

struct GraphWorld {
    using Event = std::uint16_t;  // index into the node's edges
    const Graph::Nodes* nodes = nullptr;
    std::uint32_t at = 0;

    void enabled(sim::EventList<GraphWorld>& out) const {
        for (std::size_t i = 0; i < (*nodes)[at].edges.size(); ++i) {
            out.push_back(static_cast<Event>(i));
        }
    }
    sim::Observations step(Event event) {
        const Graph::Edge edge = (*nodes)[at].edges[event];
        at = edge.to;
        return edge.observed;
    }
    [[nodiscard]] bool finished() const { return (*nodes)[at].finished; }
    [[nodiscard]] bool satisfied() const { return (*nodes)[at].satisfied; }
    template <class Self, class Archive>
    static void transfer(Self& self, Archive& archive) {
        archive.scalar(self.at);
    }
};

static_assert(sim::World<Grid> && sim::World<Counters> && sim::World<Philosophers> &&
              sim::World<GraphWorld>);

}  // namespace toys
