#pragma once
// A running `h2sim serve` on a free port of 127.0.0.1.

#include <csignal>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "tests/tools/workspace.hpp"

// tests/net/threaded_server.cpp, where meson builds it.
std::string threaded_server_program();

class Served {
  public:
    // Waits until it listens; fails the test if it does not. `--listen` is added unless given.
    explicit Served(std::vector<std::string> arguments = {});
    // `words`: another server, which says on its first line where it listens, after `before`.
    Served(const std::vector<std::string>& words, std::string_view before);
    Served(const Served&) = delete;
    Served& operator=(const Served&) = delete;
    ~Served();

    [[nodiscard]] std::uint16_t port() const { return port_; }
    // "http://127.0.0.1:port" and the path.
    [[nodiscard]] std::string url(const std::string& path = "/") const { return base_ + path; }
    // What it has written to standard error so far.
    [[nodiscard]] std::string log() const { return read_file(workspace_.path("err")); }
    // Waits at most fifteen seconds for that text in the log.
    [[nodiscard]] bool logs(const std::string& text) const;
    [[nodiscard]] const Workspace& workspace() const { return workspace_; }

    void signal(int number) const;
    // Its exit code, or 128 + n if signal n killed it; fails the test if it does not end within ten
    // seconds.
    int wait();
    int stop() {
        signal(SIGTERM);
        return wait();
    }
    // Largest resident memory, after wait().
    [[nodiscard]] long peak_kb() const { return peak_kb_; }

  private:
    Workspace workspace_;
    pid_t child_ = -1;
    std::string base_;
    std::uint16_t port_ = 0;
    long peak_kb_ = 0;
};
