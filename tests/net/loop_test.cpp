// Signals and the event loop, each in a process of its own: what a signal leaves behind stays.

#include "tools/net/loop.hpp"

#include <csignal>
#include <functional>

#include <catch2/catch.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include "tools/system/interrupt.hpp"

namespace {

// Whether the process that does this ends with exit code 0 before it is killed.
bool succeeds(const std::function<bool()>& todo) {
    const pid_t child = fork();
    if (child == 0) {
        alarm(20);
        _exit(todo() ? 0 : 1);
    }
    int status = -1;
    return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

int signal_of_loop() {
    int told = 0;
    tools::net::Loop loop;
    loop.on_interrupt([&](int signal) {
        told = signal;
        loop.stop();
    });
    loop.run();
    return told;
}

}  // namespace

TEST_CASE("loop: a signal that came before it is not lost", "[net][loop]") {
    CHECK(succeeds([] {
        tools::catch_interrupts();
        return std::raise(SIGTERM) == 0 && signal_of_loop() == SIGTERM;
    }));
}

TEST_CASE("loop: what is ignored stays ignored when the other signal comes", "[net][loop]") {
    CHECK(succeeds([] {
        std::signal(SIGINT, SIG_IGN);
        tools::catch_interrupts();
        return std::raise(SIGTERM) == 0 && std::raise(SIGINT) == 0 && signal_of_loop() == SIGTERM &&
               std::raise(SIGINT) == 0;
    }));
}
