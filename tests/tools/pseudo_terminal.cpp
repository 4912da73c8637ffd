#include "tests/tools/pseudo_terminal.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/places.hpp"

namespace command {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kLongestWait{10};

void set_size(int descriptor, unsigned short columns, unsigned short rows) {
    winsize size{};
    size.ws_col = columns;
    size.ws_row = rows;
    REQUIRE(ioctl(descriptor, TIOCSWINSZ, &size) == 0);
}

[[noreturn]] void become_h2sim(std::vector<char*>& argv, const char* terminal,
                               const std::string& folder,
                               const PseudoTerminal::Environment& environment) {
    setsid();
    const int opened = open(terminal, O_RDWR);  // becomes the controlling terminal
    if (opened < 0 || ioctl(opened, TIOCSCTTY, 0) != 0) {
        _exit(120);
    }
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        dup2(opened, descriptor);
    }
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGTSTP}) {
        std::signal(number, SIG_DFL);
    }
    for (const char* name : {"CI", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS"}) {
        unsetenv(name);
    }
    setenv("TERM", "xterm", 1);
    for (const auto& [name, value] : environment) {
        setenv(name.c_str(), value.c_str(), 1);
    }
    if (chdir(folder.c_str()) != 0) {
        _exit(122);
    }
    execv(argv[0], argv.data());
    _exit(123);
}

}  // namespace

PseudoTerminal::PseudoTerminal(const std::vector<std::string>& arguments, unsigned short columns,
                               unsigned short rows, const std::string& folder,
                               const Environment& environment)
    : master_{posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)} {
    REQUIRE(master_ >= 0);
    REQUIRE(grantpt(master_) == 0);
    REQUIRE(unlockpt(master_) == 0);
    const std::string name = ptsname(master_);
    keeper_ = open(name.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);
    REQUIRE(keeper_ >= 0);
    set_size(master_, columns, rows);
    std::vector<std::string> words = arguments;
    words.insert(words.begin(), h2sim_program());
    std::vector<char*> argv;
    for (std::string& word : words) {
        argv.push_back(word.data());
    }
    argv.push_back(nullptr);
    child_ = fork();
    REQUIRE(child_ >= 0);
    if (child_ == 0) {
        become_h2sim(argv, name.c_str(), folder, environment);
    }
}

PseudoTerminal::~PseudoTerminal() {
    if (child_ > 0) {
        kill(child_, SIGKILL);
        waitpid(child_, nullptr, 0);
    }
    hang_up();
}

void PseudoTerminal::type(std::string_view octets) const {
    REQUIRE(write(master_, octets.data(), octets.size()) == static_cast<ssize_t>(octets.size()));
}

// Waits a moment for more.
bool PseudoTerminal::read_more() {
    pollfd ready{master_, POLLIN, 0};
    if (poll(&ready, 1, 20) <= 0) {
        return false;
    }
    std::array<char, 4096> block{};
    const ssize_t got = read(master_, block.data(), block.size());
    all_.append(block.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
    return got > 0;
}

std::string PseudoTerminal::await(std::string_view text) {
    const auto end = Clock::now() + kLongestWait;
    std::size_t found = all_.find(text, seen_);
    while (found == std::string::npos && Clock::now() < end) {
        read_more();
        found = all_.find(text, seen_);
    }
    if (found == std::string::npos) {
        FAIL("not written: " << text << "\nwritten: " << all_.substr(seen_));
    }
    const std::string written = all_.substr(seen_, found + text.size() - seen_);
    seen_ = found + text.size();
    return written;
}

void PseudoTerminal::resize(unsigned short columns, unsigned short rows) const {
    set_size(master_, columns, rows);  // the foreground process is sent SIGWINCH
}

void PseudoTerminal::signal(int number) const {
    REQUIRE(kill(child_, number) == 0);
}

bool PseudoTerminal::await_stop() const {
    const auto end = Clock::now() + kLongestWait;
    int status = 0;
    while (waitpid(child_, &status, WNOHANG | WUNTRACED) == 0 && Clock::now() < end) {
        std::this_thread::sleep_for(std::chrono::milliseconds{2});
    }
    return WIFSTOPPED(status);
}

void PseudoTerminal::hang_up() {
    for (int* const descriptor : {&keeper_, &master_}) {
        if (*descriptor >= 0) {
            close(*descriptor);
            *descriptor = -1;
        }
    }
}

int PseudoTerminal::await_end() {
    const auto end = Clock::now() + kLongestWait;
    int status = 0;
    while (waitpid(child_, &status, WNOHANG) == 0) {
        if (Clock::now() > end) {
            FAIL("it does not end; written: " << all_.substr(seen_));
        }
        if (master_ >= 0) {
            read_more();
        } else {
            std::this_thread::sleep_for(std::chrono::milliseconds{2});
        }
    }
    child_ = -1;
    while (master_ >= 0 && read_more()) {}
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

termios PseudoTerminal::settings() const {
    termios now{};
    REQUIRE(tcgetattr(keeper_, &now) == 0);
    return now;
}

}  // namespace command
