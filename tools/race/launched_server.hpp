#pragma once
// A server that race has started itself, in a session of its own, so that it, and nothing else, can
// be ended; and, where strace is there, one whose writes return late.
//
// The race of golang/go#42777 is between "the octets are written" and "the writer has said so". A
// thread that is held when its system call has been carried out, but before it returns, stands just
// there: the peer has the octets, the server does not know it.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include <sys/types.h>

#include "tools/race/thread_log.hpp"
#include "tools/system/owned_descriptor.hpp"

namespace tools {

class LaunchedServer {
  public:
    // `command` is for /bin/sh, with "{port}" in it for the port. `delay`: so long every write,
    // writev, sendto, sendmsg and sendmmsg of all its threads returns late; 0: as usual, without
    // strace. Throws Failure (exit code 2) if it cannot be started, (6) if it ends, or nothing
    // listens on the port of 127.0.0.1 within ten seconds.
    LaunchedServer(const std::string& command, std::uint16_t port, std::chrono::microseconds delay);
    LaunchedServer(const LaunchedServer&) = delete;
    LaunchedServer& operator=(const LaunchedServer&) = delete;
    // SIGTERM to all of its group, SIGKILL two seconds later.
    ~LaunchedServer();

    // The most threads that one of its processes has now, strace and the shell apart. 1: whoever
    // holds its writer holds its reader too.
    [[nodiscard]] std::size_t threads() const;

    // Ends it. What was seen of its threads since it began, where its writes were delayed.
    Readers end_and_tell();

  private:
    void start(const std::string& command, std::chrono::microseconds delay);
    void await(std::uint16_t port);
    void end() const;
    [[nodiscard]] bool has_ended() const;
    [[nodiscard]] std::string last_words() const;

    pid_t child_ = -1;
    OwnedDescriptor output_;
    OwnedDescriptor log_;  // of strace
};

// Of 127.0.0.1, free a moment ago.
std::uint16_t free_port();

// Refuses a command that leaves the server no place for its port.
void require_port_in(const std::string& command);
// The text with the port in the place of each "{port}".
std::string with_port(std::string text, std::uint16_t port);

// strace is there and may trace children.
bool can_delay_writes();

}  // namespace tools
