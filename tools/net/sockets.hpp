#pragma once
// TCP with or without TLS, as byte streams.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "h2core/result.hpp"
#include "tools/net/byte_stream.hpp"
#include "tools/net/loop.hpp"
#include "tools/net/tls.hpp"

namespace tools::net {

// "127.0.0.1:8080", "[::1]:8080", "localhost:0"; the error says what was expected.
h2::Result<Address, std::string> parse_address(std::string_view text);
std::string to_text(const Address& address);  // IPv6 with brackets

class Listener {
  public:
    using Accepted = std::function<void(std::unique_ptr<ByteStream> stream, std::string peer)>;
    using Trouble = std::function<void(const std::string& message)>;

    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    ~Listener();

    // Listens at once; start() begins to accept. With `tls` (which outlives the listener) every
    // stream is TLS. The error says why that address cannot be had.
    static h2::Result<std::unique_ptr<Listener>, std::string> listen(Loop& loop,
                                                                     const Address& address,
                                                                     ssl_ctx_st* tls);
    // The address it has, with its port where 0 was asked for.
    [[nodiscard]] const Address& address() const { return address_; }

    // `trouble`: a connection could not be accepted (too many open files); it goes on.
    void start(Accepted accepted, Trouble trouble);
    void stop();

  private:
    struct State;
    Listener(std::shared_ptr<State> state, Address address);

    std::shared_ptr<State> state_;
    Address address_;
};

// A connection being made. Calls back once, with a stream or with the reason why there is none
// (and not after its end).
class Connector {
  public:
    using Connected = std::function<void(std::unique_ptr<ByteStream> stream, std::string trouble)>;

    Connector(Loop& loop, const Address& address, ssl_ctx_st* tls, Connected connected);
    Connector(const Connector&) = delete;
    Connector& operator=(const Connector&) = delete;
    ~Connector();

    // The system's resolver is at work, which nothing can stop (Loop::abandon()).
    [[nodiscard]] bool is_resolving() const;

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace tools::net
