#include "tools/terminal/terminal.hpp"

#include <cstdlib>
#include <string_view>

#include <sys/ioctl.h>
#include <unistd.h>

#include "tools/system/descriptors.hpp"

namespace tools {
namespace {

constexpr std::chrono::milliseconds kFirst{500};  // nobody has to see what is over sooner
constexpr std::chrono::milliseconds kBetween{100};
constexpr std::size_t kUsualWidth = 80;

std::string_view variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string_view{} : std::string_view{value};
}

bool is_forced(const char* name) {
    const std::string_view value = variable(name);
    return !value.empty() && value != "0";
}

bool is_capable_terminal(int descriptor) {
    return isatty(descriptor) == 1 && variable("TERM") != "dumb";
}

std::size_t width_of_terminal() {
    winsize size{};
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col
                                                                           : kUsualWidth;
}

}  // namespace

bool use_colour(Colour choice, int descriptor) {
    if (choice != Colour::automatic) {
        return choice == Colour::always;
    }
    if (!variable("NO_COLOR").empty()) {
        return false;
    }
    return is_forced("FORCE_COLOR") || is_forced("CLICOLOR_FORCE") ||
           is_capable_terminal(descriptor);
}

ProgressLine::ProgressLine(bool quiet)
    : enabled_{!quiet && variable("CI").empty() && is_capable_terminal(STDERR_FILENO)},
      next_{std::chrono::steady_clock::now() + kFirst} {}

bool ProgressLine::due() {
    const std::scoped_lock lock{mutex_};
    return enabled_ && std::chrono::steady_clock::now() >= next_;
}

void ProgressLine::show(const std::string& text) {
    const std::scoped_lock lock{mutex_};
    if (!enabled_) {
        return;
    }
    // One column is left free: some terminals begin a new line after the last one.
    write_err("\r" + text.substr(0, width_of_terminal() - 1) + "\x1b[K");
    shown_ = true;
    next_ = std::chrono::steady_clock::now() + kBetween;
}

void ProgressLine::clear() {
    const std::scoped_lock lock{mutex_};
    if (shown_) {
        write_err("\r\x1b[K");
        shown_ = false;
    }
}

}  // namespace tools
