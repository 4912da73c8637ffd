#pragma once
// Times of log lines, in nanoseconds since the first one of the file.

#include <cstdint>
#include <optional>
#include <string_view>

namespace tools {

// The first time of day in a text, with a date before it where there is one:
// "2024/07/03 17:57:59.123", "2024-07-03T17:57:59", "17:04:26.381". Nanoseconds since 1970, or
// since midnight.
struct LogClock {
    std::int64_t nanoseconds = 0;
    bool dated = false;
};
std::optional<LogClock> find_log_clock(std::string_view text);

// "0.190" seconds → 190,000,000.
std::optional<std::int64_t> log_seconds(std::string_view text);

class LogTimes {
  public:
    // -1 for no time. Without a date, a time of day that is half a day earlier is on the next day.
    std::int64_t since_first(std::optional<LogClock> clock);

  private:
    std::optional<std::int64_t> first_;
    std::int64_t last_ = 0;
    std::int64_t days_ = 0;
};

}  // namespace tools
