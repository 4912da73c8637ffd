// Listens, connects, reads and writes with Asio, with TLS where it is asked for.

#include "tools/net/sockets.hpp"

#include <charconv>
#include <optional>
#include <utility>

#include <asio/connect.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/ssl.hpp>
#include <asio/steady_timer.hpp>
#include <asio/write.hpp>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "sim/text/printable.hpp"

namespace tools::net {
namespace {

using asio::ip::tcp;

constexpr std::chrono::milliseconds kAcceptPause{100};  // after an error: descriptors may come free

Address address_of(const tcp::endpoint& endpoint) {
    return {endpoint.address().to_string(), endpoint.port()};
}

Address local_address(const tcp::socket& socket) {
    std::error_code gone;
    const tcp::endpoint found = socket.local_endpoint(gone);
    return gone ? Address{} : address_of(found);
}

Address remote_address(const tcp::socket& socket) {
    std::error_code gone;
    const tcp::endpoint found = socket.remote_endpoint(gone);
    return gone ? Address{} : address_of(found);
}

// Good for the octets that come next only: it has to be asked for again and again.
void acknowledge_now(tcp::socket& socket) {
    const int on = 1;
    setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
}

class TcpStream : public ByteStream {
  public:
    explicit TcpStream(tcp::socket socket) : socket_{std::move(socket)} {}

    void open(Done done) override {
        asio::post(socket_.get_executor(), [done = std::move(done)] { done({}); });
    }
    [[nodiscard]] std::string protocol() const override { return {}; }
    [[nodiscard]] Address local() const override { return local_address(socket_); }
    [[nodiscard]] Address remote() const override { return remote_address(socket_); }
    void acknowledge_at_once() override { at_once_ = true; }
    void read(std::span<std::byte> room, Read done) override {
        if (at_once_) {
            acknowledge_now(socket_);
        }
        socket_.async_read_some(asio::buffer(room.data(), room.size()), std::move(done));
    }
    void write(std::span<const std::byte> octets, Done done) override {
        asio::async_write(
            socket_, asio::buffer(octets.data(), octets.size()),
            [done = std::move(done)](const std::error_code& error, std::size_t) { done(error); });
    }
    void finish() override {
        std::error_code ignored;
        socket_.shutdown(tcp::socket::shutdown_send, ignored);
    }
    void close() override {
        std::error_code ignored;
        socket_.close(ignored);
    }

  private:
    tcp::socket socket_;
    bool at_once_ = false;
};

// Asio's operations refer to the TLS engine until their handlers have run: they share it.
class TlsStream : public ByteStream {
  public:
    using Engine = asio::ssl::stream<tcp::socket>;
    using Side = asio::ssl::stream_base::handshake_type;

    TlsStream(tcp::socket socket, asio::ssl::context& context, Side side)
        : engine_{std::make_shared<Engine>(std::move(socket), context)}, side_{side} {}

    // As a client: the name that is asked for (RFC 6066: no IP address), and that the certificate
    // must have if it is looked at.
    void name_server(const std::string& host, bool verify) {
        std::error_code not_numeric;
        asio::ip::make_address(host, not_numeric);
        if (not_numeric) {
            SSL_set_tlsext_host_name(engine_->native_handle(), host.c_str());
        }
        if (verify) {
            engine_->set_verify_callback(asio::ssl::host_name_verification{host});
        }
    }

    void open(Done done) override {
        engine_->async_handshake(side_, [engine = engine_, done = std::move(done)](
                                            const std::error_code& error) { done(error); });
    }
    [[nodiscard]] std::string protocol() const override {
        const unsigned char* name = nullptr;
        unsigned int length = 0;
        SSL_get0_alpn_selected(engine_->native_handle(), &name, &length);
        return length == 0 ? "none" : std::string{reinterpret_cast<const char*>(name), length};
    }
    [[nodiscard]] Address local() const override { return local_address(engine_->next_layer()); }
    [[nodiscard]] Address remote() const override { return remote_address(engine_->next_layer()); }
    void acknowledge_at_once() override { at_once_ = true; }
    void read(std::span<std::byte> room, Read done) override {
        if (at_once_) {
            acknowledge_now(engine_->next_layer());
        }
        engine_->async_read_some(
            asio::buffer(room.data(), room.size()),
            [engine = engine_, done = std::move(done)](
                const std::error_code& error, std::size_t octets) { done(error, octets); });
    }
    void write(std::span<const std::byte> octets, Done done) override {
        asio::async_write(*engine_, asio::buffer(octets.data(), octets.size()),
                          [engine = engine_, done = std::move(done)](const std::error_code& error,
                                                                     std::size_t) { done(error); });
    }
    void finish() override {
        engine_->async_shutdown([engine = engine_](const std::error_code&) {});
    }
    void close() override {
        std::error_code ignored;
        engine_->next_layer().close(ignored);
    }

