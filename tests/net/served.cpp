#include "tests/net/served.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/places.hpp"
#include "tests/tools/command.hpp"

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kPause{2};

[[noreturn]] void become(const std::vector<std::string>& words, int out, const std::string& log) {
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    std::vector<char*> argv;
    for (const std::string& word : words) {
        argv.push_back(const_cast<char*>(word.c_str()));
    }
    argv.push_back(nullptr);
    const int err = open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0666);
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    execv(argv[0], argv.data());
    _exit(123);
}

std::string first_line(int descriptor) {
    std::string line;
    char letter = 0;
    while (read(descriptor, &letter, 1) == 1 && letter != '\n') {
        line += letter;
    }
    return line;
}

std::vector<std::string> with_program(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {h2sim_program(), "serve"});
    if (std::find(arguments.begin(), arguments.end(), "--listen") == arguments.end()) {
        arguments.insert(arguments.end(), {"--listen", "127.0.0.1:0"});
    }
    return arguments;
}

}  // namespace

std::string threaded_server_program() {
    const std::filesystem::path build =
        std::filesystem::path{h2sim_program()}.parent_path().parent_path();
    return (build / "tests/net/threaded_server").string();
}

Served::Served(std::vector<std::string> arguments)
    : Served{with_program(std::move(arguments)), "h2sim listens on "} {
    base_.pop_back();  // the slash
}

Served::Served(const std::vector<std::string>& words, std::string_view before) {
    std::array<int, 2> ends{};
    REQUIRE(pipe2(ends.data(), O_CLOEXEC) == 0);
    const std::string log = workspace_.path("err");
    child_ = fork();
    REQUIRE(child_ >= 0);
    if (child_ == 0) {
        become(words, ends[1], log);
    }
    close(ends[1]);
    const std::string line = first_line(ends[0]);
    close(ends[0]);
    INFO(line << this->log());
    REQUIRE(line.substr(0, before.size()) == before);
    base_ = line.substr(before.size());
    port_ = static_cast<std::uint16_t>(std::stoi(base_.substr(base_.rfind(':') + 1)));
}

Served::~Served() {
    if (child_ > 0) {
        kill(child_, SIGKILL);
        waitpid(child_, nullptr, 0);
    }
}

bool Served::logs(const std::string& text) const {
    const auto begin = Clock::now();
    while (log().find(text) == std::string::npos) {
        if (Clock::now() - begin > std::chrono::seconds{15}) {
            return false;
        }
        std::this_thread::sleep_for(kPause);
    }
    return true;
}

void Served::signal(int number) const {
    REQUIRE(child_ > 0);
    REQUIRE(kill(child_, number) == 0);
}

int Served::wait() {
    const auto begin = Clock::now();
    int status = 0;
    rusage usage{};
    while (wait4(child_, &status, WNOHANG, &usage) == 0) {
        REQUIRE(Clock::now() - begin < std::chrono::seconds{10});
        std::this_thread::sleep_for(kPause);
    }
    child_ = -1;
    peak_kb_ = usage.ru_maxrss;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
