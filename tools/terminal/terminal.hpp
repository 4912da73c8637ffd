#pragma once
// What depends on whether somebody watches: colours, and a line that shows progress.

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

namespace tools {

enum class Colour : std::uint8_t { automatic, always, never };

// Whether output to a descriptor is coloured. The choice of the command line decides; else NO_COLOR
// (not empty) says no, FORCE_COLOR or CLICOLOR_FORCE (not empty, not 0) says yes, and otherwise
// terminals are, unless TERM is "dumb".
bool use_colour(Colour choice, int descriptor);

// One line on standard error that is overwritten again and again, and gone when the work is done.
// Only on a terminal that can, not when quiet, and not in CI (the environment variable is set).
// Any thread may call show().
class ProgressLine {
  public:
    explicit ProgressLine(bool quiet);
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;
    ~ProgressLine() { clear(); }

    // Whether it is time to show another one: not shown at all, or too soon after the last one.
    [[nodiscard]] bool due();
    void show(const std::string& text);
    void clear();

  private:
    std::mutex mutex_;
    bool enabled_;
    bool shown_ = false;
    std::chrono::steady_clock::time_point next_;
};

}  // namespace tools
