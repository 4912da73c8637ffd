// fork, exec, /proc.

#include "tools/race/launched_server.hpp"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sim/text/printable.hpp"
#include "tools/system/child_process.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/interrupt.hpp"

namespace tools {
namespace {

constexpr std::string_view kHole = "{port}";
constexpr std::chrono::milliseconds kPause{20};
constexpr std::chrono::seconds kLongestStart{10};
constexpr std::chrono::seconds kGrace{2};
constexpr const char* kReads = "read,readv,recvfrom,recvmsg";
constexpr const char* kWrites = "write,writev,sendto,sendmsg,sendmmsg";

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

bool listens(std::uint16_t port) {
    const OwnedDescriptor socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    const sockaddr_in address = loopback(port);
    return connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

// `log`: what strace writes of reads and writes.
std::vector<std::string> words_of(const std::string& command, std::chrono::microseconds delay,
                                  const std::string& log) {
    std::vector<std::string> words;
    if (delay.count() > 0) {
        words = {"strace",
                 "-f",
                 "--seccomp-bpf",
                 "-qq",
                 "-s",
                 "0",
                 "-o",
                 log,
                 "-e",
                 fmt::format("trace={},{}", kReads, kWrites),
                 "-e",
                 fmt::format("inject={}:delay_exit={}", kWrites, delay.count())};
    }
    words.insert(words.end(), {"/bin/sh", "-c", command});
    return words;
}

// Of the line in /proc/PID/stat: behind the name, which may have anything in it, stand state,
// parent, group and session.
struct ProcessLine {
    std::string name;
    pid_t session = 0;
};

ProcessLine process_line(const std::filesystem::path& folder) {
    std::ifstream file{folder / "stat"};
    std::string line;
    std::getline(file, line);
    const std::size_t begin = line.find('(');
    const std::size_t end = line.rfind(')');
    if (begin == std::string::npos || end == std::string::npos) {
        return {};
    }
    ProcessLine process;
    process.name = line.substr(begin + 1, end - begin - 1);
    std::istringstream rest{line.substr(end + 1)};
    std::string state;
    pid_t parent = 0;
    pid_t group = 0;
    rest >> state >> parent >> group >> process.session;
    return process;
}

std::size_t entries_of(const std::filesystem::path& folder) {
    std::error_code gone;
    const std::filesystem::directory_iterator entries{folder, gone};
    return gone ? 0 : static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

}  // namespace

void require_port_in(const std::string& command) {
    if (command.find(kHole) == std::string::npos) {
        refuse_arguments("--launch: {port} must stand where the server takes its port");
    }
}

std::string with_port(std::string text, std::uint16_t port) {
    for (std::size_t at = text.find(kHole); at != std::string::npos; at = text.find(kHole, at)) {
        text.replace(at, kHole.size(), std::to_string(port));
    }
    return text;
}

std::uint16_t free_port() {
    const OwnedDescriptor socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    if (bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), size) != 0 ||
        getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        throw Failure{ExitCode::unreachable, "h2sim: error: no port of 127.0.0.1 is free"};
    }
    return ntohs(address.sin_port);
}

bool can_delay_writes() {
    const OwnedDescriptor nowhere{open("/dev/null", O_WRONLY | O_CLOEXEC)};
    std::vector<std::string> words = words_of("true", std::chrono::microseconds{1}, "/dev/null");
    return run_child(words, {}, nowhere.get()).code == 0;
}

LaunchedServer::LaunchedServer(const std::string& command, std::uint16_t port,
                               std::chrono::microseconds delay)
    : output_{temporary_file()}, log_{temporary_file()} {
    start(with_port(command, port), delay);
    await(port);
}

void LaunchedServer::start(const std::string& command, std::chrono::microseconds delay) {
    // The child has the descriptor, too, so the name leads there for it and its children.
    const std::string log = fmt::format("/proc/self/fd/{}", log_.get());
    std::vector<std::string> words = words_of(command, delay, log);
    const std::vector<char*> arguments = pointers_to(words);
    child_ = fork();
    if (child_ < 0) {
        throw Failure{ExitCode::invalid, fmt::format("h2sim: error: cannot start a process: {}",
                                                     std::generic_category().message(errno))};
    }
    if (child_ == 0) {
        setsid();
        setpriority(PRIO_PROCESS, 0, 0);  // race may have a higher one
        const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
        dup2(nothing, STDIN_FILENO);
        dup2(output_.get(), STDOUT_FILENO);
        dup2(output_.get(), STDERR_FILENO);
        fcntl(log_.get(), F_SETFD, 0);  // for strace
        std::signal(SIGINT, SIG_DFL);
        std::signal(SIGTERM, SIG_DFL);
        std::signal(SIGPIPE, SIG_DFL);
        execvp(arguments.front(), arguments.data());
        _exit(127);
    }
}

// It is not reaped: its number stays that of its group.
bool LaunchedServer::has_ended() const {
    siginfo_t info{};
    return waitid(P_PID, static_cast<id_t>(child_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           info.si_pid == child_;
}

// Of standard output and standard error.
std::string LaunchedServer::last_words() const {
    constexpr std::size_t kMost = 400;
    const std::string text = end_of_file(output_.get(), kMost);
    return text.empty() ? "" : fmt::format(": {}", sim::printable(text, kMost));
}

void LaunchedServer::await(std::uint16_t port) {
    const auto begin = std::chrono::steady_clock::now();
    while (!listens(port)) {
        const bool late = std::chrono::steady_clock::now() - begin > kLongestStart;
        const bool ended = has_ended();
        if (interrupted_by() != 0 || late || ended) {
            end();
            throw Failure{interrupted_by() != 0 ? interrupt_code() : ExitCode::unreachable,
                          fmt::format("h2sim: error: {}{}",
                                      ended ? std::string{"what --launch started has ended"}
                                            : fmt::format("nothing listens on 127.0.0.1:{}", port),
                                      last_words())};
        }
        std::this_thread::sleep_for(kPause);
    }
}

LaunchedServer::~LaunchedServer() {
    if (child_ > 0) {
        end();
    }
}

void LaunchedServer::end() const {
    kill(-child_, SIGTERM);
    const auto begin = std::chrono::steady_clock::now();
    while (!has_ended() && std::chrono::steady_clock::now() - begin < kGrace) {
        std::this_thread::sleep_for(kPause);
    }
    kill(-child_, SIGKILL);  // also what the first one has left behind
    waitpid(child_, nullptr, 0);
}

Readers LaunchedServer::end_and_tell() {
    end();
    child_ = -1;
    std::ifstream log{fmt::format("/proc/self/fd/{}", log_.get())};
    return readers_in(log);
}

std::size_t LaunchedServer::threads() const {
    std::size_t most = 0;
    std::error_code gone;
    for (const auto& entry : std::filesystem::directory_iterator{"/proc", gone}) {
        const std::string number = entry.path().filename();
        if (!std::all_of(number.begin(), number.end(),
                         [](unsigned char c) { return std::isdigit(c) != 0; })) {
            continue;
        }
        const ProcessLine process = process_line(entry.path());
        if (process.session == child_ && process.name != "strace" && process.name != "sh") {
            most = std::max(most, entries_of(entry.path() / "task"));
        }
    }
    return most;
}

}  // namespace tools
