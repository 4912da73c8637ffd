#include "tools/system/interrupt.hpp"

#include <atomic>
#include <csignal>

namespace tools {
namespace {

std::atomic<int> received{0};
static_assert(std::atomic<int>::is_always_lock_free, "is written by a signal handler");

extern "C" void on_interrupt(int signal) {
    received = signal;
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
}

void catch_signal(int signal) {
    struct sigaction action{};
    if (sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN) {
        return;
    }
    action = {};
    action.sa_handler = on_interrupt;  // no SA_RESTART: a read that waits for input ends
    sigaction(signal, &action, nullptr);
}

}  // namespace

void catch_interrupts() {
    catch_signal(SIGINT);
    catch_signal(SIGTERM);
}

int interrupted_by() {
    return received;
}

ExitCode interrupt_code() {
    switch (interrupted_by()) {
        case 0: return ExitCode::ok;
        case SIGTERM: return ExitCode::terminated;
        default: return ExitCode::interrupted;  // a number of a signal
    }
}

}  // namespace tools
