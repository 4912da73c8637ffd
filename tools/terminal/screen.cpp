// Draws on the alternate screen and sends the lines that differ from those shown. In wait() signals
// are blocked except within pselect(), so that none gets lost between looking for one and waiting.

#include "tools/terminal/screen.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <unistd.h>

#include "tools/system/descriptors.hpp"
#include "tools/system/environment.hpp"
#include "tools/system/interrupt.hpp"

namespace tools {
namespace {

// The alternate screen, without a cursor and without wrapping of lines.
constexpr std::string_view kEnter = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[2J";
constexpr std::string_view kLeave = "\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l";
constexpr long kEscapeNanoseconds = 100'000'000;  // what follows ESC in a key comes sooner
constexpr std::array kCaught = {SIGWINCH, SIGHUP, SIGTSTP, SIGCONT};

std::atomic<bool> resized{false};
std::atomic<bool> continued{false};
std::atomic<bool> hung_up{false};
std::atomic<bool> asked_to_stop{false};

extern "C" void on_screen_signal(int signal) {
    switch (signal) {
        case SIGHUP: hung_up = true; break;
        case SIGTSTP: asked_to_stop = true; break;
        case SIGCONT: continued = true; break;
        default: resized = true; break;  // SIGWINCH, a number
    }
}

std::array<struct sigaction, kCaught.size()> handlers_before{};
Screen* current = nullptr;

// Signals that were ignored stay ignored.
void catch_signal(int signal) {
    struct sigaction action{};
    if (sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN) {
        return;
    }
    action = {};
    action.sa_handler = on_screen_signal;
    sigaction(signal, &action, nullptr);
}

sigset_t all_signals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : kCaught) {
        sigaddset(&set, signal);
    }
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

// No signal comes between looking whether one has come and waiting for the next one.
class SignalsHeld {
  public:
    SignalsHeld() {
        const sigset_t all = all_signals();
        pthread_sigmask(SIG_BLOCK, &all, &before_);
    }
    SignalsHeld(const SignalsHeld&) = delete;
    SignalsHeld& operator=(const SignalsHeld&) = delete;
    ~SignalsHeld() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

    // Until there is something to read, a signal has come, or the time is over (null: never).
    bool wait_for_input(const timespec* timeout) const {
        fd_set readable;
        FD_ZERO(&readable);
        FD_SET(STDIN_FILENO, &readable);
        return pselect(STDIN_FILENO + 1, &readable, nullptr, nullptr, timeout, &before_) > 0;
    }

  private:
    sigset_t before_{};
};

}  // namespace

std::string Screen::why_not() {
    if (isatty(STDIN_FILENO) != 1) {
        return "standard input is no terminal";
    }
    if (isatty(STDOUT_FILENO) != 1) {
        return "standard output is no terminal";
    }
    return environment("TERM") == "dumb" ? "the terminal can only write lines (TERM=dumb)" : "";
}

Screen::Screen() {
    if (tcgetattr(STDIN_FILENO, &before_) != 0) {
        throw std::system_error{errno, std::generic_category(), "the terminal"};
    }
    for (std::size_t i = 0; i < kCaught.size(); ++i) {
        sigaction(kCaught[i], nullptr, &handlers_before[i]);
        catch_signal(kCaught[i]);
    }
    enter();
    current = this;
}

Screen::~Screen() {
    current = nullptr;
    leave();
    for (std::size_t i = 0; i < kCaught.size(); ++i) {
        sigaction(kCaught[i], &handlers_before[i], nullptr);
    }
}

void Screen::enter() {
    termios raw = before_;
    raw.c_iflag &= ~static_cast<tcflag_t>(BRKINT | ICRNL | INLCR | ISTRIP | IXON);
    raw.c_lflag &= ~static_cast<tcflag_t>(ECHO | ICANON | IEXTEN);  // ISIG stays: Ctrl-C, Ctrl-Z
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    tcsetattr(STDIN_FILENO, TCSANOW, &raw);
    shown_.clear();
    gone_ = gone_ || write_all(STDOUT_FILENO, kEnter);
}

void Screen::leave() {
    [[maybe_unused]] const std::error_code ignored = write_all(STDOUT_FILENO, kLeave);
    tcsetattr(STDIN_FILENO, TCSANOW, &before_);
}

// Ctrl-Z: the shell gets its terminal back, and we go on here when it says so.
void Screen::suspend() {
    leave();
    struct sigaction action{};
    struct sigaction ours{};
    action.sa_handler = SIG_DFL;
    sigaction(SIGTSTP, &action, &ours);
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTSTP);
    sigset_t held;
    raise(SIGTSTP);
    pthread_sigmask(SIG_UNBLOCK, &stop, &held);  // here it stops
    pthread_sigmask(SIG_SETMASK, &held, nullptr);
    sigaction(SIGTSTP, &ours, nullptr);
    enter();
}

void Screen::leave_any() {
    if (current != nullptr) {
        current->leave();
    }
}

ScreenSize Screen::size() const {
    winsize size{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) {
        return {};
    }
    return {size.ws_col, size.ws_row};
}

void Screen::show(const std::vector<std::string>& lines) {
    std::string text = shown_.empty() ? "\x1b[2J" : "";
    shown_.resize(lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i] != shown_[i]) {
            text += fmt::format("\x1b[{};1H\x1b[2K{}", i + 1, lines[i]);
        }
    }
    shown_ = lines;
    gone_ = gone_ || write_all(STDOUT_FILENO, text);
}

// Whether the screen must be drawn again.
bool Screen::take_changes() {
    const bool stopped = asked_to_stop.exchange(false);
    if (stopped) {
        suspend();
    }
    if (continued.exchange(false) && !stopped) {  // by SIGSTOP: the shell has set its own modes
        enter();
        return true;
    }
    if (resized.exchange(false)) {
        shown_.clear();
        return true;
    }
    return stopped;
}

bool Screen::read_more() {
    std::array<char, 256> block{};
    const ssize_t got = read(STDIN_FILENO, block.data(), block.size());
    if (got > 0) {
        octets_.append(block.data(), static_cast<std::size_t>(got));
    }
    return got > 0 || (got < 0 && (errno == EINTR || errno == EAGAIN));
}

Input Screen::wait() {
    const SignalsHeld held;
    bool all_is_here = false;
    while (true) {
        if (interrupted_by() != 0) {
            return {Input::Kind::interrupted, {}};
        }
        if (gone_ || hung_up) {
            return {Input::Kind::gone, {}};
        }
        if (take_changes()) {
            return {Input::Kind::changed, {}};
        }
        if (const auto key = take_key(octets_, all_is_here)) {
            return {Input::Kind::key, *key};
        }
        const timespec moment{0, kEscapeNanoseconds};
        const bool readable = held.wait_for_input(octets_.empty() ? nullptr : &moment);
        all_is_here = !readable;
        gone_ = readable && !read_more();
    }
}

}  // namespace tools
