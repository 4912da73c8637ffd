#pragma once
// A server that does exactly what a test says, once for each connection, in a thread.

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>

#include "tests/net/peer.hpp"

class FakeServer {
  public:
    // The connection, and its number from 0. Closed when the function returns.
    using Script = std::function<void(Peer& peer, int number)>;

    explicit FakeServer(Script script);
    FakeServer(const FakeServer&) = delete;
    FakeServer& operator=(const FakeServer&) = delete;
    ~FakeServer();

    [[nodiscard]] std::string url(const std::string& path = "/") const {
        return "http://127.0.0.1:" + std::to_string(port_) + path;
    }
    [[nodiscard]] int connections() const { return connections_; }

    // Reads the client's preface and SETTINGS, sends ours and the ACK.
    static void greet(Peer& peer, const std::vector<h2::Setting>& settings = {});
    // A response of :status 200 and that content.
    static void respond(Peer& peer, std::uint32_t stream, const std::string& content);
    // Only its head.
    static void respond_head(Peer& peer, std::uint32_t stream, bool end_stream);

  private:
    void run(const Script& script);

    int socket_;
    std::uint16_t port_ = 0;
    std::atomic<int> connections_{0};
    std::thread thread_;
};
