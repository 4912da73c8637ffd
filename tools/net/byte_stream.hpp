#pragma once
// Octets both ways: a TCP connection, with or without TLS. One thread; handlers never run within
// the call that takes them.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <system_error>

namespace tools::net {

struct Address {
    std::string host;  // a name or an IP address, IPv6 without brackets
    std::uint16_t port = 0;
    bool operator==(const Address&) const = default;
};

class ByteStream {
  public:
    using Done = std::function<void(const std::error_code& error)>;
    using Read = std::function<void(const std::error_code& error, std::size_t octets)>;

    ByteStream() = default;
    ByteStream(const ByteStream&) = delete;
    ByteStream& operator=(const ByteStream&) = delete;
    virtual ~ByteStream() = default;

    // What must happen before octets can be exchanged: the TLS handshake.
    virtual void open(Done done) = 0;
    // Empty without TLS; after open() the protocol that ALPN selected (RFC 7301), else "none".
    [[nodiscard]] virtual std::string protocol() const = 0;

    // Where it goes; empty where that is not known any more.
    [[nodiscard]] virtual Address local() const = 0;
    [[nodiscard]] virtual Address remote() const = 0;

    // From now on the transport acknowledges what it receives at once (TCP_QUICKACK): a peer that
    // waits for that before it writes more is not held up.
    virtual void acknowledge_at_once() = 0;

    // At most one of each at a time. The octets stay where they are until the handler runs. The
    // end of the peer's octets is the error is_end().
    virtual void read(std::span<std::byte> room, Read done) = 0;
    virtual void write(std::span<const std::byte> octets, Done done) = 0;

    // No more octets from us; after the last write. Reading goes on.
    virtual void finish() = 0;
    // Handlers still waiting get errors.
    virtual void close() = 0;
};

bool is_end(const std::error_code& error);

// "connection refused", "timed out", what TLS says.
std::string message_of(const std::error_code& error);

}  // namespace tools::net
