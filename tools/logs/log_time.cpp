// Finds times by their digits; a date is looked for right before the time of day.

#include "tools/logs/log_time.hpp"

#include <chrono>

#include "tools/logs/log_values.hpp"

namespace tools {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kDay = 86'400 * kSecond;
constexpr std::size_t kClockSize = 8;                // "17:57:59"
constexpr std::size_t kDateSize = 11;                // "2024-07-03T"
constexpr std::int64_t kLongestLog = 1'000'000'000;  // seconds, far from overflow

bool is_digit_at(std::string_view text, std::size_t at) {
    return at < text.size() && text[at] >= '0' && text[at] <= '9';
}

// Two digits, below `end`.
std::optional<std::int64_t> two_digits(std::string_view text, std::size_t at, std::int64_t end) {
    if (!is_digit_at(text, at) || !is_digit_at(text, at + 1)) {
        return std::nullopt;
    }
    const std::int64_t value = (text[at] - '0') * 10 + (text[at + 1] - '0');
    return value < end ? std::optional{value} : std::nullopt;
}

// ".381" or ",381" → nanoseconds.
std::int64_t fraction_at(std::string_view text, std::size_t at) {
    if (at >= text.size() || (text[at] != '.' && text[at] != ',')) {
        return 0;
    }
    std::int64_t value = 0;
    std::int64_t unit = kSecond / 10;
    for (++at; is_digit_at(text, at); ++at, unit /= 10) {
        value += (text[at] - '0') * unit;
    }
    return value;
}

// Nanoseconds of the date that ends there, since 1970.
std::optional<std::int64_t> date_before(std::string_view text, std::size_t end) {
    if (end < kDateSize) {
        return std::nullopt;
    }
    const std::string_view date = text.substr(end - kDateSize, kDateSize);
    const auto century = two_digits(date, 0, 100);
    const auto year = two_digits(date, 2, 100);
    const auto month = two_digits(date, 5, 13);
    const auto day = two_digits(date, 8, 32);
    if (!century || !year || !month || !day || date[4] != date[7] ||
        (date[4] != '-' && date[4] != '/') || *century < 19 || *century > 21) {
        return std::nullopt;
    }
    const std::chrono::year_month_day found{
        std::chrono::year{static_cast<int>(*century * 100 + *year)},
        std::chrono::month{static_cast<unsigned>(*month)},
        std::chrono::day{static_cast<unsigned>(*day)}};
    if (!found.ok()) {
        return std::nullopt;
    }
    return std::chrono::sys_days{found}.time_since_epoch().count() * kDay;
}

}  // namespace

std::optional<LogClock> find_log_clock(std::string_view text) {
    for (std::size_t colon = text.find(':'); colon != text.npos;
         colon = text.find(':', colon + 1)) {
        if (colon < 2 || colon + 6 > text.size() || text[colon + 3] != ':') {
            continue;
        }
        const std::size_t at = colon - 2;
        const auto hours = two_digits(text, at, 24);
        const auto minutes = two_digits(text, at + 3, 60);
        const auto seconds = two_digits(text, at + 6, 61);
        if (hours && minutes && seconds && !(at > 0 && is_digit_at(text, at - 1))) {
            const auto date = date_before(text, at);
            return LogClock{date.value_or(0) +
                                ((*hours * 60 + *minutes) * 60 + *seconds) * kSecond +
                                fraction_at(text, at + kClockSize),
                            date.has_value()};
        }
    }
    return std::nullopt;
}

std::optional<std::int64_t> log_seconds(std::string_view text) {
    const std::size_t point = text.find('.');
    const auto whole = log_number(text.substr(0, point), kLongestLog);
    if (!whole) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(*whole) * kSecond +
           (point == text.npos ? 0 : fraction_at(text, point));
}

std::int64_t LogTimes::since_first(std::optional<LogClock> clock) {
    if (!clock) {
        return -1;
    }
    std::int64_t at = clock->nanoseconds;
    if (!first_) {
        first_ = last_ = at;
    } else if (!clock->dated) {
        at += days_ * kDay;
        if (at < last_ - kDay / 2) {
            ++days_;
            at += kDay;
        }
    }
    last_ = at;
    return at < *first_ ? 0 : at - *first_;
}

}  // namespace tools
