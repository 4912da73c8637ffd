#pragma once
// What depends on whether somebody watches: colours, and a line that shows progress.

#include <chrono>
#include <mutex>
#include <string>

#include "tools/tables/table.hpp"
#include "tools/terminal/colour.hpp"

namespace tools {

// Whether output to a descriptor is coloured. The choice of the command line decides; else NO_COLOR
// (not empty) says no, FORCE_COLOR or CLICOLOR_FORCE (not empty, not 0) says yes, and otherwise
// terminals are, unless TERM is "dumb".
bool use_colour(Colour choice, int descriptor);

// How wide lines on standard output should be at most: the terminal's width if it is one, else
// COLUMNS of the environment if that is a number from 20 on, else 80. So what goes to a file or a
// program is the same wherever it runs.
std::size_t output_width();

// Of text on standard output.
TextStyle output_style(Colour choice);

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
    // A line that stays, above the one that is overwritten.
    void note(const std::string& text);
    void clear();

  private:
    std::mutex mutex_;
    bool enabled_;
    bool shown_ = false;
    std::chrono::steady_clock::time_point next_;
};

}  // namespace tools
