// The names of bounds and strategies, in the order of their enumerations.

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

std::string_view name(Bound bound) {
    constexpr std::array<std::string_view, 7> kNames{
        "none", "states", "depth", "memory", "stopped", "first-violation", "answered"};
    return pick_name(kNames, bound);
}

std::string_view name(Strategy strategy) {
    constexpr std::array<std::string_view, 2> kNames{"bfs", "dfs"};
    return pick_name(kNames, strategy);
}

}  // namespace sim
