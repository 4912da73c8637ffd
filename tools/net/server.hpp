#pragma once
// `h2sim serve`: accepts connections and runs the site on them until it is told to stop.

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "h2core/policy.hpp"
#include "tools/net/live_log.hpp"
#include "tools/net/loop.hpp"
#include "tools/net/response_heads.hpp"
#include "tools/net/server_connection.hpp"
#include "tools/net/sockets.hpp"
#include "tools/system/exit_code.hpp"

namespace tools::net {

struct ServerOptions {
    Address listen;
    TlsContext tls;  // null: cleartext, prior knowledge
    h2::Policy policy;
    h2::SettingList settings;
    std::uint32_t connection_window = 65'535;
    Milliseconds timeout{60'000};  // 0: none
};

class Server {
  public:
    // Listens, and takes over the signals. Throws Failure (exit code 2) where it cannot.
    Server(ServerOptions options, LiveLog& log);
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    ~Server();

    // With the port it has.
    [[nodiscard]] const Address& address() const { return listener_->address(); }

    // Until SIGINT or SIGTERM: then every connection ends in order (ServerConnection::shut_down),
    // and that is `ok`. A second signal ends at once: `interrupted` or `terminated`.
    ExitCode run();

  private:
    void accept(std::unique_ptr<ByteStream> stream, const std::string& peer);
    void gone(std::uint64_t number, const End& end);
    void tick();
    void interrupted(int signal);
    void stop_if_empty();

    ServerOptions options_;
    LiveLog& log_;
    Loop loop_;
    std::unique_ptr<Listener> listener_;
    ResponseHeads heads_;
    std::map<std::uint64_t, std::unique_ptr<ServerConnection>> connections_;  // by number
    std::uint64_t accepted_ = 0;
    Timer ticker_;
    Milliseconds period_;
    Milliseconds within_second_{0};
    bool stopping_ = false;
    ExitCode code_ = ExitCode::ok;
};

}  // namespace tools::net
