#pragma once
// The terminal as a screen: whole pictures out, keys in. While a Screen exists the terminal gives
// every key at once and does not echo; when it is gone, the terminal is as it was.
//
// Ctrl-C and SIGTERM end wait() with `interrupted` (tools/system/interrupt.hpp has the exit code).
// Ctrl-Z gives the terminal back until the process goes on.

#include <csignal>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <termios.h>

#include "tools/terminal/keys.hpp"
#include "tools/terminal/screen_size.hpp"

namespace tools {

struct Input {
    enum class Kind : std::uint8_t {
        key,
        changed,      // draw again: another size, or the terminal was somebody else's meanwhile
        gone,         // the terminal was closed
        interrupted,  // SIGINT or SIGTERM
    };
    Kind kind = Kind::key;
    Key key;
};

class Screen {
  public:
    // Why standard input and output are no screen; empty if they are.
    static std::string why_not();

    // Before the process ends without destructors: the terminal as it was, if there is a Screen.
    static void leave_any();

    // Throws std::system_error where the terminal cannot be set.
    Screen();
    Screen(const Screen&) = delete;
    Screen& operator=(const Screen&) = delete;
    ~Screen();

    [[nodiscard]] ScreenSize size() const;
    // From the first row on; rows without a line are empty. Lines must fit. Only what has changed
    // since the last time is sent, for the sake of slow connections.
    void show(const std::vector<std::string>& lines);
    // What is shown is drawn anew next time: something else has written on the terminal.
    void forget() { shown_.clear(); }
    Input wait();

  private:
    void enter();
    void leave();
    void suspend();
    bool take_changes();
    bool read_more();

    termios before_{};
    std::vector<std::string> shown_;
    std::string octets_;  // read and not yet taken for keys
    bool gone_ = false;
};

}  // namespace tools