  private:
    std::shared_ptr<Engine> engine_;
    Side side_;
    bool at_once_ = false;
};

std::optional<asio::ssl::context> shared_context(ssl_ctx_st* tls) {
    if (tls == nullptr) {
        return std::nullopt;
    }
    SSL_CTX_up_ref(tls);
    return asio::ssl::context{tls};
}

std::unique_ptr<ByteStream> make_stream(tcp::socket socket,
                                        std::optional<asio::ssl::context>& context,
                                        TlsStream::Side side, const std::string& host) {
    std::error_code ignored;
    socket.set_option(tcp::no_delay{true}, ignored);
    if (!context) {
        return std::make_unique<TcpStream>(std::move(socket));
    }
    auto stream = std::make_unique<TlsStream>(std::move(socket), *context, side);
    if (side == TlsStream::Side::client) {
        const int mode = SSL_CTX_get_verify_mode(context->native_handle());
        stream->name_server(host, mode != SSL_VERIFY_NONE);
    }
    return stream;
}

}  // namespace

bool is_end(const std::error_code& error) {
    // A peer that ends TLS without close_notify: HTTP/2 has its own ends (RFC 9113 section 9.2).
    return error == asio::error::eof || error == asio::ssl::error::stream_truncated;
}

std::string message_of(const std::error_code& error) {
    if (is_end(error)) {
        return "the peer closed the connection";
    }
    std::string text = error.message();
    if (!text.empty() && text.size() > 1 && text[1] >= 'a' && text[1] <= 'z') {
        text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
    }
    return text;
}

h2::Result<Address, std::string> parse_address(std::string_view text) {
    const std::string expected =
        fmt::format("{} is no HOST:PORT, such as 127.0.0.1:8080, localhost:0 or [::1]:8443",
                    sim::in_quotes(text));
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0) {
        return expected;
    }
    std::string_view host = text.substr(0, colon);
    const std::string_view port = text.substr(colon + 1);
    const bool bracketed = host.starts_with('[') && host.ends_with(']');
    if (bracketed) {
        host = host.substr(1, host.size() - 2);
    } else if (host.find_first_of(":[]") != std::string_view::npos) {
        return expected;
    }
    std::uint16_t number = 0;
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
    if (host.empty() || error != std::errc{} || end != port.data() + port.size()) {
        return expected;
    }
    return Address{std::string{host}, number};
}

std::string to_text(const Address& address) {
    return address.host.find(':') == std::string::npos
               ? fmt::format("{}:{}", address.host, address.port)
               : fmt::format("[{}]:{}", address.host, address.port);
}

struct Listener::State : std::enable_shared_from_this<Listener::State> {
    State(Loop& loop, ssl_ctx_st* context)
        : acceptor{loop.context()}, pause{loop.context()}, tls{shared_context(context)} {}

    tcp::acceptor acceptor;
    asio::steady_timer pause;
    std::optional<asio::ssl::context> tls;
    Accepted accepted;
    Trouble trouble;

    void accept() {
        acceptor.async_accept(
            [self = shared_from_this()](const std::error_code& error, tcp::socket socket) {
                if (!self->acceptor.is_open()) {
                    return;
                }
                if (error) {
                    self->wait(error);
                } else {
                    self->accept();
                    self->greet(std::move(socket));
                }
            });
    }
    void wait(const std::error_code& error) {
        trouble(message_of(error));
        pause.expires_after(kAcceptPause);
        pause.async_wait([self = shared_from_this()](const std::error_code&) {
            if (self->acceptor.is_open()) {
                self->accept();
            }
        });
    }
    void greet(tcp::socket socket) {
        std::error_code gone;
        const tcp::endpoint peer = socket.remote_endpoint(gone);
        if (!gone) {
            accepted(make_stream(std::move(socket), tls, TlsStream::Side::server, {}),
                     to_text(address_of(peer)));
        }
    }
};

