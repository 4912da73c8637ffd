// Accepts connections, counts them, and lets them end when it is told to stop.

#include "tools/net/server.hpp"

#include <algorithm>
#include <csignal>
#include <utility>

#include <fmt/format.h>

#include "tools/system/failure.hpp"
#include "tools/system/interrupt.hpp"

namespace tools::net {

Server::Server(ServerOptions options, LiveLog& log)
    : options_{std::move(options)},
      log_{log},
      ticker_{loop_},
      period_{period_for(options_.timeout)} {
    auto listener = Listener::listen(loop_, options_.listen, options_.tls.get());
    if (!listener) {
        throw Failure{ExitCode::invalid, "h2sim: error: " + listener.error()};
    }
    listener_ = std::move(*listener);
    loop_.on_interrupt([this](int signal) { interrupted(signal); });
}

Server::~Server() = default;

ExitCode Server::run() {
    if (interrupted_by() != 0) {  // before we took over the signals
        return code_;
    }
    listener_->start([this](std::unique_ptr<ByteStream> stream,
                            const std::string& peer) { accept(std::move(stream), peer); },
                     [this](const std::string& message) {
                         log_.say(fmt::format("cannot accept a connection: {}", message));
                     });
    tick();
    loop_.run();
    log_.flush();
    return code_;
}

void Server::accept(std::unique_ptr<ByteStream> stream, const std::string& peer) {
    const std::uint64_t number = ++accepted_;
    log_.opened(number, peer);
    auto& connection = connections_[number];
    connection = std::make_unique<ServerConnection>(
        loop_, heads_, [this, number](const End& end) { gone(number, end); });
    SessionOptions options{number, options_.settings, options_.connection_window, options_.timeout};
    connection->start(std::make_shared<Session>(loop_, std::move(stream), h2::Role::server,
                                                options_.policy, std::move(options), log_,
                                                *connection));
}

void Server::gone(std::uint64_t number, const End& end) {
    if (end.kind != End::Kind::finished && end.kind != End::Kind::peer_closed) {
        log_.note(number, end.text);
    }
    loop_.post([this, number] {  // it is still at work
        connections_.erase(number);
        stop_if_empty();
    });
}

void Server::tick() {
    within_second_ += period_;
    const bool second = within_second_ >= kSecond;
    within_second_ = second ? Milliseconds{0} : within_second_;
    for (const auto& [number, connection] : connections_) {
        connection->session().tick(period_);
        if (second) {
            connection->session().seconds_passed(1);
        }
    }
    if (second) {
        log_.flush();
    }
    ticker_.after(period_, [this] { tick(); });
}

void Server::interrupted(int signal) {
    if (stopping_) {
        code_ = signal == SIGTERM ? ExitCode::terminated : ExitCode::interrupted;
        loop_.stop();
        return;
    }
    stopping_ = true;
    listener_->stop();
    if (!connections_.empty()) {
        log_.say(fmt::format("stops when what is open is served; once more stops at once"));
    }
    for (const auto& [number, connection] : connections_) {
        connection->shut_down();
    }
    stop_if_empty();
}

void Server::stop_if_empty() {
    if (stopping_ && connections_.empty()) {
        loop_.stop();
    }
}

}  // namespace tools::net
