#pragma once
// The lines of a text, numbered.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tools {

class LogLines {
  public:
    explicit LogLines(std::string_view text);

    // Without its line feed, carriage return and colours; valid until the next call. A line that
    // is too long is empty, and counted.
    std::optional<std::string_view> next();
    [[nodiscard]] std::uint64_t number() const { return number_; }  // of the last one, from 1
    [[nodiscard]] std::uint64_t too_long() const { return too_long_; }

  private:
    std::string_view rest_;
    std::string plain_;
    std::uint64_t number_ = 0;
    std::uint64_t too_long_ = 0;
};

}  // namespace tools