Listener::Listener(std::shared_ptr<State> state, Address address)
    : state_{std::move(state)}, address_{std::move(address)} {}

Listener::~Listener() {
    stop();
}

h2::Result<std::unique_ptr<Listener>, std::string> Listener::listen(Loop& loop,
                                                                    const Address& address,
                                                                    ssl_ctx_st* tls) {
    std::error_code error;
    const auto found = tcp::resolver{loop.context()}.resolve(
        address.host, std::to_string(address.port), tcp::resolver::passive, error);
    const auto failure = [&] {
        return fmt::format("cannot listen on {}: {}", sim::printable(to_text(address), 300),
                           message_of(error));
    };
    if (error || found.empty()) {
        return failure();
    }
    auto state = std::make_shared<State>(loop, tls);
    const tcp::endpoint endpoint = found.begin()->endpoint();
    tcp::acceptor& acceptor = state->acceptor;
    static_cast<void>(acceptor.open(endpoint.protocol(), error));
    if (!error) {
        acceptor.set_option(tcp::acceptor::reuse_address{true}, error);
    }
    if (!error) {
        acceptor.bind(endpoint, error);
    }
    if (!error) {
        acceptor.listen(tcp::acceptor::max_listen_connections, error);
    }
    if (error) {
        return failure();
    }
    const tcp::endpoint bound = acceptor.local_endpoint(error);
    return std::unique_ptr<Listener>{new Listener{std::move(state), address_of(bound)}};
}

void Listener::start(Accepted accepted, Trouble trouble) {
    state_->accepted = std::move(accepted);
    state_->trouble = std::move(trouble);
    state_->accept();
}

void Listener::stop() {
    std::error_code ignored;
    state_->acceptor.close(ignored);
    state_->pause.cancel();
}

struct Connector::State : std::enable_shared_from_this<Connector::State> {
    State(Loop& loop, ssl_ctx_st* tls, Address to, Connected then)
        : resolver{loop.context()},
          socket{loop.context()},
          context{shared_context(tls)},
          address{std::move(to)},
          connected{std::move(then)} {}

    void resolve() {
        resolving = true;
        resolver.async_resolve(
            address.host, std::to_string(address.port),
            [self = shared_from_this()](const std::error_code& error,
                                        const tcp::resolver::results_type& found) {
                self->resolving = false;
                if (error) {
                    self->done(error, "cannot find");
                } else {
                    self->connect(found);
                }
            });
    }
    void connect(const tcp::resolver::results_type& found) {
        asio::async_connect(
            socket, found,
            [self = shared_from_this()](const std::error_code& error, const tcp::endpoint&) {
                self->done(error, "cannot connect to");
            });
    }
    void done(const std::error_code& error, std::string_view what) {
        const Connected then = std::exchange(connected, nullptr);
        if (!then) {
            return;
        }
        if (error) {
            then(nullptr, fmt::format("{} {}: {}", what, sim::printable(to_text(address), 300),
                                      message_of(error)));
        } else {
            then(make_stream(std::move(socket), context, TlsStream::Side::client, address.host),
                 {});
        }
    }

    tcp::resolver resolver;
    tcp::socket socket;
    std::optional<asio::ssl::context> context;
    Address address;
    Connected connected;
    bool resolving = false;
};

bool Connector::is_resolving() const {
    return state_->resolving;
}

Connector::Connector(Loop& loop, const Address& address, ssl_ctx_st* tls, Connected connected)
    : state_{std::make_shared<State>(loop, tls, address, std::move(connected))} {
    state_->resolve();
}

Connector::~Connector() {
    state_->connected = nullptr;
    state_->resolver.cancel();
    std::error_code ignored;
    state_->socket.close(ignored);
}

}  // namespace tools::net
