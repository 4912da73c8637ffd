#pragma once
// One of n parts of the scenarios, for machines that share the work: `check --shard i/n`.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tools/runs/selection.hpp"

namespace tools {

inline constexpr std::uint32_t kMostShards = 100'000;

struct Shard {
    std::uint32_t index = 1;  // from 1
    std::uint32_t count = 1;
    bool operator==(const Shard&) const = default;
};

// "2/5"; nothing where that is not two decimal numbers with 1 <= index <= count <= kMostShards.
std::optional<Shard> parse_shard(std::string_view text);

// The part a scenario belongs to, from 1: XXH3-64 (seed 0) of its id, or of its file where it has
// no id, modulo `count`. It depends on nothing else, so a new scenario never moves another one.
std::uint32_t shard_index(std::string_view label, std::uint32_t count);

// XXH3-128, in hex, of what was selected, in its order: labels and resolved documents (or the
// errors), and `more`. Shards of one run agree on it.
std::string selection_digest(const Selection& selection, std::string_view more);

// Leaves only the scenarios of the shard.
void keep_shard(Selection& selection, const Shard& shard);

}  // namespace tools
