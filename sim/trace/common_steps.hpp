#pragma once
// Which elements of two lists are the same, in an order that both have: the longest such list, by
// Hunt and Szymanski (CACM 1977). It takes time and memory by the number of pairs that could belong
// together, which is bounded; of two traces hardly more than steps, for few steps happen twice.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sim {

struct CommonStep {
    std::size_t first = 0;  // index in the first list
    std::size_t second = 0;
    bool operator==(const CommonStep&) const = default;
};

inline constexpr std::size_t kMostPairs = std::size_t{1} << 21U;  // 24 octets each

// Elements with the same number are the same. As long as none is in a list too often (`most_pairs`
// over its size), there is no longer list; else an element is paired with those that come about as
// often before it in the other list.
std::vector<CommonStep> common_steps(std::span<const std::uint32_t> first,
                                     std::span<const std::uint32_t> second,
                                     std::size_t most_pairs = kMostPairs);

}  // namespace sim
