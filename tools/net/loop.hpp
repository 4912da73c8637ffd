#pragma once
// The event loop of serve and get: one thread, callbacks. Asio stays behind it, in the .cpp files
// of this folder.

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>

namespace asio {
class io_context;
}

namespace tools::net {

using Milliseconds = std::chrono::milliseconds;
inline constexpr Milliseconds kSecond{1'000};

// How often a timeout (0: none) is looked at: it is late by a fraction of itself.
constexpr Milliseconds period_for(Milliseconds timeout) {
    return timeout.count() == 0 ? kSecond : std::clamp(timeout / 8, Milliseconds{20}, kSecond);
}

class Loop {
  public:
    Loop();
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;
    ~Loop();

    // Until stop(), or until nothing is left to wait for.
    void run();
    void stop();
    // After run(): a thread of the system's resolver may be stuck, and is not waited for. What the
    // loop holds is never freed.
    void abandon();

    // Calls back, but not before the caller has returned.
    void post(std::function<void()> callback);

    // SIGINT and SIGTERM call back from now on, as often as they come, and no longer end the
    // process. One that came before (tools/system/interrupt.hpp) calls back, too. A signal that was
    // ignored when the program began stays ignored.
    void on_interrupt(std::function<void(int signal)> callback);

    [[nodiscard]] asio::io_context& context() { return *context_; }

  private:
    struct Signals;
    std::unique_ptr<asio::io_context> context_;
    std::unique_ptr<Signals> signals_;
};

// Calls back later, once for each after(); never after its end or cancel().
class Timer {
  public:
    explicit Timer(Loop& loop);
    Timer(const Timer&) = delete;
    Timer& operator=(const Timer&) = delete;
    ~Timer();

    void after(Milliseconds delay, std::function<void()> callback);  // replaces the one before
    void cancel();
    [[nodiscard]] bool is_pending() const;

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace tools::net
