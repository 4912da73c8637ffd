#pragma once
// The octets that begin a client's half of a connection (RFC 9113 section 3.4), cut anywhere.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace h2 {

inline constexpr std::string_view kClientPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

class PrefaceReader {
  public:
    enum class Outcome : std::uint8_t { need_more, complete, mismatch };

    // Takes octets from the front of `input`: all that match, at most 24 over all calls. Once
    // complete or mismatched it takes nothing more and gives the same answer.
    Outcome next(std::span<const std::byte>& input);
    [[nodiscard]] std::size_t taken() const { return taken_; }

  private:
    std::uint8_t taken_ = 0;
    bool mismatch_ = false;
};

}  // namespace h2
