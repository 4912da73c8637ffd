#pragma once
// Random numbers for searches: the same on every machine and compiler, for ever. The generator is
// xoshiro256** 1.0, its state filled by SplitMix64 (both David Blackman and Sebastiano Vigna,
// public domain, https://prng.di.unimi.it). Not for secrets.
//
// Run number i of a search with seed s draws from Random{s, i} alone. So what a run does depends on
// nothing but these two numbers: not on how many runs there are, nor on who makes which.

#include <array>
#include <cstdint>

namespace sim {

class SplitMix64 {
  public:
    explicit constexpr SplitMix64(std::uint64_t state) : state_{state} {}

    constexpr std::uint64_t next() {
        state_ += kStride;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30U)) * 0xbf58'476d'1ce4'e5b9U;
        z = (z ^ (z >> 27U)) * 0x94d0'49bb'1331'11ebU;
        return z ^ (z >> 31U);
    }

  private:
    static constexpr std::uint64_t kStride = 0x9e37'79b9'7f4a'7c15U;
    std::uint64_t state_;
};

class Random {
  public:
    // The seed is scrambled before the run's number is added, and the sum again: runs that follow
    // one another, or seeds that do, have nothing in common.
    constexpr Random(std::uint64_t seed, std::uint64_t run) {
        SplitMix64 filler{SplitMix64{SplitMix64{seed}.next() + run}.next()};
        for (std::uint64_t& word : words_) {
            word = filler.next();
        }
    }

    // 64 random bits.
    constexpr std::uint64_t next() {
        const std::uint64_t result = rotated(words_[1] * 5, 7) * 9;
        const std::uint64_t shifted = words_[1] << 17U;
        words_[2] ^= words_[0];
        words_[3] ^= words_[1];
        words_[1] ^= words_[2];
        words_[0] ^= words_[3];
        words_[2] ^= shifted;
        words_[3] = rotated(words_[3], 45);
        return result;
    }

    // One of 0 … bound-1, each exactly as likely as the others; `bound` is at least 1. Daniel
    // Lemire, "Fast Random Integer Generation in an Interval", ACM TOMACS 2019.
    constexpr std::uint32_t below(std::uint32_t bound) {
        std::uint64_t product = (next() >> 32U) * bound;
        auto fraction = static_cast<std::uint32_t>(product);
        if (fraction < bound) {
            const std::uint32_t unfair = (0U - bound) % bound;  // 2^32 modulo bound
            while (fraction < unfair) {
                product = (next() >> 32U) * bound;
                fraction = static_cast<std::uint32_t>(product);
            }
        }
        return static_cast<std::uint32_t>(product >> 32U);
    }

  private:
    static constexpr std::uint64_t rotated(std::uint64_t word, unsigned by) {
        return (word << by) | (word >> (64U - by));
    }

    std::array<std::uint64_t, 4> words_{};
};

}  // namespace sim
