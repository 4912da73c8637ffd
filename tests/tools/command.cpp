#include "tests/tools/command.hpp"

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string_view>
#include <thread>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/tools/workspace.hpp"

namespace command {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::minutes kLongest{2};
constexpr std::array kLookedAt = {
    "CI",
    "NO_COLOR",
    "FORCE_COLOR",
    "TERM",
    "CLICOLOR_FORCE",
    "HOME",
    "XDG_STATE_HOME",
    "GITHUB_ACTIONS",
    "GITHUB_WORKSPACE",
    "H2SIM_SCENARIOS",
    "SSLKEYLOGFILE",
};

// A terminal whose other end the test reads.
class Terminal {
  public:
    Terminal() : master_{posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)} {
        REQUIRE(master_ >= 0);
        REQUIRE(grantpt(master_) == 0);
        REQUIRE(unlockpt(master_) == 0);
        name_ = ptsname(master_);
        keeper_ = open(name_.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);
        REQUIRE(keeper_ >= 0);
        winsize size{};
        size.ws_row = 24;
        size.ws_col = 80;
        REQUIRE(ioctl(keeper_, TIOCSWINSZ, &size) == 0);
        REQUIRE(fcntl(master_, F_SETFL, O_NONBLOCK) == 0);
    }
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;
    ~Terminal() {
        close(keeper_);
        close(master_);
    }

    [[nodiscard]] const std::string& name() const { return name_; }
    void drain(std::string& text) const {
        std::array<char, 4096> block{};
        for (ssize_t got = 1; got > 0;) {
            got = read(master_, block.data(), block.size());
            text.append(block.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
        }
    }

  private:
    int master_;
    int keeper_ = -1;  // an end that stays open, so that nothing written is lost
    std::string name_;
};

void redirect(int descriptor, const std::string& file, int flags) {
    const int opened = open(file.c_str(), flags, 0666);
    if (opened < 0 || dup2(opened, descriptor) < 0) {
        _exit(120);
    }
    close(opened);
}

struct Files {
    std::string in, out, err;
};

template <class Resource>
void set_limit(Resource resource, rlim_t value) {
    const rlimit limit{value, value};
    if (value != 0 && setrlimit(resource, &limit) != 0) {
        _exit(123);
    }
}

[[noreturn]] void become_h2sim(std::vector<char*>& argv, const Setting& setting,
                               const Files& files) {
    std::signal(SIGINT, SIG_DFL);  // a test run in the background ignores it
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGPIPE, SIG_DFL);
    for (const char* name : kLookedAt) {
        unsetenv(name);
    }
    setenv("COLUMNS", "1000", 1);  // what is said, whole; tests of widths set their own
    for (const auto& [name, value] : setting.environment) {
        setenv(name.c_str(), value.c_str(), 1);
    }
    redirect(STDIN_FILENO, files.in, O_RDONLY);
    redirect(STDERR_FILENO, files.err, O_WRONLY | O_CREAT | O_NOCTTY);
    redirect(STDOUT_FILENO, files.out, O_WRONLY | O_CREAT);
    if (setting.broken_pipe) {
        std::array<int, 2> ends{};
        if (pipe(ends.data()) != 0 || dup2(ends[1], STDOUT_FILENO) < 0) {
            _exit(121);
        }
        close(ends[0]);
        close(ends[1]);
    }
    if (setting.closed_output) {
        close(STDOUT_FILENO);
    }
    set_limit(RLIMIT_AS, setting.memory_mb << 20U);
    set_limit(RLIMIT_FSIZE, setting.file_octets);
    if (chdir(setting.folder.c_str()) != 0) {
        _exit(122);
    }
    execv(argv[0], argv.data());
    _exit(123);
}

// Waits for the end; sends what signals there are to send, and empties the terminal meanwhile.
int await(pid_t child, const Setting& setting, const Terminal* terminal, Result& result) {
    const auto begin = Clock::now();
    const std::chrono::milliseconds pause{setting.signal_after_ms};
    int sent = 0;
    int status = 0;
    rusage usage{};
    while (wait4(child, &status, WNOHANG, &usage) == 0) {
        const auto elapsed = Clock::now() - begin;
        if (sent == 0 && setting.signal != 0 && elapsed >= pause) {
            kill(child, setting.signal);
            ++sent;
        } else if (sent == 1 && setting.signal_again != 0 && elapsed >= 2 * pause) {
            kill(child, setting.signal_again);
            ++sent;
        }
        if (elapsed > kLongest) {
            kill(child, SIGKILL);
        }
        if (terminal != nullptr) {
            terminal->drain(result.err);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
    result.peak_kb = usage.ru_maxrss;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

Result h2sim(const std::vector<std::string>& arguments, const Setting& setting) {
    const Workspace workspace;
    Files files{workspace.write("in", setting.input), workspace.path("out"), workspace.path("err")};
    if (!setting.output_file.empty()) {
        files.out = setting.output_file;
    }
    std::optional<Terminal> terminal;
    if (setting.error_terminal) {
        files.err = terminal.emplace().name();
    }
    std::vector<std::string> words = arguments;
    words.insert(words.begin(), setting.program);
    std::vector<char*> argv;
    for (std::string& word : words) {
        argv.push_back(word.data());
    }
    argv.push_back(nullptr);
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        become_h2sim(argv, setting, files);
    }
    Result result;
    result.code = await(child, setting, terminal ? &*terminal : nullptr, result);
    if (terminal) {
        terminal->drain(result.err);
    } else {
        result.err = read_file(files.err);
    }
    if (setting.output_file.empty()) {
        result.out = read_file(files.out);
    }
    REQUIRE((result.code < 120 || result.code > 123));  // it was started
    return result;
}

}  // namespace command
