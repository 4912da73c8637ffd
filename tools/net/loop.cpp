// The event loop on Asio: signals, timers, and what is posted to it.

#include "tools/net/loop.hpp"

#include <csignal>
#include <cstdint>
#include <utility>
#include <vector>

#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>

#include "tools/system/interrupt.hpp"

namespace tools::net {

struct Loop::Signals {
    Signals(asio::io_context& context, std::function<void(int)> then)
        : set{context}, callback{std::move(then)} {}

    asio::signal_set set;
    std::function<void(int)> callback;

    void wait() {
        set.async_wait([this](const std::error_code& error, int signal) {
            if (!error) {
                wait();
                callback(signal);
            }
        });
    }
};

Loop::Loop() : context_{std::make_unique<asio::io_context>(1)} {}
Loop::~Loop() = default;

void Loop::run() {
    context_->run();
}

void Loop::stop() {
    context_->stop();
}

void Loop::abandon() {
    static std::vector<asio::io_context*> abandoned;  // still reachable: no leak to report
    abandoned.push_back(context_.release());
    context_ = std::make_unique<asio::io_context>(1);
}

void Loop::post(std::function<void()> callback) {
    asio::post(*context_, std::move(callback));
}

void Loop::on_interrupt(std::function<void(int)> callback) {
    signals_ = std::make_unique<Signals>(*context_, std::move(callback));
    for (const int signal : {SIGINT, SIGTERM}) {
        struct sigaction action{};
        if (sigaction(signal, nullptr, &action) != 0 || action.sa_handler != SIG_IGN) {
            signals_->set.add(signal);
        }
    }
    signals_->wait();
    if (const int before = interrupted_by(); before != 0) {
        post([this, before] { signals_->callback(before); });
    }
}

struct Timer::State {
    explicit State(asio::io_context& context) : timer{context} {}

    asio::steady_timer timer;
    std::function<void()> callback;
    std::uint64_t round = 0;  // of the callback that counts
};

Timer::Timer(Loop& loop) : state_{std::make_shared<State>(loop.context())} {}

Timer::~Timer() {
    cancel();
}

void Timer::after(Milliseconds delay, std::function<void()> callback) {
    cancel();
    state_->callback = std::move(callback);
    state_->timer.expires_after(delay);
    state_->timer.async_wait([state = state_, round = state_->round](const std::error_code& error) {
        if (!error && state->round == round) {
            const std::function<void()> due = std::exchange(state->callback, nullptr);
            due();
        }
    });
}

void Timer::cancel() {
    ++state_->round;
    state_->callback = nullptr;
    state_->timer.cancel();
}

bool Timer::is_pending() const {
    return state_->callback != nullptr;
}

}  // namespace tools::net
