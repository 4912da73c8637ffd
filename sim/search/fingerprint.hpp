#pragma once
// Stands for a set of states whatever their order: the sum of their digests modulo 2^128. Two
// explorations with the same number of states and the same fingerprint have reached the same
// canonical states: two different sets of n states each share one with a chance of about 2^-128,
// as long as nobody has made their digests up.

#include <cstdint>

#include "sim/world/digest.hpp"

namespace sim {

struct Fingerprint {
    std::uint64_t low = 0;
    std::uint64_t high = 0;

    // Once for each state of the set.
    void add(const Digest& digest) {
        low += digest.low;
        high += digest.high + (low < digest.low ? 1 : 0);
    }
    bool operator==(const Fingerprint&) const = default;
};

}  // namespace sim
