#pragma once
// A flow-control window (RFC 9113 section 6.9). Signed on purpose: a change of
// INITIAL_WINDOW_SIZE may drive it below zero, and the sender must track that (section 6.9.2).
// Sums are formed in 64 bits, so that no increment can wrap.

#include <cstdint>

namespace h2 {

class Window {
  public:
    static constexpr std::int64_t kMax = 0x7fff'ffff;  // section 6.9.1
    static constexpr std::int32_t kInitial = 65'535;   // section 6.9.2

    constexpr Window() = default;
    explicit constexpr Window(std::int32_t size) : size_{size} {}

    [[nodiscard]] constexpr std::int32_t size() const { return size_; }

    // WINDOW_UPDATE or a raised INITIAL_WINDOW_SIZE (delta may be negative for a lowered one).
    // False, and nothing changes, where the window would pass 2^31-1.
    [[nodiscard]] constexpr bool change(std::int64_t delta) {
        const std::int64_t changed = std::int64_t{size_} + delta;
        if (changed > kMax || changed < -kMax - 1) {
            return false;
        }
        size_ = static_cast<std::int32_t>(changed);
        return true;
    }
    // Whether DATA of that size may be sent, or received, now. An empty one always may.
    [[nodiscard]] constexpr bool admits(std::uint32_t octets) const {
        return octets == 0 || std::int64_t{size_} >= std::int64_t{octets};
    }
    constexpr bool operator==(const Window&) const = default;

  private:
    std::int32_t size_ = kInitial;
};

}  // namespace h2
