#include "sim/search/exploration.hpp"

#include <array>
#include <cstddef>

namespace sim {
namespace {

template <class Enum, std::size_t size>
std::string_view pick_name(const std::array<std::string_view, size>& names, Enum value) {
    return names[static_cast<std::size_t>(value)];
}

}  // namespace

std::string_view name(PropertyKind kind) {
    constexpr std::array<std::string_view, 4> kNames{"always", "sometimes", "no-deadlock",
                                                     "eventually"};
    return pick_name(kNames, kind);
}

std::string_view name(PropertyVerdict verdict) {
    constexpr std::array<std::string_view, 5> kNames{"holds", "violated", "reached", "unreached",
                                                     "unknown"};
    return pick_name(kNames, verdict);
}

std::string_view name(Bound bound) {
    constexpr std::array<std::string_view, 6> kNames{"none",   "states",  "depth",
                                                     "memory", "stopped", "first-violation"};
    return pick_name(kNames, bound);
}

std::string_view name(Strategy strategy) {
    constexpr std::array<std::string_view, 2> kNames{"bfs", "dfs"};
    return pick_name(kNames, strategy);
}

}  // namespace sim
