#pragma once
// Reads headers from octets: numbers in network order, and what is beyond the end is 0 and noted.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

namespace tools {

class OctetReader {
  public:
    explicit OctetReader(std::span<const std::byte> octets) : rest_{octets} {}

    [[nodiscard]] std::span<const std::byte> rest() const { return rest_; }
    // Whether more was asked for than there was.
    [[nodiscard]] bool is_short() const { return short_; }
    [[nodiscard]] std::uint8_t peek() const {
        return rest_.empty() ? 0 : std::to_integer<std::uint8_t>(rest_.front());
    }

    std::uint32_t number(std::size_t octets) {
        std::uint32_t value = 0;
        for (const std::byte octet : take(octets)) {
            value = value << 8U | std::to_integer<std::uint32_t>(octet);
        }
        return value;
    }
    void skip(std::size_t octets) { (void)take(octets); }
    // So many, or fewer where there are no more.
    std::span<const std::byte> take(std::size_t octets) {
        const std::size_t count = std::min(octets, rest_.size());
        short_ = short_ || count < octets;
        const std::span<const std::byte> taken = rest_.first(count);
        rest_ = rest_.subspan(count);
        return taken;
    }

  private:
    std::span<const std::byte> rest_;
    bool short_ = false;
};

}  // namespace tools
