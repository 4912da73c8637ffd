// Asks the environment and the descriptor each time. The progress line is due when half a second
// has passed, and then ten times a second at most.

#include "tools/terminal/terminal.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include <sys/ioctl.h>
#include <unistd.h>

#include "sim/text/columns.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/environment.hpp"

namespace tools {
namespace {

constexpr std::chrono::milliseconds kFirst{500};  // nobody has to see what is over sooner
constexpr std::chrono::milliseconds kBetween{100};
constexpr std::size_t kNarrowest = 20;  // columns; no report makes sense in fewer

bool is_forced(const char* name) {
    const std::string_view value = environment(name);
    return !value.empty() && value != "0";
}

bool is_capable_terminal(int descriptor) {
    return isatty(descriptor) == 1 && environment("TERM") != "dumb";
}

// Nothing if the descriptor is no terminal, or one that does not tell.
std::optional<std::size_t> width_of_terminal(int descriptor) {
    winsize size{};
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) {
        return std::nullopt;
    }
    return std::max<std::size_t>(size.ws_col, kNarrowest);
}

// A whole number and nothing else.
std::optional<std::size_t> width_of_environment() {
    const std::string_view text = environment("COLUMNS");
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    return whole && number >= kNarrowest ? std::optional{number} : std::nullopt;
}

}  // namespace

bool use_colour(Colour choice, int descriptor) {
    if (choice != Colour::automatic) {
        return choice == Colour::always;
    }
    if (!environment("NO_COLOR").empty()) {
        return false;
    }
    return is_forced("FORCE_COLOR") || is_forced("CLICOLOR_FORCE") ||
           is_capable_terminal(descriptor);
}

std::size_t output_width() {
    const auto terminal = width_of_terminal(STDOUT_FILENO);
    return terminal ? *terminal : width_of_environment().value_or(kUsualWidth);
}

TextStyle output_style(Colour choice) {
    return {use_colour(choice, STDOUT_FILENO), output_width()};
}

ProgressLine::ProgressLine(bool quiet)
    : enabled_{!quiet && !in_ci() && is_capable_terminal(STDERR_FILENO)},
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
    const std::size_t width = width_of_terminal(STDERR_FILENO).value_or(kUsualWidth);
    write_err("\r" + sim::cut_to(text, width - 1) + "\x1b[K");
    shown_ = true;
    next_ = std::chrono::steady_clock::now() + kBetween;
}

void ProgressLine::note(const std::string& text) {
    const std::scoped_lock lock{mutex_};
    if (enabled_) {
        write_err("\r" + text + "\x1b[K\n");
        shown_ = false;
    }
}

void ProgressLine::clear() {
    const std::scoped_lock lock{mutex_};
    if (shown_) {
        write_err("\r\x1b[K");
        shown_ = false;
    }
}

}  // namespace tools
