#pragma once
// What `h2sim serve` runs on one connection: an exchange for each request, answered as the site
// says. DATA goes out round robin, one frame of each stream at a time, under flow control.

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

#include "tools/net/body.hpp"
#include "tools/net/response_heads.hpp"
#include "tools/net/session.hpp"
#include "tools/net/site.hpp"

namespace tools::net {

class ServerConnection : public Application {
  public:
    using Gone = std::function<void(const End& end)>;

    // `heads` outlives the connection. `gone` is called once, when nothing more will happen.
    ServerConnection(Loop& loop, ResponseHeads& heads, Gone gone)
        : loop_{loop}, heads_{heads}, gone_{std::move(gone)}, announced_{loop} {}

    void start(std::shared_ptr<Session> session);
    // GOAWAY in two steps (RFC 9113 section 6.8): with 2^31-1 first, so that no request on its way
    // is lost; after a round trip with the last stream; what is open is served to its end.
    void shut_down();
    [[nodiscard]] Session& session() { return *session_; }

    void handle(const h2::Effect& effect) override;
    void stream_reset(h2::StreamId stream) override;
    void window_opened(h2::StreamId stream) override;
    bool send_some() override;
    [[nodiscard]] bool busy() const override { return waiting_ > 0; }
    void ended(const End& end) override;

  private:
    struct Exchange {
        Plan plan;
        Body body;
        std::uint64_t received = 0;    // octets of the request's content
        std::uint32_t unread = 0;      // of those, not yet consumed
        std::uint64_t pieces = 0;      // drip: sent so far
        std::unique_ptr<Timer> timer;  // drip, sink
        bool started = false;
        bool request_ended = false;
        bool answered = false;  // the head is submitted
        bool queued = false;    // in ready_
    };
    enum class Shutdown : std::uint8_t { no, announced, closing };

    void begin(const h2::DeliverHeaders& headers);
    void received(const h2::DeliverData& data);
    void request_ended(h2::StreamId stream, Exchange& exchange);
    void run(h2::StreamId stream, Exchange& exchange);
    void answer(h2::StreamId stream, Exchange& exchange);
    void submit_informational(h2::StreamId stream, const Plan& plan);
    void fill_body(h2::StreamId stream, Exchange& exchange);
    void drip(h2::StreamId stream);
    void sink(h2::StreamId stream);
    void later(h2::StreamId stream, Exchange& exchange,
               void (ServerConnection::*what)(h2::StreamId));
    void has_data(h2::StreamId stream, Exchange& exchange);
    h2::Octets kept(const Body& body, std::string_view some);
    bool send_from(h2::StreamId stream, Exchange& exchange);
    void forget(h2::StreamId stream);
    void announce_last_stream();
    void close_if_idle();

    Loop& loop_;
    ResponseHeads& heads_;
    Gone gone_;
    std::shared_ptr<Session> session_;
    std::unordered_map<std::uint32_t, Exchange> exchanges_;  // by stream
    std::deque<h2::StreamId> ready_;                         // with DATA to send
    std::string sending_;                                    // of the DATA submitted last
    std::uint32_t waiting_ = 0;                              // timers of exchanges
    Shutdown shutdown_ = Shutdown::no;
    Timer announced_;
};

}  // namespace tools::net
