#pragma once
// The 128-bit digest that stands for a state in the visited set: XXH3-128 of its canonical octets,
// seed 0, pinned by a test. With n states the chance that any two share a digest is below
// n^2 / 2^129: under 10^-20 for a thousand million states.

#ifndef XXH_INLINE_ALL
#define XXH_INLINE_ALL
#endif
#include <cstddef>
#include <cstdint>
#include <span>

#include <xxhash.h>

namespace sim {

struct Digest {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    bool operator==(const Digest&) const = default;
};

inline Digest digest_of(std::span<const std::byte> octets) {
    const XXH128_hash_t hash = XXH3_128bits(octets.data(), octets.size());
    return {hash.low64, hash.high64};
}

}  // namespace sim
