#pragma once
// `h2sim get`: one connection for each origin, all at the same time; a new one after a GOAWAY while
// there are requests left.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "h2core/policy.hpp"
#include "tools/net/client_connection.hpp"
#include "tools/net/live_log.hpp"
#include "tools/net/loop.hpp"
#include "tools/net/sockets.hpp"
#include "tools/net/transfer.hpp"
#include "tools/system/exit_code.hpp"

namespace tools::net {

struct ClientOptions {
    TlsContext tls;
    std::uint32_t window = 262'144;  // of a stream, octets
    std::uint32_t max_streams = 100;
    Milliseconds timeout{30'000};  // without an octet; 0: none
    std::string content;           // of every request
    bool has_content = false;
    bool fail_on_status = false;
};

class Client {
  public:
    // `transfers` and what they refer to outlive the client; their outcome is written into them.
    Client(ClientOptions options, std::vector<Transfer>& transfers, ContentWriter& writer,
           LiveLog& log);
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    ~Client();

    // Until all transfers are done. `interrupted` or `terminated` after a signal, else `ok`.
    ExitCode run();

  private:
    struct Origin;

    void connect(Origin& origin);
    void connected(Origin& origin, std::unique_ptr<ByteStream> stream, const std::string& trouble);
    void gone(Origin& origin, const End& end);
    void give_up(Origin& origin, const std::string& trouble, ExitCode code);
    void completed(Transfer& transfer);
    void tick();
    void interrupted(int signal);

    ClientOptions options_;
    std::vector<Transfer>& transfers_;
    ContentWriter& writer_;
    LiveLog& log_;
    h2::Policy policy_;
    Loop loop_;
    std::vector<std::unique_ptr<Origin>> origins_;
    std::uint64_t connections_ = 0;
    Timer ticker_;
    Milliseconds period_;
    Milliseconds within_second_{0};
    bool stuck_ = false;  // in the system's resolver
    ExitCode code_ = ExitCode::ok;
};

}  // namespace tools::net
