// The handler keeps the signal in a lock-free atomic and restores the default of the signals that
// are caught, which is to end the process. A read that waits for input is not begun again (no
// SA_RESTART).

#include "tools/system/interrupt.hpp"

#include <atomic>
#include <csignal>

namespace tools {
namespace {

std::atomic<int> received{0};
std::atomic<bool> catches_int{false};
std::atomic<bool> catches_term{false};
static_assert(std::atomic<int>::is_always_lock_free && std::atomic<bool>::is_always_lock_free,
              "are used by a signal handler");

extern "C" void on_interrupt(int signal) {
    received = signal;
    if (catches_int) {
        std::signal(SIGINT, SIG_DFL);
    }
    if (catches_term) {
        std::signal(SIGTERM, SIG_DFL);
    }
}

void catch_signal(int signal, std::atomic<bool>& catches) {
    struct sigaction action{};
    if (sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN) {
        return;
    }
    catches = true;
    action = {};
    action.sa_handler = on_interrupt;  // no SA_RESTART: a read that waits for input ends
    sigaction(signal, &action, nullptr);
}

}  // namespace

void catch_interrupts() {
    catch_signal(SIGINT, catches_int);
    catch_signal(SIGTERM, catches_term);
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
