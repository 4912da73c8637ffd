// A server that loses the race of golang/go#42777 for real: threads for each connection, the core
// for the protocol, and no model of either. It is what `h2sim` is held against where no such server
// is at hand: buggy and fixed by an option.

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <list>
#include <memory>
#include <span>
#include <vector>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/net/threaded/connection.hpp"
#include "tests/net/threaded/options.hpp"

namespace {

// Written to by the handler of signals, so that poll() returns.
std::array<int, 2> stop_pipe{-1, -1};

void on_signal(int /*number*/) {
    const int saved = errno;
    const char octet = 0;
    static_cast<void>(!write(stop_pipe[1], &octet, 1));
    errno = saved;
}

[[noreturn]] void fail(const char* what) {
    std::perror(what);
    std::exit(1);
}

void catch_signals() {
    if (pipe(stop_pipe.data()) != 0) {
        fail("pipe");
    }
    for (const int end : stop_pipe) {
        fcntl(end, F_SETFD, FD_CLOEXEC);
    }
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGTERM, on_signal);
    std::signal(SIGINT, on_signal);
}

int listen_on(std::uint16_t port) {
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    const int yes = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        fail("bind");
    }
    if (listen(listener, 64) != 0) {
        fail("listen");
    }
    socklen_t size = sizeof address;
    getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
    std::printf("listening on 127.0.0.1:%u\n", static_cast<unsigned>(ntohs(address.sin_port)));
    std::fflush(stdout);
    return listener;
}

void serve(int listener, const threaded::Options& options) {
    const h2::Policy policy = threaded::policy_of(options);
    std::list<threaded::Connection> connections;
    std::uint32_t number = 0;
    while (true) {
        std::array<pollfd, 2> waiting{{{listener, POLLIN, 0}, {stop_pipe[0], POLLIN, 0}}};
        if (poll(waiting.data(), waiting.size(), -1) < 0) {
            continue;  // a signal: the pipe has it
        }
        if (waiting[1].revents != 0) {
            return;
        }
        const int socket = accept(listener, nullptr, nullptr);
        if (socket < 0) {
            continue;
        }
        const int yes = 1;
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        connections.remove_if([](const threaded::Connection& one) { return one.ended(); });
        connections.emplace_back(socket, ++number, options, policy);
    }
}

}  // namespace

int main(int count, char** arguments) {
    const threaded::Options options =
        threaded::parse_options({arguments, static_cast<std::size_t>(count)});
    catch_signals();
    const int listener = listen_on(options.port);
    serve(listener, options);
    close(listener);
    return 0;
}
