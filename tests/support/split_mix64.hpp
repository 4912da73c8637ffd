#pragma once
// Random numbers for tests, the same on every machine (SplitMix64, a public-domain algorithm).

#include <cstdint>

namespace support {

class SplitMix64 {
  public:
    explicit constexpr SplitMix64(std::uint64_t seed) : state_{seed} {}
    constexpr std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9e37'79b9'7f4a'7c15ULL);
        z = (z ^ (z >> 30U)) * 0xbf58'476d'1ce4'e5b9ULL;
        z = (z ^ (z >> 27U)) * 0x94d0'49bb'1331'11ebULL;
        return z ^ (z >> 31U);
    }
    // 0 … bound-1
    constexpr std::uint64_t below(std::uint64_t bound) { return next() % bound; }
    constexpr bool chance(std::uint64_t one_in) { return below(one_in) == 0; }

  private:
    std::uint64_t state_;
};

static_assert(SplitMix64{0}.next() == 0xe220'a839'7b1d'cdafULL);

}  // namespace support
